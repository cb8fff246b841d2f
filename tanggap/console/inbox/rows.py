"""The rows of a list: everything that a row shows, read in one query."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tanggap.console.reports import naming
from tanggap.reports import photos
from tanggap.reports.models import Clock, Photo, Report, Turn


def for_list(reports: QuerySet[Report]) -> QuerySet[Report]:
    """With category, kelurahan, holder and assignee; with the first photo, and the start of the time that runs out."""
    photo = Photo.objects.filter(report=OuterRef("pk"), purpose=Photo.Purpose.REPORT, hidden=False).order_by("pk")
    clock = Clock.objects.filter(report=OuterRef("pk"), due_at=OuterRef("next_due_at"), stopped_at=None)
    turn = Turn.objects.filter(report=OuterRef("pk"), ended_at=None)
    return reports.select_related("category__group", "area", "holder", "assignee__user").annotate(
        photo_token=Subquery(photo.values("token")[:1]),
        due_since=Coalesce(Subquery(clock.values("started_at")[:1]), Subquery(turn.values("opened_at")[:1])),
    )


def dress(rows: list[Report]) -> list[Report]:
    """Give each row its title and the address of its photo (no query)."""
    for row in rows:
        token = getattr(row, "photo_token", None)
        row.thumb = photos.copy_url(Photo(token=token), "thumb") if token else ""  # type: ignore[attr-defined]
        row.title = naming.title(row)  # type: ignore[attr-defined]
        row.place_line = naming.place_line(row)  # type: ignore[attr-defined]
        row.icon = row.category.group.icon if row.category else "help"  # type: ignore[attr-defined]
    return rows
