"""Which category somebody's words are about, and whether they sound like an emergency.

The words come from the pack: each category's own, the synonyms that bring slang to them, the emergency words.
Where a model was trained on confirmed reports, it has a say beside them. What neither knows well enough means
"we do not know", and is said so: a wrong guess costs a citizen more than none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tanggap.areas.register import register
from tanggap.reports import learning
from tanggap.reports.catalogue import Catalogue, current
from tanggap.reports.emergencies import ANYBODY, Alarms, EmergencyHint
from tanggap.reports.models import Category
from tanggap.reports.wording import SLANG, Spellings, forms, stem, tokens, words_of

__all__ = ["EmergencyHint", "Suggestion", "emergency_in", "suggest", "tokens"]

OFFERED = 3
EVERYDAY = ANYBODY | frozenset(SLANG.values())  # words that are no slip for others: "korban" is not "kurban"
# "sampah di taman" is about waste: a single word soon after one of these names the place.
PLACE_WORDS = words_of("di ke dari dekat depan samping belakang sekitar sepanjang seberang atas dalam")
PLACE_WORDS |= words_of("at in on near along behind")
PLACE_WEIGHT = 0.4
# These name a place more often than the matter: "pkl di trotoar", "trotoar penuh pkl".
PLACES = words_of("jalan trotoar taman halte pasar sekolah jembatan kali lapangan terminal puskesmas")
PLACES_WEIGHT = 0.8
PHRASE_AT_PLACE = 0.5  # "lubang di depan rumah sakit"
SCATTERED_WEIGHT = 0.5  # of a phrase whose words stand apart
SCATTERED_WITHIN = 6  # words between which they still belong together
LEAST = 0.4  # the score below which we do not know
LEAST_OF_BEST = 0.35  # further offers must come this near to the best

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """A category and how sure we are, as a share of all that fits (0 to 1)."""

    category: Category
    score: float


class Index:
    """The words of one catalogue, made ready for matching."""

    def __init__(self, pack: Catalogue) -> None:
        self.pack = pack
        self.synonyms = {SLANG.get(stem(word), stem(word)): means.split() for word, means in pack.synonyms.items()}
        # The language's own slang is undone before the pack's is; a synonym of both would else be lost.
        self.synonyms |= {stem(word): means.split() for word, means in pack.synonyms.items() if word not in SLANG}
        self.vocabulary: set[str] = set()
        self._found: dict[str, list[str]] = {}
        self.spellings = Spellings(())
        self.by_root: dict[str, str] = {}
        written = {
            category: {part.strip() for part in (*category.words.split(","), category.name_id)}
            for category in pack.categories.values()
            if category.active
        }
        self._learn(word for parts in written.values() for part in parts for word in tokens(part))
        self.phrases: dict[Phrase, list[int]] = defaultdict(list)
        for category, parts in written.items():
            for phrase in {self.phrase(part) for part in parts}:
                if phrase:
                    self.phrases[phrase].append(category.pk)
        self.by_word: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in self.phrases:
            self.by_word[phrase[0]].append(phrase)
        self.alarms = Alarms(pack.emergency_words, known=self.vocabulary)

    def _learn(self, words: Iterable[str]) -> None:
        known = {found for word in words for found in self.synonyms.get(word, [word])}
        self.vocabulary = known | set(self.synonyms)
        for word in sorted(known, key=len, reverse=True):
            for root in forms(word)[1:]:
                # "lapangan" is no "lapang": only verbs are found by what they are built on.
                if word.startswith(("me", "ber", "ter", "di", "ng")):
                    self.by_root.setdefault(root, word)
        names = {token for area in register().by_code.values() for token in tokens(area.name)}
        self.spellings = Spellings(self.vocabulary - names)
        self.names = names
        self._found.clear()

    def spelled(self, token: str) -> list[str]:
        """A token as the catalogue spells it; nothing where it is a filler, itself where it is unknown."""
        found = self._found.get(token)
        if found is None:
            found = self._look_up(token)
            if len(self._found) < MOST_KEPT:
                self._found[token] = found
        return found

    def _look_up(self, token: str) -> list[str]:
        for form in forms(token):
            if form in self.synonyms:
                return self.synonyms[form]
            if form in self.vocabulary:
                return [form]
        for form in forms(token):
            if form in self.by_root:
                return [self.by_root[form]]
        if token not in self.names and token not in EVERYDAY and (meant := self.spellings.nearest(token)):
            return self.synonyms.get(meant, [meant])
        return [token]

    def known(self, raw: list[str]) -> list[str]:
        """The tokens as the catalogue spells them; fillers fall away."""
        return [word for token in raw for word in self.spelled(token)]

    def named_as_place(self, raw: list[str]) -> set[str]:
        """The two words after "di", "depan" and the like, fillers not counted."""
        telling = [token for token in raw if token in PLACE_WORDS or self.spelled(token)]
        found: set[str] = set()
        for place, token in enumerate(telling):
            if token in PLACE_WORDS:
                found.update(telling[place + 1 : place + 3])
        return found

    def phrase(self, text: str) -> Phrase:
        return tuple(self.known(tokens(text)))


MOST_KEPT = 50_000  # spellings remembered in a process

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
    scores = _scores(index, tokens(text))
    best = max(scores.values(), default=0.0)
    if best < LEAST:
        scores = {}
    whole = sum(scores.values())
    shares = {owner: score / whole for owner, score in scores.items() if score >= max(LEAST, best * LEAST_OF_BEST)}
    shares = learning.weighed(shares, text, by_code={row.code: row.pk for row in index.pack.categories.values()})
    likely = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    return [Suggestion(index.pack.categories[owner], round(share, 3)) for owner, share in likely[:OFFERED]]


def _scores(index: Index, raw: list[str]) -> dict[int, float]:
    """What each category collects of the words, by its key."""
    raw = _without_numbers(raw)
    words = index.known(raw)
    places = {one for word in index.named_as_place(raw) for one in index.known([word])}
    scores: dict[int, float] = defaultdict(float)
    for phrase, weight in _matches(index, words, places).items():
        owners = index.phrases[phrase]
        for owner in owners:
            scores[owner] += weight / len(owners)
    return scores


def _without_numbers(raw: list[str]) -> list[str]:
    """Without "RT 5 RW 3", which names a place and not the people of the RT."""
    return [
        token
        for place, token in enumerate(raw)
        if not (token in {"rt", "rw"} and place + 1 < len(raw) and raw[place + 1].isdigit())
    ]


def _matches(index: Index, words: list[str], places: set[str]) -> dict[Phrase, float]:
    """The phrases that occur, each with its weight: longer ones say more, and words that stand apart less."""
    found: dict[Phrase, float] = {}
    there = set(words)
    for word in there:
        for phrase in index.by_word.get(word, ()):
            if len(phrase) == 1:
                found[phrase] = PLACE_WEIGHT if word in places else PLACES_WEIGHT if word in PLACES else 1.0
            elif there.issuperset(phrase):
                if _stands_in(phrase, words):
                    found[phrase] = len(phrase) ** 1.5 * (PHRASE_AT_PLACE if places.issuperset(phrase) else 1.0)
                elif _span(phrase, words) <= SCATTERED_WITHIN:
                    found[phrase] = len(phrase) * SCATTERED_WEIGHT
    return found


def _stands_in(phrase: Phrase, words: list[str]) -> bool:
    length = len(phrase)
    return any(tuple(words[start : start + length]) == phrase for start in range(len(words) - length + 1))


def _span(phrase: Phrase, words: list[str]) -> int:
    """How far the words of the phrase lie apart, first places taken."""
    places = [words.index(word) for word in phrase]
    return max(places) - min(places)


def emergency_in(text: str) -> EmergencyHint | None:
    """The emergency that the words sound like. "Kebakaran kemarin" counts too: asking once costs little.

    A plain denial ("bukan kebakaran"), a fear, a lesson and what is long over are taken at their word.
    """
    return _current_index().alarms.heard(text)
