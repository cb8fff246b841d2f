"""The bell in the page: what is new for one person."""

from collections.abc import Iterable
from datetime import datetime

from tanggap.accounts.models import User
from tanggap.journal.models import Event
from tanggap.notifications.models import BellItem
from tanggap.reports.models import Report

RECENT = 20


def ring(users: Iterable[User], *, event: Event, report: Report, kind: str, at: datetime) -> None:
    """Put the event behind the bell of each of them; who has heard of it hears nothing again."""
    items = [BellItem(user=user, event_id=event.pk, report=report, kind=kind, made_at=at) for user in users]
    BellItem.objects.bulk_create(items, ignore_conflicts=True)


def unread_count(user: User) -> int:
    """How many things are new (one query)."""
    return BellItem.objects.filter(user=user, read_at=None).count()


def recent(user: User, *, most: int = RECENT) -> list[BellItem]:
    """The latest, newest first, each with its report (one query)."""
    items = BellItem.objects.filter(user=user).select_related("report", "report__category", "report__area")
    return list(items.order_by("-made_at", "-pk")[:most])


def mark_read(user: User, item_ids: Iterable[int], *, at: datetime) -> int:
    """Mark these as read; those of others are left alone. Returns how many became read."""
    return BellItem.objects.filter(user=user, pk__in=list(item_ids), read_at=None).update(read_at=at)


def mark_all(user: User, *, at: datetime) -> int:
    """Mark everything as read."""
    return BellItem.objects.filter(user=user, read_at=None).update(read_at=at)


def mark_report(user: User, report: Report, *, at: datetime) -> int:
    """Who opens a report has read what the bell said of it."""
    return BellItem.objects.filter(user=user, report=report, read_at=None).update(read_at=at)
