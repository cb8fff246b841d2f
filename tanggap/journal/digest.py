"""What stands in the journal instead of the words that people wrote: a salted SHA-256 of them.

The words and their salt stand in a row of their own. While the salt exists anyone can check the words against the
journal; when it is destroyed the digest says nothing any more, not even to one who guesses the words.
"""

import hashlib
import hmac
import secrets

# The key under which an event's data holds the digest of the words that came with it.
SAID = "words"


def salt() -> str:
    """A new salt of 128 random bits, in hexadecimal."""
    return secrets.token_hex(16)


def digest(text: str, salt: str) -> str:
    """HMAC-SHA256 of the text under its salt, in hexadecimal. An empty salt is refused: it would hide nothing."""
    if not salt:
        raise ValueError("A digest without a salt could be undone by guessing.")
    return hmac.new(bytes.fromhex(salt), text.encode(), hashlib.sha256).hexdigest()
