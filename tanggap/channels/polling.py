"""How far channels that have to be asked were read, and when."""

from __future__ import annotations

from datetime import datetime

from tanggap.channels.models import Bookmark


def bookmark(channel: str, name: str) -> str:
    """How far the channel was read; empty at first."""
    return Bookmark.objects.filter(channel=channel, name=name).values_list("value", flat=True).first() or ""


def note(channel: str, name: str, value: str, *, at: datetime) -> None:
    """Remember how far, or that, it was asked."""
    Bookmark.objects.update_or_create(channel=channel, name=name, defaults={"value": value[:200], "at": at})
