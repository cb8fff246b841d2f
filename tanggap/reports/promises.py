"""The two clocks of a report: six hours to coordinate, seven days to finish, or as the promise rows say.

Clocks are rows. They start at server receipt, stand still while a pause is open, and stop as of the moment they stood
still. A later due date is approved (EWS), never taken.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from tanggap.reports import calendar, catalogue
from tanggap.reports.models import Clock, Pause, Promise, Report, Status, Turn

COORDINATION = Promise.Kind.COORDINATION
RESOLUTION = Promise.Kind.RESOLUTION

ASK_BUDGET = timedelta(days=3)
"""For how long in all a question to the reporter may stop a clock."""

LONGEST = timedelta(days=60)
"""Perpres 76/2013, article 8: a complaint is finished within 60 days."""


def promised(report: Report, kind: str, *, at: datetime) -> Promise:
    """The promise in force for this report: the most exact row for its channel, category and holder."""
    return catalogue.current().promise(
        kind,
        channel=report.channel,
        category=report.category,
        agency=report.holder,
        on=timezone.localdate(at),
    )


def _span(hours: object) -> timedelta:
    return timedelta(hours=float(str(hours)))


def due(promise: Promise, *, at: datetime) -> datetime:
    """When a promise that starts at ``at`` falls due."""
    return calendar.add(at, _span(promise.hours), promise.calendar)


def start(report: Report, kind: str, *, at: datetime) -> Clock:
    """Start the clock of this kind for the report's present round."""
    promise = promised(report, kind, at=at)
    falls_due = due(promise, at=at)
    return Clock.objects.create(
        report=report,
        kind=kind,
        round=report.round,
        promise=promise,
        hours=promise.hours,
        calendar=promise.calendar,
        started_at=at,
        due_at=falls_due,
        original_due_at=falls_due,
    )


def open_clocks(report: Report) -> list[Clock]:
    """The clocks that have not stopped, running or paused."""
    return list(report.clocks.filter(stopped_at=None).order_by("pk"))


def begin_work(report: Report, *, at: datetime) -> None:
    """Out of Menunggu: the coordination clock stops, the citizen's resolution clock starts, once."""
    clocks = open_clocks(report)
    for clock in clocks:
        if clock.kind == COORDINATION:
            _stop(clock, at=at)
    if not any(clock.kind == RESOLUTION for clock in clocks):
        start(report, RESOLUTION, at=at)


def pause(report: Report, why: str, *, at: datetime) -> None:
    """Let every open clock stand still, for this reason."""
    for clock in open_clocks(report):
        Pause.objects.get_or_create(clock=clock, why=why, ended_at=None, defaults={"started_at": at})
        if clock.paused_at is None:
            clock.paused_at = at
            clock.save(update_fields=["paused_at"])


def resume(report: Report, why: str, *, at: datetime) -> None:
    """End the pauses of this reason; a clock without an open pause runs on, its due time moved by what it stood."""
    for clock in open_clocks(report):
        ended = clock.pauses.filter(why=why, ended_at=None).update(ended_at=at)
        if ended and clock.paused_at is not None and not clock.pauses.filter(ended_at=None).exists():
            left = calendar.between(clock.paused_at, clock.due_at, clock.calendar)
            clock.due_at = calendar.add(at, left, clock.calendar) if left > timedelta(0) else clock.due_at
            clock.paused_at = None
            clock.save(update_fields=["due_at", "paused_at"])


def _stop(clock: Clock, *, at: datetime) -> None:
    # A clock that stood still stops as of the moment it stood still: the work was done then.
    clock.stopped_at = clock.paused_at or at
    if clock.paused_at is not None:
        clock.pauses.filter(ended_at=None).update(ended_at=at)
        clock.paused_at = None
    clock.save(update_fields=["stopped_at", "paused_at"])
    # It may have run out since the last minute's look at it.
    charge(clock, at=clock.stopped_at)


def stop(report: Report, *, at: datetime, kind: str | None = None) -> None:
    """Stop the open clocks, or those of one kind."""
    for clock in open_clocks(report):
        if kind is None or clock.kind == kind:
            _stop(clock, at=at)


def resolution_clock(report: Report) -> Clock | None:
    """The open resolution clock."""
    return report.clocks.filter(kind=RESOLUTION, stopped_at=None).select_related("extension").first()


def next_due(report: Report) -> datetime | None:
    """The earliest deadline that somebody must meet now: a running clock's, or the unused turn of the holder's."""
    if report.merged_into_id is not None:
        return None
    clocks = open_clocks(report)
    deadlines = [clock.due_at for clock in clocks if clock.running]
    if deadlines and report.status in HANDLED:
        deadlines += Turn.objects.filter(report=report, ended_at=None, acted_at=None).values_list("due_at", flat=True)
    return min(deadlines, default=None)


HANDLED = frozenset({Status.WAITING, Status.COORDINATED, Status.DISPATCHED, Status.IN_PROGRESS})
"""Statuses in which the holder owes the next step."""


def ask_time_left(report: Report, *, at: datetime) -> timedelta:
    """What is left of the three days for which questions may stop the clocks of this round."""
    spans: dict[int, timedelta] = {}
    # An appeal begins a round, and the clock to finish runs on through it with the questions it stood still for.
    of_round = Q(clock__round=report.round) | Q(clock__stopped_at=None)
    pauses = Pause.objects.filter(of_round, clock__report=report, why=Pause.Why.ASKED)
    for clock_id, began, ended in pauses.values_list("clock", "started_at", "ended_at"):
        spans[clock_id] = spans.get(clock_id, timedelta(0)) + ((ended or at) - began)
    return max(ASK_BUDGET - max(spans.values(), default=timedelta(0)), timedelta(0))


def asks_expired(at: datetime) -> QuerySet[Report]:
    """Reports whose question has used up its time: the clock runs again without an answer."""
    return Report.objects.filter(asked_until__lte=at)


def charge(clock: Clock, *, at: datetime) -> None:
    """Charge a due date that passed to the turn that was open then, so that a fair hand-over is not punished."""
    if clock.charged_to_id is not None or at <= clock.due_at:
        return
    turn = Turn.objects.filter(report_id=clock.report_id, opened_at__lte=clock.due_at).order_by("-seq").first()
    if turn is not None:
        clock.charged_to = turn
        clock.save(update_fields=["charged_to"])
