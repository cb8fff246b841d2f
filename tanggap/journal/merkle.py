"""The root of a Merkle tree over many hashes, computed while they stream by (shape and prefixes of RFC 6962)."""

import hashlib
from collections.abc import Iterable

# Leaves and nodes are hashed under different prefixes, so that a node can never pass for a leaf.
LEAF = b"\x00"
NODE = b"\x01"


def root(hashes: Iterable[str]) -> str:
    """The root over hexadecimal hashes in this order; memory grows with the logarithm of their number."""
    peaks: list[tuple[int, bytes]] = []
    for leaf in hashes:
        height, top = 0, hashlib.sha256(LEAF + bytes.fromhex(leaf)).digest()
        while peaks and peaks[-1][0] == height:
            _, left = peaks.pop()
            height, top = height + 1, _join(left, top)
        peaks.append((height, top))
    if not peaks:
        return hashlib.sha256(b"").hexdigest()
    _, top = peaks.pop()
    while peaks:
        _, left = peaks.pop()
        top = _join(left, top)
    return top.hex()


def _join(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(NODE + left + right).digest()
