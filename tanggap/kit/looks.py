"""How the eight words of a report's life look. The codes are the stored ones; a status is never a colour alone."""

from typing import NamedTuple

from tanggap.kit.words import Pair


class Look(NamedTuple):
    word: Pair
    icon: str
    tone: str


STATUS_LOOKS = {
    "menunggu": Look(Pair("Menunggu", "Waiting"), "clock-hour-4", "red"),
    "koordinasi": Look(Pair("Koordinasi", "Coordination"), "arrows-exchange", "sea"),
    "disposisi": Look(Pair("Disposisi", "Dispatched"), "sitemap", "sea"),
    "proses": Look(Pair("Proses", "In progress"), "tool", "gold"),
    "menunggu_validasi": Look(Pair("Menunggu Validasi", "Awaiting validation"), "eye-check", "orange"),
    "selesai": Look(Pair("Selesai", "Done"), "circle-check", "green"),
    "ditolak": Look(Pair("Ditolak", "Refused"), "ban", "outline"),
    "ditutup": Look(Pair("Ditutup", "Closed"), "lock", "grey"),
}
