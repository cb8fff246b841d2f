"""Encryption of what must not stand readable in the database: AES-256-GCM and HMAC under versioned keys.

``settings.VAULT_KEYS`` maps a version to a master key; the highest version seals, all of them open. A key for each use
is drawn from the master by HKDF, so that no use can weaken another.
"""

import base64
import binascii
import hmac
import os
from functools import cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE_BYTES = 12


class CannotOpen(Exception):
    """The key of this version is not there, or the ciphertext was changed or moved from its place."""


def newest_version() -> int:
    """The version under which everything is sealed now."""
    return max(settings.VAULT_KEYS)


def seal(data: bytes, *, about: str) -> tuple[bytes, int]:
    """Encrypt under the newest key; ``about`` binds the ciphertext to its place. Returns it with the key's version."""
    version = newest_version()
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(_key(version, "seal")).encrypt(nonce, data, about.encode()), version


def unseal(sealed: bytes, version: int, *, about: str) -> bytes:
    """Decrypt; raises CannotOpen."""
    try:
        return AESGCM(_key(version, "seal")).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about.encode())
    except InvalidTag as trouble:
        raise CannotOpen(f"sealed under key {version}, but it does not open") from trouble


def seal_text(text: str, *, about: str) -> str:
    """The same for text columns: ``<version>.<base64url>``."""
    sealed, version = seal(text.encode(), about=about)
    return f"{version}.{base64.urlsafe_b64encode(sealed).decode()}"


def unseal_text(token: str, *, about: str) -> str:
    """Decrypt what ``seal_text`` made; raises CannotOpen."""
    version, _, body = token.partition(".")
    try:
        return unseal(base64.urlsafe_b64decode(body), int(version), about=about).decode()
    except (ValueError, binascii.Error) as trouble:
        raise CannotOpen("not a sealed text") from trouble


def version_of(token: str) -> int:
    """The key version under which ``seal_text`` made this."""
    return int(token.partition(".")[0])


def blind_index(value: str, *, about: str, version: int | None = None) -> str:
    """A keyed digest by which a value is found without being stored; empty for an empty value."""
    if not value:
        return ""
    key = _key(newest_version() if version is None else version, "index")
    return hmac.new(key, f"{about}\0{value}".encode(), sha256).hexdigest()


def blind_indexes(value: str, *, about: str) -> list[str]:
    """The digests under every key, for look-ups while a rotation is on its way; none for an empty value."""
    return [blind_index(value, about=about, version=version) for version in sorted(settings.VAULT_KEYS) if value]


def _key(version: int, use: str) -> bytes:
    try:
        master = settings.VAULT_KEYS[version]
    except KeyError as trouble:
        raise CannotOpen(f"no vault key of version {version} is configured") from trouble
    return _drawn(master, use)


@cache
def _drawn(master: bytes, use: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=f"tanggap {use}".encode()).derive(master)
