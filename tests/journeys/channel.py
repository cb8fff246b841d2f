"""What every journey of a channel does: the officers' part from the desk to Selesai, and counts of what came."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from tanggap.channels.models import Inbound, Tally
from tanggap.reports.lifecycle import move
from tanggap.reports.models import Report
from tanggap.reports.tests import walking
from tests.jobs import work_off


def ask(report: Report, words: str) -> None:
    """The holder has a question."""
    act(report, "ask", words=words)


def bring_to_done(report: Report) -> None:
    """The desk completes what is missing; the holder takes it and proves that it is done."""
    if report.area is None:
        act(report, "locate", by=walking.desk(), area_code=walking.MENTENG)
    if report.category is None or report.category.validated:
        act(report, "categorise", by=walking.desk(), category=walking.category(family="kelurahan"))
    act(report, "take")
    walking.proof(report, at=timezone.now())
    act(report, "resolve", words="Sudah dikerjakan.")
    report.refresh_from_db()
    assert report.status == "selesai"


def act(report: Report, verb: str, *, by: Any = None, **given: Any) -> None:
    """One move, and everything that follows from it."""
    report.refresh_from_db()
    move(report, verb, by=by or walking.officer(report.holder), at=timezone.now(), **given)
    work_off()


def forged(channel: str) -> tuple[int, int]:
    """How many events are stored of a channel, and how many were turned away."""
    turned_away = Tally.objects.filter(channel=channel, what="forged")
    return Inbound.objects.filter(channel=channel).count(), sum(row.count for row in turned_away)
