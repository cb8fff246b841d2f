"""Which photo stands for a report in a list, in one query for all of them."""

from __future__ import annotations

from collections.abc import Iterable

from tanggap.reports.models import Photo, Report


def first_photos(reports: Iterable[Report], *, purpose: str = Photo.Purpose.REPORT) -> dict[int, Photo]:
    """By report id, the first photo that may be shown; none for reports without one (one query, or none)."""
    ids = [report.pk for report in reports]
    if not ids:
        return {}
    photos = Photo.objects.filter(report__in=ids, purpose=purpose, hidden=False, copies_ready=True)
    if purpose == Photo.Purpose.PROOF:
        photos = photos.filter(checked_at__isnull=False)
    return {photo.report_id: photo for photo in photos.order_by("-id") if photo.report_id is not None}
