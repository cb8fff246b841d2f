"""The city's own figures on the home page: public reports only, so that no cell tells of a private one.

A process asks at most once a minute, however many read.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from tanggap.areas import register
from tanggap.reports import authority
from tanggap.reports.models import Photo, Report, Status
from tanggap.web.reports import listing
from tanggap.web.reports.thumbs import first_photos

KEPT_FOR = 60.0  # seconds
FINISHED_SHOWN = 3
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Finished:
    """A report that was done lately, with its two photos."""

    card: listing.Card
    before: Photo | None
    after: Photo


@dataclass(frozen=True)
class Figures:
    """What the home page says of the city."""

    open_by_kecamatan: dict[str, int] = field(default_factory=dict)
    finished_this_week: int = 0
    finished: list[Finished] = field(default_factory=list)

    @property
    def open(self) -> int:
        """Public reports that are still open."""
        return sum(self.open_by_kecamatan.values())


def figures(*, at: datetime) -> Figures:
    """The figures, at most a minute old (four queries a minute)."""
    global _found
    with _lock:
        if _found is None or time.monotonic() - _found[0] > KEPT_FOR:
            _found = (time.monotonic(), _ask(at=at))
        return _found[1]


def forget() -> None:
    """Ask anew at the next reading; for tests."""
    global _found
    _found = None


_found: tuple[float, Figures] | None = None
_lock = threading.Lock()


def _ask(*, at: datetime) -> Figures:
    public = Report.objects.filter(authority.public(), merged_into=None)
    still_open = public.filter(status__in=listing.STATUS_GROUPS[listing.OPEN][1], area__isnull=False)
    counts: dict[str, int] = {}
    areas = register.register().by_id
    for area_id, count in still_open.values_list("area").annotate(count=Count("pk")):
        kecamatan = areas[area_id].parent
        if kecamatan is not None:
            counts[kecamatan.code] = counts.get(kecamatan.code, 0) + count
    done = public.filter(status__in=[Status.DONE, Status.CLOSED], resolved_at__gte=at - WEEK)
    return Figures(counts, done.count(), _finished(at=at))


def _finished(*, at: datetime) -> list[Finished]:
    """The latest that were done with a proof and a photo from before."""
    proofs = Photo.objects.filter(
        purpose=Photo.Purpose.PROOF,
        checked_at__isnull=False,
        hidden=False,
        copies_ready=True,
        report__in=Report.objects.filter(
            authority.public(), status__in=[Status.DONE, Status.CLOSED], resolved_at__gte=at - 4 * WEEK
        ),
    )
    latest = proofs.select_related("report__holder").order_by("-report__resolved_at", "-id")[: 4 * FINISHED_SHOWN]
    by_report = {photo.report_id: photo for photo in reversed(latest)}
    reports = [photo.report for photo in latest if photo.report is not None]
    unique = list({report.pk: report for report in reports}.values())
    before = first_photos(unique)
    cards = listing.cards(sorted(unique, key=lambda report: (report.pk not in before, -_seconds(report))))
    return [Finished(card, before.get(card.report.pk), by_report[card.report.pk]) for card in cards[:FINISHED_SHOWN]]


def _seconds(report: Report) -> float:
    return (report.resolved_at or timezone.now()).timestamp()
