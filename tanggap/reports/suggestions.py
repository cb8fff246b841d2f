"""Which category somebody's words are about, and whether they sound like an emergency.

The words come from the pack: each category's own, the synonyms that bring slang to them, the emergency words.
No match means "we do not know", and is said so: a wrong guess costs a citizen more than none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from tanggap.kit.words import Pair
from tanggap.reports.catalogue import Catalogue, current
from tanggap.reports.models import Category

OFFERED = 3
LONGEST = 4000  # characters read of a text; a report has no more
# "sampah di taman" is about waste: a single word soon after one of these names the place.
PLACE_WORDS = {"di", "ke", "dari", "dekat", "depan", "samping", "belakang", "sekitar", "sepanjang", "seberang"}
PLACE_WORDS |= {"at", "in", "on", "near", "along", "behind"}
PLACE_WEIGHT = 0.4
SCATTERED_WEIGHT = 0.5  # of a phrase whose words stand apart
LEAST = 0.4  # the score below which we do not know
LEAST_OF_BEST = 0.35  # further offers must come this near to the best
NEGATIONS = (("bukan",), ("tanpa",), ("tidak", "ada"), ("gak", "ada"), ("nggak", "ada"), ("no",), ("not",))

_TOKEN = re.compile(r"[^\W_]+")
_ENDINGS = ("nya", "lah", "kah")
_SHORTEST_STEM = 4


@dataclass(frozen=True)
class Suggestion:
    """A category and how sure we are, as a share of all that fits (0 to 1)."""

    category: Category
    score: float


@dataclass(frozen=True)
class EmergencyHint:
    """The word that sounds like an emergency, and whom to call."""

    word: str
    number: str
    name: Pair


def tokens(text: str) -> list[str]:
    """The words of a text in lower case, without accents, endings and doublings ("lubang2", "lubang-lubang")."""
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", text[:LONGEST].casefold()) if not unicodedata.combining(sign)
    )
    found: list[str] = []
    for token in _TOKEN.findall(plain):
        stem = _stem(token)
        if not found or found[-1] != stem:
            found.append(stem)
    return found


def _stem(token: str) -> str:
    if token.endswith("2") and token[:-1].isalpha():
        token = token[:-1]
    for ending in _ENDINGS:
        if token.endswith(ending) and len(token) - len(ending) >= _SHORTEST_STEM:
            return token.removesuffix(ending)
    return token


Phrase = tuple[str, ...]


class Index:
    """The words of one catalogue, made ready for matching."""

    def __init__(self, pack: Catalogue) -> None:
        self.pack = pack
        self.synonyms = {_stem(word): means.split() for word, means in pack.synonyms.items()}
        self.phrases: dict[Phrase, list[int]] = defaultdict(list)
        for category in pack.categories.values():
            if category.active:
                for phrase in {self.phrase(part) for part in (*category.words.split(","), category.name_id)}:
                    if phrase:
                        self.phrases[phrase].append(category.pk)
        self.by_word: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in self.phrases:
            self.by_word[phrase[0]].append(phrase)
        hints = {self.phrase(row.word): row for row in pack.emergency_words}
        self.emergencies = sorted(hints.items(), key=lambda item: -len(item[0]))

    def known(self, raw: list[str]) -> list[str]:
        """The tokens as the catalogue spells them; fillers fall away."""
        found: list[str] = []
        for token in raw:
            found.extend(self.synonyms.get(token, [token]))
        return found

    def named_as_place(self, raw: list[str]) -> set[str]:
        """The two words after "di", "depan" and the like, fillers not counted."""
        telling = [token for token in raw if token in PLACE_WORDS or self.synonyms.get(token) != []]
        found: set[str] = set()
        for place, token in enumerate(telling):
            if token in PLACE_WORDS:
                found.update(telling[place + 1 : place + 3])
        return found

    def phrase(self, text: str) -> Phrase:
        return tuple(self.known(tokens(text)))


_index: Index | None = None


def _current_index() -> Index:
    global _index
    pack = current()
    if _index is None or _index.pack is not pack:
        _index = Index(pack)
    return _index


def suggest(text: str) -> list[Suggestion]:
    """At most three categories, the likeliest first; empty where the words say nothing we know."""
    index = _current_index()
    raw = tokens(text)
    words = index.known(raw)
    places = {one for word in index.named_as_place(raw) for one in index.known([word])}
    scores: dict[int, float] = defaultdict(float)
    for phrase, weight in _matches(index, words, places).items():
        owners = index.phrases[phrase]
        for owner in owners:
            scores[owner] += weight / len(owners)
    best = max(scores.values(), default=0.0)
    if best < LEAST:
        return []
    whole = sum(scores.values())
    likely = sorted(((score, owner) for owner, score in scores.items()), key=lambda item: (-item[0], item[1]))
    return [
        Suggestion(index.pack.categories[owner], round(score / whole, 3))
        for score, owner in likely[:OFFERED]
        if score >= max(LEAST, best * LEAST_OF_BEST)
    ]


def _matches(index: Index, words: list[str], places: set[str]) -> dict[Phrase, float]:
    """The phrases that occur, each with its weight: longer ones say more, and words that stand apart less."""
    found: dict[Phrase, float] = {}
    there = set(words)
    for word in there:
        for phrase in index.by_word.get(word, ()):
            if len(phrase) == 1:
                found[phrase] = PLACE_WEIGHT if word in places else 1.0
            elif _stands_in(phrase, words):
                found[phrase] = len(phrase) ** 1.5
            elif there.issuperset(phrase):
                found[phrase] = len(phrase) * SCATTERED_WEIGHT
    return found


def _stands_in(phrase: Phrase, words: list[str]) -> bool:
    return _position(phrase, words) >= 0


def _position(phrase: Phrase, words: list[str]) -> int:
    """Where the phrase begins among the words; -1 where it does not occur."""
    length = len(phrase)
    for start in range(len(words) - length + 1):
        if tuple(words[start : start + length]) == phrase:
            return start
    return -1


def emergency_in(text: str) -> EmergencyHint | None:
    """The emergency that the words sound like. "Kebakaran kemarin" counts too: asking once costs little.

    Only a plain denial ("bukan kebakaran", "tidak ada korban jiwa") is taken at its word.
    """
    index = _current_index()
    raw = tokens(text)
    words: list[str] = []
    origin: list[int] = []
    for place, token in enumerate(raw):
        for known in index.known([token]):
            words.append(known)
            origin.append(place)
    for phrase, row in index.emergencies:
        start = _position(phrase, words) if phrase else -1
        if start >= 0 and not _denied(raw[: origin[start]]):
            return EmergencyHint(row.word, row.number, Pair(row.name_id, row.name_en))
    return None


def _denied(before: list[str]) -> bool:
    return any(tuple(before[-len(negation) :]) == negation for negation in NEGATIONS)
