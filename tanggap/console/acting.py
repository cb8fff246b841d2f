"""From which seats a person works just now: those at the agency chosen in the header."""

from __future__ import annotations

from tanggap.agencies.models import Seat
from tanggap.console.access import ConsoleRequest
from tanggap.reports.authority import Viewer


def here(request: ConsoleRequest) -> Viewer:
    """The viewer at the chosen agency alone: what the lists show."""
    seats = tuple(seat for seat in _ordered(request) if seat.agency_id == request.seat.agency_id)
    return Viewer(request.viewer.user, seats)


def anywhere(request: ConsoleRequest) -> Viewer:
    """The viewer with every seat, the chosen one first: what opens a report and moves it."""
    return Viewer(request.viewer.user, _ordered(request))


def _ordered(request: ConsoleRequest) -> tuple[Seat, ...]:
    return tuple(sorted(request.viewer.seats, key=lambda seat: (seat.pk != request.seat.pk, seat.pk)))
