"""Signatures over raw bytes, compared in constant time."""

from __future__ import annotations

import base64
import hashlib
import hmac


def hex_sha256(secret: str, raw: bytes) -> str:
    """Meta's form, after ``sha256=``."""
    return hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


def base64_sha256(secret: str, raw: bytes) -> str:
    """X's form, after ``sha256=``."""
    return base64.b64encode(hmac.new(secret.encode(), raw, hashlib.sha256).digest()).decode()


def same(given: str, expected: str) -> bool:
    """Whether both are the same, whatever bytes somebody sends."""
    return hmac.compare_digest(given.encode(errors="replace"), expected.encode())
