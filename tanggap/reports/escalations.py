"""Warnings of a clock that runs out: at half, at three quarters, red on day six, and overdue; each once.

Time counts as the clock counts it: pauses do not, and a working-time clock knows no nights. Who learns of a warning
stands in the table of reactions.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from django.db import connection, transaction

from tanggap.areas.city import city
from tanggap.journal.models import Stream
from tanggap.journal.record import record
from tanggap.reports import calendar, lifecycle, promises
from tanggap.reports.authority import SYSTEM
from tanggap.reports.models import Clock, Escalation, Pause, Promise, Report

Step = Escalation.Step

STEPS = (Step.HALF, Step.THREE_QUARTERS, Step.DAY_SIX, Step.OVERDUE)
"""From the lightest to the heaviest."""

SHARES = {Step.HALF: 0.5, Step.THREE_QUARTERS: 0.75}

RED_DAYS = 6
"""Since 2025 an officer's allowance is cut on the sixth day, so the warning stands before the seventh."""

ROWS_AT_A_TIME = 500


def used(clock: Clock, *, at: datetime) -> timedelta:
    """How much of its time a running clock has used, without the stretches for which it stood still."""
    stood = timedelta(0)
    until = clock.started_at
    # Pauses may overlap: each stretch counts once.
    for pause in sorted(clock.pauses.all(), key=_began):
        ended = min(pause.ended_at or at, at)
        if ended > until:
            stood += calendar.between(max(pause.started_at, until), ended, clock.calendar)
            until = ended
    return calendar.between(clock.started_at, at, clock.calendar) - stood


def _began(pause: Pause) -> datetime:
    return pause.started_at


def steps_due(clock: Clock, *, at: datetime) -> list[str]:
    """Which warnings a clock has reached by now, sent or not; none while it stands still or has stopped."""
    if not clock.running:
        return []
    spent = used(clock, at=at)
    whole = spent + calendar.between(at, clock.due_at, clock.calendar)
    reached = {step: spent >= whole * share for step, share in SHARES.items()}
    reached[Step.DAY_SIX] = _turns_red(clock, whole) and spent >= _red_after(clock)
    reached[Step.OVERDUE] = at > clock.due_at
    return [step for step in STEPS if reached[step]]


def _turns_red(clock: Clock, whole: timedelta) -> bool:
    """A finishing time of more than six days, and not one that was approved to end later (EWS)."""
    extension = getattr(clock, "extension", None)
    extended = extension is not None and extension.granted is True
    return clock.kind == Promise.Kind.RESOLUTION and not extended and whole > _red_after(clock)


def _red_after(clock: Clock) -> timedelta:
    """Six days: of 24 hours, or of the offices' hours."""
    if clock.calendar != Promise.Calendar.WORKING:
        return timedelta(days=RED_DAYS)
    hours = city().working
    day = datetime.combine(date.min, hours.closes) - datetime.combine(date.min, hours.opens)
    return RED_DAYS * day


# By the wall clock a step cannot come earlier than this, whatever the pauses: they only move the due time away. A
# working-time clock has no such bound and is always looked at.
CANDIDATES = """
SELECT clock.id FROM reports_clock clock
WHERE clock.stopped_at IS NULL AND clock.paused_at IS NULL AND EXISTS (
    SELECT FROM (VALUES
        ('half', clock.started_at + (clock.due_at - clock.started_at) * 0.5),
        ('three_quarters', clock.started_at + (clock.due_at - clock.started_at) * 0.75),
        ('day_six', CASE WHEN clock.kind = 'resolution' THEN clock.started_at + interval '6 days' END),
        ('overdue', clock.due_at)
    ) AS step (name, earliest)
    WHERE (step.earliest <= %(at)s OR clock.calendar = 'working')
      AND NOT EXISTS (SELECT FROM reports_escalation sent WHERE sent.clock_id = clock.id AND sent.step = step.name)
)
ORDER BY clock.due_at, clock.id
"""


def due(at: datetime, *, most: int) -> list[int]:
    """The clocks that have reached a warning not yet sent, the most urgent first."""
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES, {"at": at})
        candidates = [row[0] for row in cursor.fetchall()]
    return list(islice(_reached(candidates, at), most))


def _reached(candidates: list[int], at: datetime) -> Iterator[int]:
    rows = Clock.objects.select_related("extension").prefetch_related("pauses", "escalations")
    for start in range(0, len(candidates), ROWS_AT_A_TIME):
        found = rows.in_bulk(candidates[start : start + ROWS_AT_A_TIME])
        for pk in candidates[start : start + ROWS_AT_A_TIME]:
            if pk in found and _unsent(found[pk], at=at):
                yield pk


def _unsent(clock: Clock, *, at: datetime) -> list[str]:
    sent = {escalation.step for escalation in clock.escalations.all()}
    return [step for step in steps_due(clock, at=at) if step not in sent]


@transaction.atomic
def escalate(clock_id: int, *, at: datetime) -> bool:
    """Record the warnings that a clock has reached; only the heaviest of several is told. False where none is new.

    An overdue clock is charged to the turn that was open when its time ran out.
    """
    report = Report.objects.select_for_update(of=("self",)).get(clocks=clock_id)
    clock = Clock.objects.select_related("extension").prefetch_related("pauses", "escalations").get(pk=clock_id)
    unsent = _unsent(clock, at=at)
    if not unsent:
        return False
    Escalation.objects.bulk_create([Escalation(clock=clock, step=step, at=at) for step in unsent])
    if Step.OVERDUE in unsent:
        promises.charge(clock, at=at)
    facts = lifecycle.facts(report)
    record(report, "escalate", by=SYSTEM.code, at=at, step=unsent[-1], clock=clock.kind, clock_id=clock.pk, **facts)
    report.save(update_fields=Stream.JOURNAL_FIELDS)
    return True
