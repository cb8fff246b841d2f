"""The words of a text as people write Indonesian: slang, doublings, endings, prefixes and slips of the finger.

Only the language stands here. What the words mean to a city comes from its pack.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

LONGEST = 4000  # characters read of a text; a report has no more
SHORTEST_STEM = 4
SHORTEST_TYPO = 6  # letters; shorter words differ from one another by a single letter too often

SLANG = {
    "aer": "air", "ujan": "hujan", "item": "hitam", "ijo": "hijau", "gede": "besar", "skrg": "sekarang",
    "skg": "sekarang", "skrang": "sekarang", "krg": "kurang", "org": "orang", "orng": "orang", "ank": "anak",
    "rmh": "rumah", "rmah": "rumah", "rumh": "rumah", "cpt": "cepat", "cepet": "cepat", "cepetan": "cepat",
    "cepatan": "cepat", "buruan": "cepat", "tlg": "tolong", "tlong": "tolong", "toling": "tolong",
    "ga": "tidak", "gak": "tidak", "nggak": "tidak", "ngga": "tidak", "engga": "tidak", "enggak": "tidak",
    "gk": "tidak", "tdk": "tidak", "tak": "tidak", "kaga": "tidak", "kagak": "tidak", "ndak": "tidak",
    "udah": "sudah", "udh": "sudah", "sdh": "sudah", "dah": "sudah", "blm": "belum", "blom": "belum",
    "belom": "belum", "yg": "yang", "dgn": "dengan", "dg": "dengan", "sm": "sama", "utk": "untuk",
    "krn": "karena", "karna": "karena", "dr": "dari", "dri": "dari", "dpn": "depan", "dkt": "dekat",
    "deket": "dekat", "dlm": "dalam", "dalem": "dalam", "jgn": "jangan", "kalo": "kalau", "klo": "kalau",
    "klau": "kalau", "sampe": "sampai", "smpe": "sampai", "smpai": "sampai", "tiap2": "tiap", "stiap": "setiap",
    "dateng": "datang", "dtg": "datang", "bgt": "banget", "bngt": "banget", "bnyk": "banyak", "byk": "banyak",
    "pake": "pakai", "pke": "pakai", "jatoh": "jatuh", "mabok": "mabuk", "sesek": "sesak", "nafas": "napas",
    "kmrn": "kemarin", "kemaren": "kemarin", "trus": "terus", "trs": "terus", "antri": "antre", "cabe": "cabai",
    "jlan": "jalan", "jln": "jalan", "jl": "jalan", "gg": "gang", "tmn": "taman", "puteran": "putaran",
    "muter": "putar", "idup": "hidup", "ilang": "hilang", "abis": "habis", "nyebrang": "menyeberang",
    "telpon": "telepon", "ambulance": "ambulans", "ambulan": "ambulans", "amblan": "ambulans", "rubuh": "roboh",
    "supir": "sopir", "ortu": "orang tua", "bpk": "bapak", "kpd": "kepada", "moga": "semoga", "dket": "dekat",
    "ancur": "hancur", "mbl": "mobil", "mtr": "motor", "kbakaran": "kebakaran", "kebakran": "kebakaran",
    "kebkaran": "kebakaran", "kcelakaan": "kecelakaan", "kndaraan": "kendaraan", "sampah2": "sampah",
    "lemot": "lambat", "burem": "buram", "temen": "teman", "kasian": "kasihan", "bener": "benar", "males": "malas",
    "malem": "malam", "seneng": "senang", "jkt": "jakarta", "dmn": "dimana", "knp": "kenapa", "gmn": "bagaimana",
}  # fmt: skip

_TOKEN = re.compile(r"[^\W_]+")
_STRETCHED = re.compile(r"(.)\1{2,}")
_DOUBLED = re.compile(r"^([a-z]{2,})2(?:an|nya|in)?$")
_ENDINGS = ("nya", "lah", "kah")
_SUFFIXES = ("nya", "kan", "in", "an", "i", "ku", "mu")
_PREFIXES = ("di", "ke", "ter", "ber", "be", "se", "per", "pe", "nge", "ng")
# What a nasal prefix hides: "memangkas" and "mangkas" come from "pangkas", "nutup" from "tutup".
_NASALS = (
    ("menge", ("",)), ("meny", ("s",)), ("meng", ("", "k")), ("mem", ("", "p")), ("men", ("", "t")), ("me", ("",)),
    ("peny", ("s",)), ("peng", ("", "k")), ("pem", ("", "p")), ("pen", ("", "t")),
    ("ny", ("s", "c")), ("ng", ("", "k")), ("m", ("p",)), ("n", ("t",)),
)  # fmt: skip


def tokens(text: str, *, slang: bool = False) -> list[str]:
    """The words of a text in lower case, without accents, endings and doublings ("lubang2", "lubang-lubang").

    ``slang`` leaves slang as it is written: names of places are not translated.
    """
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", text[:LONGEST].casefold()) if not unicodedata.combining(sign)
    )
    found: list[str] = []
    for token in _TOKEN.findall(plain):
        known = stem(token)
        for word in (known,) if slang else SLANG.get(known, known).split():
            if not found or found[-1] != word:
                found.append(word)
    return found


def words_of(line: str) -> frozenset[str]:
    """A table of words, written as one line with spaces."""
    return frozenset(line.split())


def stem(token: str) -> str:
    """A token without "2", stretched letters ("tolonggg") and the endings that add no meaning."""
    if doubled := _DOUBLED.match(token):
        token = doubled[1]
    if not token.isdigit():
        token = _STRETCHED.sub(r"\1", token)
    for ending in _ENDINGS:
        if token.endswith(ending) and len(token) - len(ending) >= SHORTEST_STEM:
            return token.removesuffix(ending)
    return token


@lru_cache(maxsize=20_000)
def forms(token: str) -> tuple[str, ...]:
    """What a word may be built on, likeliest first, itself included: "nutupin" also gives "nutup" and "tutup"."""
    found = dict.fromkeys([token])
    for prefixes in (False, True):
        for word in list(found):
            found.update(dict.fromkeys(_without_prefix(word) if prefixes else _without_suffix(word)))
    return tuple(found)


def _without_suffix(word: str) -> Iterator[str]:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST_STEM:
            yield word.removesuffix(suffix)


def _without_prefix(word: str) -> Iterator[str]:
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= SHORTEST_STEM:
            yield word.removeprefix(prefix)
    for nasal, hidden in _NASALS:
        if word.startswith(nasal):
            for letter in hidden:
                root = letter + word.removeprefix(nasal)
                if len(root) >= SHORTEST_STEM:
                    yield root


class Spellings:
    """Known words, found again where one letter was dropped, added, changed or two changed places."""

    def __init__(self, words: Iterable[str], *, shortest: int = SHORTEST_TYPO) -> None:
        self.shortest = shortest
        self.words = frozenset(word for word in words if len(word) >= shortest)
        self._near: dict[str, set[str]] = {}
        for word in self.words:
            for gap in _gaps(word):
                self._near.setdefault(gap, set()).add(word)

    def nearest(self, word: str) -> str | None:
        """The one known word that a slip leads to; None where there is none, or more than one."""
        if len(word) < self.shortest or word in self.words:
            return word if word in self.words else None
        found: set[str] = set()
        for gap in _gaps(word):
            found |= self._near.get(gap, set())
        close = {known for known in found if known[0] == word[0] and _one_slip(known, word)}
        return close.pop() if len(close) == 1 else None


def _gaps(word: str) -> list[str]:
    return [word, *(word[:place] + word[place + 1 :] for place in range(len(word)))]


def _one_slip(known: str, word: str) -> bool:
    """Whether the two, which share a gap, are one edit apart rather than two."""
    if len(known) != len(word):
        return True
    apart = [place for place, (one, other) in enumerate(zip(known, word, strict=True)) if one != other]
    if len(apart) == 1:
        return True
    first, last = apart[0], apart[-1]
    return len(apart) == 2 and last == first + 1 and known[first] == word[last] and known[last] == word[first]
