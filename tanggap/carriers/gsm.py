"""The alphabet of text messages (GSM 03.38), how long one is, and how a long one is split.

A message of the basic alphabet has room for 160 characters, one with any other character for 70; in a chain of
several, 153 and 67. So what can be written in the basic alphabet is: "…" costs less than half as three dots.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = {
    "\f": 0x0A, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2F, "[": 0x3C, "~": 0x3D, "]": 0x3E, "|": 0x40, "€": 0x65,
}  # fmt: skip
ESCAPE = 0x1B

_CODES = {letter: code for code, letter in enumerate(BASIC) if code != ESCAPE}
_ESCAPED = {code: letter for letter, code in EXTENSION.items()}

SAME = {
    "\u00a0": " ", "\u2009": " ", "\u200b": "", "\ufeff": "", "\t": " ", "‘": "'", "’": "'", "‚": ",",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‑": "-", "−": "-", "…": "...",
    "•": "-", "·": "-", "→": "->",
    "×": "x", "`": "'", "´": "'", "№": "No.", "½": "1/2", "¼": "1/4", "°": " derajat ", "²": "2",
    "³": "3", "₂": "2", "ı": "i",
}  # fmt: skip
"""What reads the same in the basic alphabet."""

PICTURES = frozenset({"So", "Sk", "Cs", "Co", "Cn", "Cf", "Cc", "Mn"})
"""Unicode categories that are left out where they would cost half of the message: emoji and what joins them."""


class Size(NamedTuple):
    """How many units one message has room for, alone and in a chain; a unit is a septet or a UTF-16 unit."""

    alone: int
    chained: int


GSM = Size(160, 153)
UCS2 = Size(70, 67)


class Split(NamedTuple):
    """A text as the messages that carry it."""

    basic: bool
    """In the GSM alphabet; else UTF-16 (which networks call UCS-2)."""
    parts: list[str]


class NotBasic(ValueError):
    """A text holds a character that the alphabet has not. Which one is not told: it is somebody's text."""


def plain(text: str) -> str:
    """The same text with typographic signs, accents and emoji brought to the basic alphabet, as far as that goes."""
    return "".join(_plain(letter) for letter in unicodedata.normalize("NFC", text.replace("\r\n", "\n")))


def _plain(letter: str) -> str:
    if letter in _CODES or letter in EXTENSION:
        return letter
    if letter in SAME:
        return SAME[letter]
    base = unicodedata.normalize("NFKD", letter)
    stripped = "".join(one for one in base if not unicodedata.combining(one))
    if stripped and all(one in _CODES for one in stripped):
        return stripped
    return "" if unicodedata.category(letter) in PICTURES else letter


def is_basic(text: str) -> bool:
    """Whether the GSM alphabet has every character."""
    return all(letter in _CODES or letter in EXTENSION for letter in text)


def units(text: str) -> int:
    """How long a text is on air: septets (two for a character of the extension table), or UTF-16 units."""
    if is_basic(text):
        return sum(2 if letter in EXTENSION else 1 for letter in text)
    return len(text.encode("utf-16-be")) // 2


def split(text: str) -> Split:
    """The messages that carry a text. No character is torn apart: neither an escaped one nor a surrogate pair."""
    basic = is_basic(text)
    size = GSM if basic else UCS2
    if units(text) <= size.alone:
        return Split(basic, [text])
    parts, room = [""], size.chained
    for letter in text:
        cost = units(letter) if basic else len(letter.encode("utf-16-be")) // 2
        if cost > room:
            parts.append("")
            room = size.chained
        parts[-1] += letter
        room -= cost
    return Split(basic, parts)


def segments(text: str) -> int:
    """How many messages a text takes."""
    return len(split(text).parts)


def fit(text: str, most: int) -> str:
    """The text, cut at a word so that it takes at most so many messages."""
    cut = text
    while segments(cut) > most:
        shorter = cut.removesuffix("...").rstrip()
        head = shorter.rpartition(" ")[0]
        cut = f"{(head if len(head) > len(shorter) - 20 else shorter[:-1]).rstrip()}..."
    return cut


def encode(text: str) -> bytes:
    """One octet for each septet, as SMPP carries them. Raises NotBasic."""
    octets = bytearray()
    for letter in text:
        if letter in _CODES:
            octets.append(_CODES[letter])
        elif letter in EXTENSION:
            octets += bytes((ESCAPE, EXTENSION[letter]))
        else:
            raise NotBasic
    return bytes(octets)


def decode(octets: bytes) -> str:
    """The text of unpacked septets. An escape that the table has not is read as the letter after it, as phones do."""
    letters, escaped = [], False
    for octet in octets:
        code = octet & 0x7F
        if code == ESCAPE and not escaped:
            escaped = True
            continue
        letters.append(_ESCAPED.get(code, BASIC[code]) if escaped else BASIC[code])
        escaped = False
    return "".join(letters)
