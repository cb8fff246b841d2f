"""The citizen's last word on a round: beres or belum, one to five stars, a few words; and what closes by itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet

from tanggap.journal.models import Event
from tanggap.kit.words import Pair
from tanggap.reports import lifecycle, photos
from tanggap.reports.authority import Reporter
from tanggap.reports.guards import REOPEN_WITHIN
from tanggap.reports.models import Feedback, Photo, Report, Status
from tanggap.reports.refusals import Incomplete
from tanggap.reports.statements import written

LONGEST_TEXT = 2000


def to_close(at: datetime) -> QuerySet[Report]:
    """Finished reports whose 14 days to object have passed."""
    return Report.objects.filter(status=Status.DONE, ended_at__lt=at - REOPEN_WITHIN)


@transaction.atomic
def settle(report: Report, *, by: Reporter, stars: int | None, text: str, at: datetime) -> Event:
    """The reporter says "sudah beres" and so closes the report; the verdict counts for this round."""
    _check(stars, text)
    event = lifecycle.move(report, "close", by=by, at=at, stars=stars)
    Feedback.objects.create(report=report, round=report.round, settled=True, stars=stars, text=written(text), at=at)
    return event


@transaction.atomic
def object_to(
    report: Report,
    *,
    by: Reporter,
    words: str,
    stars: int | None = None,
    photo: File[Any] | None = None,
    at: datetime,
) -> Event:
    """The citizen says "belum beres": the report is reopened; the first verdict stays with the round it was about."""
    _check(stars, words)
    if photo is not None and lifecycle.may(report, "reopen", by=by, at=at):
        photos.take_in(photo, report=report, purpose=Photo.Purpose.REPLY, at=at)
    judged = Report.objects.get(pk=report.pk).round
    event = lifecycle.move(report, "reopen", by=by, at=at, words=words)
    Feedback.objects.create(report=report, round=judged, settled=False, stars=stars, text="", at=at)
    return event


def _check(stars: int | None, text: str) -> None:
    if stars is not None and not 1 <= stars <= 5:
        raise Incomplete(Pair("Pilih satu sampai lima bintang.", "Choose one to five stars."), field="stars")
    if len(text) > LONGEST_TEXT:
        raise Incomplete(
            Pair(f"Paling banyak {LONGEST_TEXT} huruf.", f"At most {LONGEST_TEXT} characters."), field="text"
        )
