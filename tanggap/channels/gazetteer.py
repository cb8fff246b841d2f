"""Which kelurahan somebody's words name, in the spellings people use: "kel.", "kp melayu", "jaktim", "pinangranti".

Names, landmarks and streets come from the pack; how people shorten them stands here. A name that is also an everyday
word, a kecamatan or a street counts only with "kelurahan" before it or with the kecamatan beside it: a wrong
kelurahan sends a crew to the wrong end of the city.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from tanggap.areas.models import Area, Landmark
from tanggap.areas.register import Register, register
from tanggap.reports.wording import Spellings, tokens

KELURAHAN = {"kel", "kelurahan", "kelurhan", "kelurahn", "klurahan", "kelrahan", "desa", "klh"}
KECAMATAN = {"kec", "kecamatan", "kcmtn", "kecmatan"}
KOTA = {
    "jakpus": "Jakarta Pusat", "jakut": "Jakarta Utara", "jakbar": "Jakarta Barat", "jaksel": "Jakarta Selatan",
    "jaktim": "Jakarta Timur", "jp": "Jakarta Pusat", "jkpus": "Jakarta Pusat",
}  # fmt: skip
SHORT = {
    "kp": "kampung", "kpg": "kampung", "kmp": "kampung", "kamp": "kampung", "kb": "kebon", "kbn": "kebon",
    "kebun": "kebon", "pd": "pondok", "pdk": "pondok", "pndok": "pondok", "pnd": "pondok", "tj": "tanjung",
    "tg": "tanjung", "tjg": "tanjung", "klp": "kelapa", "cemp": "cempaka", "cpk": "cempaka", "utr": "utara",
    "slt": "selatan", "sltn": "selatan", "sel": "selatan", "tmr": "timur", "tim": "timur", "brt": "barat",
    "gn": "gunung", "ps": "pasar", "psr": "pasar", "rw": "rawa", "kbyrn": "kebayoran",
    "jl": "jalan", "jln": "jalan", "gg": "gang", "dalem": "dalam", "dlm": "dalam", "priuk": "priok",
}  # fmt: skip
# After these a name is that of a street, a river or a building, which may lie elsewhere.
NAMED_AFTER = {
    "jalan", "gang", "pasar", "stasiun", "terminal", "tpu", "makam", "rusun", "rusunawa", "kali", "sungai", "waduk",
    "situ", "danau", "rsud", "rs", "tol", "flyover", "fo", "apartemen", "perumahan", "simpang", "pintu", "sman", "smpn",
    "sdn", "smk", "universitas", "hotel", "mall", "mal", "masjid", "gereja", "halte", "stadion", "gelanggang",
    "polsek", "koramil", "raya", "arah", "menuju", "ke",
}  # fmt: skip
# Streets and rivers with the full name of a kelurahan mostly run through it; "jalan menteng" may be anywhere.
RUNS_THROUGH = {"jalan", "gang", "kali"}
PREPOSITIONS = {"di", "daerah", "wilayah", "kawasan", "lingkungan", "deket", "dekat", "area"}
STREET_TAILS = {"raya", "dalam", "ujung", "i", "ii", "iii", "iv", "v", "vi", "vii"}
CORRECTIONS = {"eh", "ralat", "maksud", "maksudnya", "koreksi", "salah"}
LONGEST_NAME = 4  # words
SHORTEST_FUZZY = 8  # letters of a misspelt name without "kelurahan" before it
LEAST = 0.5
BESIDE_ITS_KECAMATAN = 0.55
PREPOSED = 0.01  # "di kalisari" says a little more than "kalisari"


class Kind(Enum):
    """What a mention is, and how far it can be trusted to be the kelurahan that is meant."""

    KELURAHAN = 0.97
    MISSPELT_KELURAHAN = 0.9
    NAME = 0.87
    LANDMARK = 0.8
    MISSPELT = 0.72
    SAME_AS_KECAMATAN = 0.7
    RUNS_THROUGH = 0.55
    NAMED_AFTER = 0.3
    ELSEWHERE = 0.2
    COMMON = 0.1
    DISTRICT = 0.0


@dataclass(frozen=True)
class Mention:
    """A name found among the tokens from ``start`` to ``end``; a kecamatan where ``kind`` is DISTRICT."""

    start: int
    end: int
    area: Area
    kind: Kind


@dataclass(frozen=True)
class Place:
    """What the words name: the kelurahan where it is clear, and the words without any names of places."""

    kelurahan: Area | None
    score: float
    rest: list[str]


class Gazetteer:
    """The names of one register."""

    def __init__(self, rows: Register, landmarks: list[Landmark]) -> None:
        self.kelurahan = {_key(row.name): row for row in rows.kelurahan}
        self.kecamatan = {_key(r.name): r for r in rows.by_code.values() if r.level == Area.Level.KECAMATAN}
        self.kota = {row.short: row for row in rows.by_code.values() if row.level == Area.Level.KOTA}
        self.landmarks: dict[str, Area] = {}
        self.common: set[str] = set()
        for row in landmarks:
            area = rows.by_id[row.area_id]
            if row.kind == Landmark.Kind.COMMON:
                self.common.add(_key(row.name))
            elif row.kind == Landmark.Kind.ALIAS:
                self.kelurahan.setdefault(_key(row.name), area)
            else:
                self.landmarks[_key(row.name)] = area
        self.spellings = Spellings(self.kelurahan)
        self.long_spellings = Spellings(self.kelurahan, shortest=SHORTEST_FUZZY)

    def read(self, text: str) -> Place:
        """The kelurahan that a text names."""
        words = [SHORT.get(word, word) if word != "rw" else word for word in tokens(text, slang=True)]
        mentions = self._mentions(words)
        # "rsud tarakan" says what it is about, too.
        kept = {Kind.COMMON, Kind.LANDMARK}
        hidden = {at for one in mentions if one.kind not in kept for at in range(one.start, one.end)}
        rest = [w for at, w in enumerate(words) if at not in hidden and w not in KELURAHAN and w not in KOTA]
        score, area = self._chosen(words, mentions)
        return Place(area, score, rest)

    def _mentions(self, words: list[str]) -> list[Mention]:
        found: list[Mention] = []
        start = 0
        while start < len(words):
            mention = self._at(words, start)
            if mention is None:
                start += 1
            else:
                found.append(mention)
                start = mention.end
        return found

    def _at(self, words: list[str], start: int) -> Mention | None:
        """The longest name that begins here."""
        titled = start > 0 and words[start - 1] in KELURAHAN
        district = start > 0 and words[start - 1] in KECAMATAN
        for end in range(min(len(words), start + LONGEST_NAME), start, -1):
            key = "".join(words[start:end])
            if key in self.landmarks and not titled:
                return Mention(start, end, self.landmarks[key], Kind.LANDMARK)
            if key in self.kecamatan and (district or (key not in self.kelurahan and not titled)):
                return Mention(start, end, self.kecamatan[key], Kind.DISTRICT)
            if key in self.kelurahan:
                return Mention(start, end, self.kelurahan[key], self._kind(words, start, end, key, titled))
        return self._misspelt(words, start, titled=titled)

    def _kind(self, words: list[str], start: int, end: int, key: str, titled: bool) -> Kind:
        if titled:
            return Kind.KELURAHAN
        area = self.kelurahan[key]
        named_after = start > 0 and words[start - 1] in NAMED_AFTER
        if key in self.common:
            return Kind.COMMON
        if named_after or (end < len(words) and words[end] in STREET_TAILS):
            along = end - start > 1 and words[start - 1] in RUNS_THROUGH
            return Kind.RUNS_THROUGH if along else Kind.NAMED_AFTER
        upper = self.kecamatan.get(key)
        if upper is None:
            return Kind.NAME
        return Kind.SAME_AS_KECAMATAN if area.parent_id == upper.pk else Kind.ELSEWHERE

    def _misspelt(self, words: list[str], start: int, *, titled: bool) -> Mention | None:
        spellings = self.spellings if titled else self.long_spellings
        for end in range(min(len(words), start + 3), start, -1):
            if name := spellings.nearest("".join(words[start:end])):
                kind = Kind.MISSPELT_KELURAHAN if titled else Kind.MISSPELT
                return Mention(start, end, self.kelurahan[name], kind)
        return None

    def _chosen(self, words: list[str], mentions: list[Mention]) -> tuple[float, Area | None]:
        """The one kelurahan that the mentions agree on."""
        after = max((at for at, word in enumerate(words) if word in CORRECTIONS), default=-1)
        if after >= 0 and any(one.start > after for one in mentions):
            mentions = [_titled(one) if one.start == after + 1 else one for one in mentions if one.start > after]
        kota = {self.kota[KOTA[word]].pk for word in words if word in KOTA and KOTA[word] in self.kota}
        kota |= self._kota_written_out(words)
        districts = {one.area.pk for one in mentions if one.kind is Kind.DISTRICT}
        best: dict[int, tuple[float, Area]] = defaultdict(lambda: (0.0, mentions[0].area))
        for one in mentions:
            if one.kind is Kind.DISTRICT or self._is_the_others_district(one, mentions):
                continue
            score = _score(one, kota, districts)
            score += PREPOSED if one.start > 0 and words[one.start - 1] in PREPOSITIONS else 0
            if score > best[one.area.pk][0]:
                best[one.area.pk] = (score, one.area)
        likely = sorted(best.values(), key=lambda item: -item[0])
        if not likely or likely[0][0] < LEAST:
            return 0.0, None
        # Two kelurahan that are equally likely: we do not know which.
        if len(likely) > 1 and likely[1][0] == likely[0][0]:
            return 0.0, None
        return likely[0]

    def _kota_written_out(self, words: list[str]) -> set[int]:
        pairs = {f"Jakarta {after.title()}" for before, after in pairwise(words) if before == "jakarta"}
        return {self.kota[name].pk for name in pairs if name in self.kota}

    def _is_the_others_district(self, one: Mention, mentions: list[Mention]) -> bool:
        """ "Rawamangun Pulogadung": the second is the kecamatan around the first."""
        upper = self.kecamatan.get(_key(one.area.name))
        if upper is None or one.kind is not Kind.SAME_AS_KECAMATAN:
            return False
        return any(
            other is not one and other.area.parent_id == upper.pk and other.area.pk != one.area.pk for other in mentions
        )


def _score(one: Mention, kota: set[int], districts: set[int]) -> float:
    """The trust in a mention, given what else the text names."""
    score = one.kind.value
    parent = one.area.parent
    if parent is None:
        return 0.0
    around = parent.pk in districts or parent.parent_id in kota
    if around and one.kind in {Kind.COMMON, Kind.NAMED_AFTER}:
        return BESIDE_ITS_KECAMATAN if parent.pk in districts else score
    if kota and parent.parent_id not in kota:
        return score * 0.5
    return min(0.99, score + 0.05) if around else score


def _titled(one: Mention) -> Mention:
    """What follows a correction stands where "kelurahan" stood before."""
    trusted = one.kind not in {Kind.DISTRICT, Kind.LANDMARK}
    return replace(one, kind=Kind.KELURAHAN) if trusted else one


def _key(name: str) -> str:
    """A name as it is looked up: people set its spaces anyhow."""
    return "".join(SHORT.get(word, word) for word in tokens(name, slang=True))


_gazetteer: tuple[Register, Gazetteer] | None = None


def gazetteer() -> Gazetteer:
    """The gazetteer of the areas as loaded; made anew when they are."""
    global _gazetteer
    rows = register()
    if _gazetteer is None or _gazetteer[0] is not rows:
        _gazetteer = (rows, Gazetteer(rows, list(Landmark.objects.all())))
    return _gazetteer[1]
