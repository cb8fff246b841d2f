"""Which desk an officer sits at: the channel of what they key in follows from the seat and is never chosen freely.

kelurahan, kecamatan, kota    the officers of that office, at its own counter
Biro Pemerintahan             its desk: the Pendopo Balai Kota, and letters to the Governor
Inspektorat                   its officers; everything keyed in there is confidential
"""

from __future__ import annotations

from typing import NamedTuple

from tanggap.agencies.models import Agency, Seat
from tanggap.reports import catalogue
from tanggap.reports.authority import Viewer
from tanggap.reports.models import Channel

Kind, Role = Agency.Kind, Seat.Role

LETTERS = "surat"
DESKS: dict[tuple[str, str], tuple[str, ...]] = {
    (Kind.KELURAHAN, Role.OFFICER): ("kelurahan",),
    (Kind.KECAMATAN, Role.OFFICER): ("kecamatan",),
    (Kind.KOTA, Role.OFFICER): ("kantor-wali-kota",),
    (Kind.BIRO, Role.DESK): ("balai-kota", LETTERS),
    (Kind.INSPEKTORAT, Role.OFFICER): ("inspektorat",),
}
"""The channels of a seat, by the kind of its agency and its role; the first is the usual one."""


class Desk(NamedTuple):
    """A seat at a counter, and the channel that it takes reports for now."""

    seat: Seat
    channel: Channel
    others: tuple[Channel, ...]

    @property
    def takes_letters(self) -> bool:
        return self.channel.code == LETTERS


def desk_of(viewer: Viewer, *, seat: Seat | None = None, code: str = "") -> Desk | None:
    """The desk at which the viewer sits: that of the seat chosen in the header, else the first that has one.

    ``code`` picks among the channels of that seat; one that is not the seat's is not taken.
    """
    ordered = sorted(viewer.seats, key=lambda one: one != seat)
    for one in ordered:
        codes = DESKS.get((one.agency.kind, one.role), ())
        if codes:
            channels = tuple(catalogue.current().channel(name) for name in codes)
            chosen = next((row for row in channels if row.code == code), channels[0])
            return Desk(one, chosen, tuple(row for row in channels if row != chosen))
    return None
