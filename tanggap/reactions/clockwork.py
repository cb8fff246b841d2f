"""What time alone brings about: clocks that warn, questions that lapse, finished reports that close."""

from datetime import datetime

import structlog
from django.db.models import QuerySet

from tanggap.reports import escalations, feedback, lifecycle, promises
from tanggap.reports.authority import SYSTEM
from tanggap.reports.models import Report
from tanggap.reports.refusals import Refusal

log = structlog.get_logger("tanggap.reactions")

MOST_AT_ONCE = 500
"""Reports in one run; the next minute takes the rest."""


def escalate(*, at: datetime) -> int:
    """Record every escalation that is due; returns how many. One that fails does not hold up the others."""
    made = 0
    for clock_id in escalations.due(at, most=MOST_AT_ONCE):
        try:
            made += escalations.escalate(clock_id, at=at)
        except Exception:
            log.exception("escalation failed", clock_id=clock_id)
    return made


def resume(*, at: datetime) -> int:
    """End the pauses of questions that nobody answered in time."""
    return _move_all(promises.asks_expired(at), "resume", at=at)


def close(*, at: datetime) -> int:
    """Close finished reports whose time to object is over."""
    return _move_all(feedback.to_close(at), "close", at=at)


def _move_all(reports: QuerySet[Report], verb: str, *, at: datetime) -> int:
    moved = 0
    for report in reports.order_by("pk")[:MOST_AT_ONCE]:
        try:
            lifecycle.move(report, verb, by=SYSTEM, at=at)
            moved += 1
        # Somebody was quicker: the reporter answered, or reopened it, between our query and the lock.
        except Refusal:
            log.info("not moved", report_id=report.pk, verb=verb)
    return moved
