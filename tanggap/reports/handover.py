"""Passing a report between agencies: each stretch with one holder is a turn with its own six hours."""

from __future__ import annotations

from datetime import datetime

from tanggap.agencies.models import Agency
from tanggap.kit.words import Pair
from tanggap.reports import catalogue, promises
from tanggap.reports.models import Report, Turn
from tanggap.reports.refusals import Incomplete

SEND_BACKS_BEFORE_DESK = 2
"""After so many send-backs the desk of Biro Pemerintahan decides who handles it."""


def open_turn(report: Report) -> Turn:
    """The stretch that is under way; every report has exactly one until it ends and after."""
    return report.turns.select_related("came_from", "holder").get(ended_at=None)


def first_turn(report: Report, *, at: datetime) -> Turn:
    """Open the first turn, of the agency to which the report was routed."""
    promise = promises.promised(report, promises.COORDINATION, at=at)
    due = promises.due(promise, at=at)
    return Turn.objects.create(report=report, seq=1, holder=report.holder, came_by="file", opened_at=at, due_at=due)


def act(report: Report, *, at: datetime) -> None:
    """Note that the holder has done something within its turn."""
    Turn.objects.filter(report=report, ended_at=None, acted_at=None).update(acted_at=at)


def pass_to(report: Report, agency: Agency, *, verb: str, at: datetime) -> None:
    """End the open turn and open the next one at ``agency``; the task of a crew ends with it."""
    before = open_turn(report)
    before.ended_at = at
    before.acted_at = before.acted_at or at
    before.save(update_fields=["ended_at", "acted_at"])
    report.holder = agency
    report.assignee = None
    promise = promises.promised(report, promises.COORDINATION, at=at)
    Turn.objects.create(
        report=report,
        seq=before.seq + 1,
        holder=agency,
        came_by=verb,
        came_from=before.holder,
        opened_at=at,
        due_at=promises.due(promise, at=at),
    )


def coordinate(report: Report, agency: Agency, *, at: datetime) -> None:
    """The holder names the agency that is responsible."""
    _refuse_same(report, agency)
    pass_to(report, agency, verb="coordinate", at=at)


def dispose(report: Report, unit: Agency, *, at: datetime) -> None:
    """A Dinas instructs one of its own units."""
    if not unit.path.startswith(report.holder.path) or unit.pk == report.holder_id:
        raise Incomplete(
            Pair(
                f"Disposisi hanya ke unit di bawah {report.holder.short}; {unit.short} bukan unitnya.",
                f"A disposition goes to a unit under {report.holder.short}; {unit.short} is not one.",
            ),
            field="unit",
        )
    pass_to(report, unit, verb="dispose", at=at)


def send_back(report: Report, *, at: datetime) -> None:
    """Return it to the agency it came from, or to the desk when it has been sent back once too often."""
    turn = open_turn(report)
    report.send_backs += 1
    if report.send_backs >= SEND_BACKS_BEFORE_DESK or turn.came_from is None:
        pass_to(report, catalogue.current().desk, verb="send_back", at=at)
    else:
        pass_to(report, turn.came_from, verb="send_back", at=at)


def decide(report: Report, agency: Agency, *, at: datetime) -> None:
    """The desk names the holder; its word is the last."""
    if agency.pk != report.holder_id:
        pass_to(report, agency, verb="decide", at=at)
    report.decided = True


def _refuse_same(report: Report, agency: Agency) -> None:
    if agency.pk == report.holder_id:
        raise Incomplete(
            Pair(f"Laporan ini sudah di {agency.short}.", f"The report is already with {agency.short}."),
            field="agency",
        )
