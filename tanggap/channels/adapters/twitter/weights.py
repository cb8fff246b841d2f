"""How X counts: most letters weigh one, all others and emoji two, a link 23, and a post holds 280."""

from __future__ import annotations

import re
import unicodedata

MOST = 280
MOST_DIRECT = 10_000
LINK_WEIGHT = 23
LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that weigh one (twitter-text, configuration v3)."""

_LINK = re.compile(r"https?://\S+")
MORE = "…"


def weight(text: str) -> int:
    """What a text weighs."""
    text = unicodedata.normalize("NFC", text)
    bare = _LINK.sub("", text)
    return LINK_WEIGHT * len(_LINK.findall(text)) + sum(_of(ord(letter)) for letter in bare)


def fit(text: str) -> str:
    """The text, cut after a word where it weighs more than a post holds."""
    if weight(text) <= MOST:
        return text
    words = text.split(" ")
    while len(words) > 1 and weight(" ".join(words) + MORE) > MOST:
        words.pop()
    kept = " ".join(words)
    while weight(kept + MORE) > MOST:
        kept = kept[:-1]
    return kept + MORE


def _of(point: int) -> int:
    return 1 if any(first <= point <= last for first, last in LIGHT) else 2
