"""The views of the queue: one table; their counts come in one query."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils import timezone

from tanggap.agencies.models import Seat
from tanggap.kit.words import Pair
from tanggap.reports.authority import Viewer, visible_to
from tanggap.reports.lifecycle import OPEN, UNTOUCHED
from tanggap.reports.models import Extension, Report, Status
from tanggap.reports.promises import HANDLED

S = Status
Role = Seat.Role
NOTHING = Q(pk__in=[])
STANDING = Q(merged_into=None)


class QueueView(NamedTuple):
    """One entry of the rail. ``condition`` gets the viewer and the moment; ``roles`` says who is offered it."""

    label: Pair
    icon: str
    condition: Callable[[Viewer, datetime], Q]
    late: bool = False
    roles: frozenset[str] = frozenset()
    counted: bool = True
    ended_too: bool = False


def _held(seat: Seat) -> Q:
    waiting = Q(status__in=UNTOUCHED) | Q(status=S.IN_PROGRESS, assignee=None)
    return Q(holder=seat.agency) & waiting & Q(asked_at=None)


def _to_approve(seat: Seat) -> Q:
    pending = Extension.objects.filter(granted=None).values("report")
    return Q(pk__in=pending, holder__parent=seat.agency)


OWES: dict[str, Callable[[Seat], Q]] = {
    Role.OFFICER: _held,
    Role.CREW: lambda seat: Q(assignee=seat, status=S.IN_PROGRESS),
    Role.DESK: lambda seat: Q(holder=seat.agency, status__in=UNTOUCHED),
    Role.VALIDATOR: lambda seat: Q(status=S.VALIDATION),
    Role.SUPERVISOR: _to_approve,
}
"""What waits for a seat's own act, by role."""


def _any(viewer: Viewer, rules: dict[str, Callable[[Seat], Q]]) -> Q:
    condition = NOTHING
    for seat in viewer.seats:
        if seat.role in rules:
            condition |= rules[seat.role](seat)
    return condition


def _needs_me(viewer: Viewer, at: datetime) -> Q:
    return _any(viewer, OWES) & STANDING


def _today(viewer: Viewer, at: datetime) -> Q:
    here = timezone.localtime(at)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return Q(next_due_at__gte=at, next_due_at__lt=midnight)


def _approvals(viewer: Viewer, at: datetime) -> Q:
    return _any(viewer, {Role.SUPERVISOR: _to_approve})


VIEWS: dict[str, QueueView] = {
    "perlu-tindakan": QueueView(Pair("Perlu tindakan", "Needs action"), "inbox", _needs_me),
    "lewat-batas": QueueView(
        Pair("Lewat batas", "Overdue"), "alarm", lambda viewer, at: Q(next_due_at__lt=at), late=True
    ),
    "hari-ini": QueueView(Pair("Hari ini", "Due today"), "clock", _today),
    "belum-ditugaskan": QueueView(
        Pair("Belum ditugaskan", "Unassigned"),
        "user-question",
        lambda viewer, at: Q(status__in=HANDLED, assignee=None) & STANDING,
    ),
    "dikerjakan-tim": QueueView(
        Pair("Dikerjakan tim", "With a crew"),
        "tool",
        lambda viewer, at: Q(status=S.IN_PROGRESS, assignee__isnull=False) & STANDING,
    ),
    "menunggu-validasi": QueueView(
        Pair("Menunggu validasi", "For validation"), "eye-check", lambda viewer, at: Q(status=S.VALIDATION)
    ),
    "menunggu-warga": QueueView(
        Pair("Menunggu warga", "With the citizen"), "user-check", lambda viewer, at: Q(asked_at__isnull=False)
    ),
    "dibuka-kembali": QueueView(
        Pair("Dibuka kembali", "Reopened"), "repeat", lambda viewer, at: Q(round__gt=1, status__in=OPEN)
    ),
    "persetujuan-ews": QueueView(
        Pair("Persetujuan EWS", "EWS approvals"), "calendar-time", _approvals, roles=frozenset({Role.SUPERVISOR})
    ),
    "digabung": QueueView(
        Pair("Digabung", "Merged"), "git-merge", lambda viewer, at: Q(merged_into__isnull=False), ended_too=True
    ),
    "semua": QueueView(Pair("Semua", "All"), "list", lambda viewer, at: Q(), counted=False, ended_too=True),
}
FIRST = "perlu-tindakan"


def offered(viewer: Viewer) -> dict[str, QueueView]:
    """The views for these seats, in the order of the rail."""
    return {name: view for name, view in VIEWS.items() if not view.roles or viewer.has(*view.roles)}


def condition(name: str, viewer: Viewer, *, at: datetime) -> Q:
    """What a view holds, of all that the viewer may see."""
    view = VIEWS[name]
    found = visible_to(viewer) & view.condition(viewer, at)
    return found if view.ended_too else found & Q(status__in=OPEN)


def counts(viewer: Viewer, *, extra: Iterable[tuple[str, Q]] = (), at: datetime) -> dict[str, int]:
    """How many open reports each view holds, and each further condition by its name (one query)."""
    wanted = {
        name: Count("pk", filter=view.condition(viewer, at)) for name, view in offered(viewer).items() if view.counted
    }
    wanted |= {name: Count("pk", filter=rule) for name, rule in extra}
    reports = Report.objects.filter(visible_to(viewer), status__in=OPEN)
    return {name: found or 0 for name, found in reports.aggregate(**{_key(n): c for n, c in wanted.items()}).items()}


def _key(name: str) -> str:
    return name.replace("-", "_")
