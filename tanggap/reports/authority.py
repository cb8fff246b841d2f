"""Who acts, who may act, and who may see. ``visible_to`` is the one rule of sight for every surface."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Now

from tanggap.accounts.models import User
from tanggap.agencies.models import Agency, Seat
from tanggap.reports.models import Report, Turn

Role = Seat.Role


@dataclass(frozen=True)
class Officer:
    """A person of the city, acting from one seat."""

    seat: Seat

    @property
    def code(self) -> str:
        return f"seat:{self.seat.pk}"


@dataclass(frozen=True)
class Reporter:
    """Somebody who proved by link, PIN or account that these reports are theirs."""

    report_ids: frozenset[int]

    @property
    def code(self) -> str:
        return "reporter"


@dataclass(frozen=True)
class System:
    """The city's own clockwork."""

    @property
    def code(self) -> str:
        return "system"


Actor = Officer | Reporter | System
Authority = Callable[[Actor, Report], bool]
SYSTEM = System()


def holder(by: Actor, report: Report) -> bool:
    """An officer of the agency that holds the report."""
    return isinstance(by, Officer) and by.seat.role == Role.OFFICER and by.seat.agency_id == report.holder_id


def assignee(by: Actor, report: Report) -> bool:
    """The crew to which the holder gave the task."""
    return isinstance(by, Officer) and by.seat.pk == report.assignee_id


def desk(by: Actor, report: Report) -> bool:
    """The desk of Biro Pemerintahan; Inspektorat's cases are out of its sight."""
    return isinstance(by, Officer) and by.seat.role == Role.DESK and not report.confidential


def validator(by: Actor, report: Report) -> bool:
    """A validator of the holder's own line, and never the person who finished the work."""
    if not (isinstance(by, Officer) and by.seat.role == Role.VALIDATOR):
        return False
    own_work = report.resolved_by is not None and report.resolved_by.user_id == by.seat.user_id
    return report.holder.path.startswith(by.seat.agency.path) and not own_work and not report.confidential


def parent_supervisor(by: Actor, report: Report) -> bool:
    """The supervisor of the agency above the holder."""
    return isinstance(by, Officer) and by.seat.role == Role.SUPERVISOR and by.seat.agency_id == report.holder.parent_id


def reporter(by: Actor, report: Report) -> bool:
    """Whoever filed this very report."""
    return isinstance(by, Reporter) and report.pk in by.report_ids


def reporter_or_merged(by: Actor, report: Report) -> bool:
    """Whoever filed this report, or one that was merged into it."""
    return isinstance(by, Reporter) and (
        report.pk in by.report_ids or report.merged.filter(pk__in=by.report_ids).exists()
    )


def system(by: Actor, report: Report) -> bool:
    """The clockwork alone."""
    return isinstance(by, System)


def any_of(*authorities: Authority) -> Authority:
    """One of several authorities is enough."""

    def allowed(by: Actor, report: Report) -> bool:
        return any(authority(by, report) for authority in authorities)

    allowed.__name__ = "_or_".join(authority.__name__ for authority in authorities)
    return allowed


@dataclass(frozen=True)
class Viewer:
    """Somebody signed in, with the seats they hold now."""

    user: User
    seats: tuple[Seat, ...]

    def has(self, *roles: str) -> bool:
        """Whether one of the seats has one of these roles."""
        return any(seat.role in roles for seat in self.seats)

    @property
    def officers(self) -> tuple[Officer, ...]:
        """The viewer as an actor, once for each seat."""
        return tuple(Officer(seat) for seat in self.seats)


def viewer_of(user: User) -> Viewer:
    """The viewer that a user is at this moment (one query)."""
    seats = Seat.objects.filter(user=user, until=None, since__lte=Now())
    return Viewer(user, tuple(seats.select_related("agency", "user").order_by("pk")))


def public() -> Q:
    """Reports that anyone may read."""
    return Q(privacy=Report.Privacy.PUBLIC, confidential=False, hidden=False)


def below(agency: Agency) -> Q:
    """Reports held by an agency or by any unit under it."""
    return Q(holder__path__startswith=agency.path)


def _officer_sees(seat: Seat) -> Q:
    # Who handed a public report over may still read it; a private one stays with those who handle it.
    handed_over = Q(pk__in=Turn.objects.filter(holder=seat.agency).values("report"))
    return Q(holder=seat.agency) | (handed_over & public())


def _line_sees(seat: Seat) -> Q:
    own = seat.agency.kind == Agency.Kind.INSPEKTORAT
    return below(seat.agency) if own else below(seat.agency) & Q(confidential=False)


SIGHT: dict[str, Callable[[Seat], Q]] = {
    Role.OFFICER: _officer_sees,
    Role.CREW: lambda seat: Q(assignee=seat),
    Role.DESK: lambda seat: Q(confidential=False),
    Role.VALIDATOR: _line_sees,
    Role.SUPERVISOR: _line_sees,
}
"""What a seat sees, by role. A role that is not named here sees no report at all."""


def visible_to(viewer: Viewer) -> Q:
    """The reports that this viewer may open in the console, its API and its search."""
    sight = Q(pk__in=[])
    for seat in viewer.seats:
        if seat.role in SIGHT:
            sight |= SIGHT[seat.role](seat)
    return sight


def may_see(viewer: Viewer, report: Report) -> bool:
    """Whether this viewer may open this report (one query)."""
    return Report.objects.filter(visible_to(viewer), pk=report.pk).exists()
