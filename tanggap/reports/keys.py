"""What proves that a report is somebody's: the draft's token, the secret link (128 bits) and the PIN.

Link and PIN are derived from the token by a keyed hash, so that the receipt can be shown again to whoever holds the
token, while the database keeps only digests of all three.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from django.conf import settings

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, which are misread aloud and on paper."""

PIN_LENGTH = 8

_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def new_token() -> str:
    """128 random bits, fit for a URL."""
    return secrets.token_urlsafe(16)


def digest(token: str) -> str:
    """What the database keeps of a token or a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def _keyed(purpose: str, text: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), f"{purpose}:{text}".encode(), hashlib.sha256).digest()


def link_token(token: str) -> str:
    """The secret link's 128 bits, for the draft with this token."""
    return base64.urlsafe_b64encode(_keyed("link", token)[:16]).decode().rstrip("=")


def pin(token: str) -> str:
    """The PIN of 8 Crockford characters (40 bits), for the draft with this token."""
    number = int.from_bytes(_keyed("pin", token)[:5], "big")
    return "".join(CROCKFORD[(number >> (5 * place)) & 31] for place in reversed(range(PIN_LENGTH)))


def pin_digest(typed: str, number: str) -> str:
    """What the database keeps of a PIN; spaces, hyphens, case and misread letters do not matter."""
    clean = "".join(letter for letter in typed.upper().translate(_MISREAD) if letter in CROCKFORD)
    return _keyed("pin-of", f"{number}:{clean}").hex()


def same(one: str, other: str) -> bool:
    """Compare two digests in constant time."""
    return hmac.compare_digest(one, other)
