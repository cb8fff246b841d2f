"""Who is told: the seats that an event concerns, as of the event and not as of now."""

from collections.abc import Callable

from django.db.models import F, Q, QuerySet, Value

from tanggap.agencies.models import Agency, Seat
from tanggap.journal.models import Event
from tanggap.reports.models import Report

Audience = Callable[[Event, Report], QuerySet[Seat]]

Role = Seat.Role


def _open() -> QuerySet[Seat]:
    return Seat.objects.filter(until=None, user__is_active=True).select_related("user")


def holder(event: Event, report: Report) -> QuerySet[Seat]:
    """The officers of the agency that held the report with this event; the desk's people where it was the desk."""
    return _open().filter(_at_holder(event, report))


def assignee(event: Event, report: Report) -> QuerySet[Seat]:
    """The person who was given the task."""
    return _open().filter(pk=event.data.get("assignee"))


def holder_and_assignee(event: Event, report: Report) -> QuerySet[Seat]:
    """The holder's officers and whoever has the task."""
    return _open().filter(_at_holder(event, report) | Q(pk=event.data.get("assignee")))


def parent(event: Event, report: Report) -> QuerySet[Seat]:
    """The supervisors of the agency above the holder; nobody outside of it hears of a confidential case."""
    return _open().filter(_above(event, report))


def holder_and_parent(event: Event, report: Report) -> QuerySet[Seat]:
    """The holder's officers and the supervisors above them."""
    return _open().filter(_at_holder(event, report) | _above(event, report))


def validators(event: Event, report: Report) -> QuerySet[Seat]:
    """The validators of the holder's own line."""
    if report.confidential:
        return Seat.objects.none()
    path = Agency.objects.values_list("path", flat=True).get(pk=_holder_id(event, report))
    return _open().alias(below=Value(path)).filter(role=Role.VALIDATOR, below__startswith=F("agency__path"))


def _at_holder(event: Event, report: Report) -> Q:
    return Q(agency=_holder_id(event, report), role__in=[Role.OFFICER, Role.DESK])


def _above(event: Event, report: Report) -> Q:
    if report.confidential:
        return Q(pk__in=[])
    return Q(agency__in=Agency.objects.filter(units=_holder_id(event, report)), role=Role.SUPERVISOR)


def _holder_id(event: Event, report: Report) -> int:
    held = event.data.get("holder")
    return held if isinstance(held, int) else report.holder_id
