"""How a report stands, in one short text: the answer to ``STATUS <number>``."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from tanggap.kit.formatting import clock
from tanggap.kit.words import Pair
from tanggap.reports import promises
from tanggap.reports.models import Report, Status

NOT_FOUND = Pair(
    "Nomor itu tidak ditemukan untuk pengirim ini. Laporan privat hanya terbuka bagi pelapornya.",
    "No such number for this sender. A private report opens for its reporter alone.",
)


def words(report: Report | None, *, at: datetime) -> Pair:
    """Status, holder and promised date; the same refusal for what is not there and for what is not theirs."""
    if report is None:
        return NOT_FOUND
    status = Status(report.status).label
    holder = report.holder.short
    if report.ended_at is not None or report.next_due_at is None:
        return Pair(f"{report.number}: {status}, {holder}.", f"{report.number}: {status}, {holder}.")
    due = promises.resolution_clock(report)
    until, now = due.due_at if due else report.next_due_at, timezone.localtime(at)
    return Pair(
        f"{report.number}: {status}, ditangani {holder}, paling lambat {clock(until, now=now, language='id')}.",
        f"{report.number}: {status}, with {holder}, due by {clock(until, now=now, language='en')}.",
    )
