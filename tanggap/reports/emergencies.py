"""Whether somebody's words sound like an emergency that is happening now, and whom they should call.

The pack's ``emergency_words.csv`` says what sounds like it. A row is one or more groups joined by "+", which must all
occur near one another; a group is a choice ("|") of words or phrases. "~timpa" stands for every form of the word
(menimpa, ketimpa, tertimpa, nimpa), "@orang" for anybody, "@tolong" for a call for help.
What tells a fire from "bekas kebakaran bulan lalu" is the language, not the city, and stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from tanggap.kit.words import Pair
from tanggap.reports.models import EmergencyWord
from tanggap.reports.wording import Spellings, forms, tokens, words_of

NEAR = 10  # tokens within which the groups of one row must stand
BEFORE, AFTER = 4, 4  # tokens around a match that may quieten it


ANYBODY = words_of(
    "orang anak bayi balita bocah warga korban bapak ibu kakek nenek istri suami adik kakak tetangga lansia pekerja"
    " penumpang pengendara pengemudi ojol penghuni siswa murid pelajar remaja pemuda kuli tukang teman saudara keluarga"
    " wanita perempuan pria lelaki cewek cowok mahasiswa petugas pedagang sopir pejalan someone person people child man"
    " woman kid baby seseorang mertua ponakan keponakan pemotor pesepeda nelayan pemancing aku saya gue gw kami"
)
HELP = words_of(
    "tolong cepat segera darurat sekarang butuh perlu kirim panggil bantu help urgent please gawat mendesak sos minta"
)
# "tolong diperbaiki" asks for work, not for rescue.
POLITE = words_of("pak bu min admin kak gan dong ya segera untuk agar supaya")
WORK = words_of("perbaiki ganti cek pangkas tebang angkut atur pasang potong tambal cat benerin beresin tindak")
RESCUE = words_of("selamatkan kirimkan datangkan panggilkan bantukan carikan")

NOW = words_of("sekarang barusan sedang cepat now currently berlangsung")
DENIALS = (
    ("bukan",), ("tanpa",), ("tidak", "ada"), ("belum", "ada"), ("tidak", "sampai"), ("bebas",), ("no",), ("not",),
)  # fmt: skip
# These, shortly before a word of danger, make it a lesson, a fear or a rule.
TALKED_OF = words_of(
    "sosialisasi pencegahan penyuluhan simulasi pelatihan edukasi antisipasi mencegah cegah menghindari hindari waspada"
    " alarm proteksi asuransi sertifikat rekomendasi izin penanggulangan prosedur jalur titik info informasi tentang"
    " latihan himbauan imbauan program pascakebakaran sirine posko"
    " pengungsi penyintas training prevention awareness drill film lagu"
)
FEARED = words_of(
    "takut takutnya khawatir kuatir kawatir hampir nyaris rawan bisa dapat potensi berpotensi berisiko risiko resiko"
    " sebelum jangan kalau jika apabila agar supaya biar bahaya membahayakan seandainya was cemas memicu picu ngeri"
    " mengakibatkan menyebabkan penyebab bikin membuat if might could may afraid"
)
# "Korban kebakaran belum dapat bantuan" is about the aid; "kirim bantuan" calls for it.
AID = words_of("bantuan bansos santunan donasi ganti sembako logistik")
CALLS = words_of("kirim butuh minta tolong perlu cari mohon segera")
TOPPLING = words_of("roboh ambruk tumbang runtuh longsor patah jatuh meledak terbakar kebakaran")
OVER = words_of("bekas sisa pasca eks setelah pernah dulu dahulu mantan usai after former")
LONG_AGO = words_of("lalu silam kemarin ago")
SPANS = words_of("bulan minggu tahun pekan hari month week year seminggu sebulan setahun")
HABITS = words_of("sering tiap setiap selalu kerap biasa suka often every always kadang seringkali")
# The next word makes it something else.
TURNED = {
    "kebakaran": words_of("jenggot"),
    "terjebak": words_of("macet kemacetan banjir2 nostalgia"),
    "kejebak": words_of("macet kemacetan"),
    "bom": words_of("waktu"),
    "terbakar": words_of("emosi cemburu matahari"),
    "fire": words_of("hydrant hydrants extinguisher extinguishers station truck drill exit escape"),
    "accident": words_of("prone"),
    "tenggelam": words_of("dalam"),
}
# And so does the word before.
TURNED_BY = {
    "pemadam": words_of("pos kantor mobil"),
    "damkar": words_of("pos kantor mobil"),
    "berdarah": words_of("demam"),
    "darah": words_of("demam donor tekanan cek tes golongan gula pmi"),
}
SHORT_DI = 3  # letters; "di" and "dia" are no verbs
SHORTEST_TYPO = 7  # letters; a false alarm from a slip costs more than one missed among other words


@dataclass(frozen=True)
class EmergencyHint:
    """The words that sound like an emergency, and whom to call."""

    word: str
    number: str
    name: Pair


Atom = tuple[str, ...]


class Alarm:
    """One row of the pack, ready to be looked for."""

    def __init__(self, row: EmergencyWord) -> None:
        self.row = row
        self.groups: list[list[Atom]] = [
            [tuple(atom.split()) for atom in group.split("|") if atom.strip()] for group in row.word.split("+")
        ]

    @property
    def plain_words(self) -> set[str]:
        """The words themselves, for telling slips of the finger."""
        return {word for group in self.groups for atom in group for word in atom if word[0] not in "~@"}

    def found_in(self, said: Said) -> tuple[int, int] | None:
        """Where the first group stands so that nothing quietens it and the others are near; None if nowhere."""
        first, *others = self.groups
        for start, end in said.spans(first):
            if said.quiet(start, end):
                continue
            near = range(start - NEAR, end + NEAR)
            if all(any(s in near and not said.denied(s) for s, _ in said.spans(group)) for group in others):
                return start, end
        return None


class Said:
    """A text, word for word, with what each word may be built on."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.places: dict[str, list[int]] = {}
        for place, word in enumerate(words):
            for name in (word, *("~" + form for form in forms(word)), *self._roles(place)):
                self.places.setdefault(name, []).append(place)

    def _roles(self, place: int) -> Iterator[str]:
        if self.words[place] in ANYBODY or self.words[max(0, place - 1) : place + 1] == ["ada", "yang"]:
            yield "@orang"
        if self.words[place] in HELP and not self._asks_for_work(place):
            yield "@tolong"

    def spans(self, group: list[Atom]) -> list[tuple[int, int]]:
        """Where one of the phrases stands, first to last."""
        return [
            (start, start + len(atom))
            for atom in group
            if atom[0] in self.places
            for start in self.places[atom[0]]
            if all(start + step in self.places.get(word, ()) for step, word in enumerate(atom[1:], 1))
        ]

    def _asks_for_work(self, place: int) -> bool:
        following = [word for word in self.words[place + 1 : place + 4] if word not in POLITE][:1]
        return any(
            word in WORK
            or (word.startswith("di") and len(word) > SHORT_DI)
            or (word[-3:] == "kan" and word not in RESCUE)
            for word in following
        )

    def denied(self, start: int) -> bool:
        """Whether a plain denial stands right before."""
        return any(tuple(self.words[max(0, start - len(said)) : start]) == said for said in DENIALS)

    def quiet(self, start: int, end: int) -> bool:
        """Whether the words around say that it is over, feared, taught, usual or something else."""
        before, after = self.words[max(0, start - BEFORE) : start], self.words[end : end + AFTER]
        if self.denied(start) or (after and after[0] in TURNED.get(self.words[end - 1], ())):
            return True
        if before and before[-1] in TURNED_BY.get(self.words[start], ()):
            return True
        if not TALKED_OF.isdisjoint(before[-3:]) or not FEARED.isdisjoint(before[-3:]):
            return True
        if before and before[-1] == "mau" and self.words[start] in TOPPLING:
            return True
        if not NOW.isdisjoint(self.words):
            return False
        return self._over(start, end) or self._aided() or not HABITS.isdisjoint([*before, *after])

    def _aided(self) -> bool:
        return any(word in AID and before not in CALLS for before, word in pairwise(["", *self.words]))

    def _over(self, start: int, end: int) -> bool:
        if not OVER.isdisjoint(self.words[max(0, start - BEFORE) : start]):
            return True
        return any(word in LONG_AGO and before in SPANS for before, word in pairwise(self.words))


class Alarms:
    """All rows of a pack."""

    def __init__(self, rows: Iterable[EmergencyWord], *, known: Iterable[str] = ()) -> None:
        # A longer row says more than the single word inside it.
        self.rows = sorted((Alarm(row) for row in rows), key=lambda alarm: -len(alarm.row.word))
        self.spellings = Spellings({word for alarm in self.rows for word in alarm.plain_words}, shortest=SHORTEST_TYPO)
        self.known = frozenset(known)

    def heard(self, text: str) -> EmergencyHint | None:
        """The first row that is found and not quietened."""
        words = [self._corrected(token) for token in tokens(text)]
        said = Said(words)
        for alarm in self.rows:
            if span := alarm.found_in(said):
                row = alarm.row
                return EmergencyHint(" ".join(words[slice(*span)]), row.number, Pair(row.name_id, row.name_en))
        return None

    def _corrected(self, token: str) -> str:
        if token in self.known or token in ANYBODY:
            return token
        return self.spellings.nearest(token) or token
