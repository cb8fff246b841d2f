"""Counting what leaves no event behind: forged and unsigned calls at a webhook."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils import timezone

FORGED = "forged"
REFUSED = "refused"

COUNT = """
INSERT INTO channels_tally (channel, what, day, count, last_at) VALUES (%s, %s, %s, 1, %s)
ON CONFLICT (channel, what, day) DO UPDATE SET count = channels_tally.count + 1, last_at = EXCLUDED.last_at
"""


def count(channel: str, what: str, *, at: datetime) -> None:
    """One more of these today."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [channel, what, timezone.localdate(at), at])
