"""Who else has a report open: said on the panel, so that two people do not work on one thing."""

from __future__ import annotations

from datetime import datetime, timedelta

from tanggap.agencies.models import Seat
from tanggap.console.models import Presence
from tanggap.reports.models import Report

FADES = timedelta(seconds=90)


def look(report: Report, *, by: Seat, at: datetime) -> list[Seat]:
    """Note that a seat looks at a report, and tell who else does, the latest first (three queries)."""
    Presence.objects.filter(seen_at__lt=at - FADES).exclude(report=report, seat=by).delete()
    Presence.objects.update_or_create(report=report, seat=by, defaults={"seen_at": at})
    return others(report, than=by, at=at)


def others(report: Report, *, than: Seat, at: datetime) -> list[Seat]:
    """The other people who have it open."""
    looks = Presence.objects.filter(report=report, seen_at__gte=at - FADES).exclude(seat__user=than.user_id)
    return [look.seat for look in looks.select_related("seat__user", "seat__agency").order_by("-seen_at")]
