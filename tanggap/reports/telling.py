"""How each event of a report's life is told to people: title, icon, tone, and who may read it."""

from __future__ import annotations

from typing import Any, NamedTuple

from tanggap.kit.words import Pair
from tanggap.reports import catalogue


class Told(NamedTuple):
    """The telling of one verb. ``words_public`` is false where the words are between reporter and officer."""

    said: Pair
    icon: str
    tone: str = ""
    public: bool = True
    words_public: bool = True

    def title(self, data: dict[str, Any]) -> Pair:
        """The line's title, with the agency's short name where the sentence has a place for it."""
        if "{agency}" not in self.said.id:
            return self.said
        agency = catalogue.current().agencies.get(data["holder"])
        return self.said.format(agency=agency.short if agency is not None else "?")


TOLD: dict[str, Told] = {
    "file": Told(Pair("Laporan diterima, diteruskan ke {agency}", "Report received, sent to {agency}"), "send"),
    "locate": Told(Pair("Lokasi dilengkapi, ditangani {agency}", "Place completed, now with {agency}"), "map-pin"),
    "categorise": Told(Pair("Kategori ditentukan, ditangani {agency}", "Category set, now with {agency}"), "category"),
    "verify": Told(Pair("Diperiksa di lapangan", "Checked on site"), "zoom-check"),
    "take": Told(Pair("Mulai dikerjakan {agency}", "{agency} started work"), "tool"),
    "assign": Told(Pair("Petugas {agency} ditugaskan", "{agency} assigned a crew"), "user-plus"),
    "coordinate": Told(Pair("Dikoordinasikan ke {agency}", "Passed to {agency}"), "arrows-exchange"),
    "send_back": Told(Pair("Dikembalikan ke {agency}", "Sent back to {agency}"), "arrow-back-up"),
    "decide": Told(Pair("Biro Pemerintahan menetapkan {agency}", "Biro Pemerintahan named {agency}"), "gavel"),
    "dispose": Told(Pair("Didisposisikan ke {agency}", "Instructed {agency}"), "arrow-down-right"),
    "ask_extension": Told(Pair("Meminta tanggal selesai yang baru", "Asked for a later date"), "calendar-time"),
    "grant_extension": Told(Pair("Tanggal selesai baru disetujui", "Later date approved"), "calendar-check"),
    "deny_extension": Told(Pair("Tanggal baru tidak disetujui", "Later date declined"), "calendar-x"),
    "resolve": Told(Pair("Ditandai selesai dengan foto bukti", "Marked done, with proof"), "camera", "ok"),
    "accept": Told(Pair("Tindak lanjut diperiksa dan diterima", "Follow-up checked and accepted"), "eye-check", "ok"),
    "reject": Told(Pair("Tindak lanjut ditolak, dikerjakan lagi", "Follow-up rejected, back to work"), "x", "late"),
    "ask": Told(Pair("Petugas bertanya kepada pelapor", "The officer asked the reporter"), "help", words_public=False),
    "answer": Told(Pair("Pelapor menjawab", "The reporter answered"), "message-circle", words_public=False),
    "resume": Told(Pair("Waktu menjawab habis, penanganan lanjut", "No answer came; work goes on"), "clock"),
    "message": Told(Pair("Pesan dari petugas", "Message from the officer"), "message-circle", public=False),
    "write": Told(Pair("Pesan dari pelapor", "Message from the reporter"), "message-circle", public=False),
    "refuse": Told(Pair("Ditolak dengan alasan", "Refused, with a reason"), "circle-x", "late"),
    "appeal": Told(Pair("Pelapor mengajukan keberatan", "The reporter appealed"), "scale", words_public=False),
    "withdraw": Told(Pair("Dibatalkan pelapor", "Withdrawn by its reporter"), "circle-x"),
    "merge": Told(Pair("Digabung dengan laporan serupa", "Merged with a similar report"), "git-merge"),
    "unmerge": Told(Pair("Dipisahkan kembali", "Separated again"), "git-branch"),
    "reopen": Told(
        Pair("Dibuka kembali: belum beres", "Reopened: not settled"), "rotate-clockwise", "late", words_public=False
    ),
    "publish": Told(Pair("Diterbitkan pelapor tanpa kata-kata", "Published by its reporter, without words"), "world"),
    "close": Told(Pair("Ditutup", "Closed"), "circle-check", "ok"),
}
"""Every verb of MOVES, and filing. One that is missing here would be told to nobody; a test holds the two together."""
