"""Limits on guessing, kept in the database so that they hold over all workers and restarts."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection

from tanggap.accounts import sealing
from tanggap.accounts.models import Tally
from tanggap.kit.words import Pair


class Limit(NamedTuple):
    """At most so many tries within a window that starts with the first."""

    what: str
    most: int
    within: timedelta


class TooOften(Exception):
    """The limit is reached."""

    def __init__(self, limit: Limit) -> None:
        super().__init__(limit.what)
        minutes = max(1, round(limit.within.total_seconds() / 60))
        self.sentence = Pair(
            "Terlalu banyak percobaan. Coba lagi dalam {n} menit.",
            "Too many tries. Try again in {n} {n:minute|minutes}.",
            n=minutes,
        )


SPEND = """
INSERT INTO accounts_tally (key, count, since) VALUES (%(key)s, 1, %(now)s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN accounts_tally.since <= %(start)s THEN 1 ELSE accounts_tally.count + 1 END,
    since = CASE WHEN accounts_tally.since <= %(start)s THEN EXCLUDED.since ELSE accounts_tally.since END
RETURNING count
"""


def spend(limit: Limit, *, who: str, at: datetime) -> int:
    """Count one try and return how many there were in this window; raises TooOften beyond the limit."""
    with connection.cursor() as cursor:
        cursor.execute(SPEND, {"key": _key(limit, who), "now": at, "start": at - limit.within})
        count: int = cursor.fetchone()[0]
    if count > limit.most:
        raise TooOften(limit)
    return count


def spent(limit: Limit, *, who: str, at: datetime) -> bool:
    """Whether the limit is reached already, without counting a try."""
    return Tally.objects.filter(key=_key(limit, who), since__gt=at - limit.within, count__gte=limit.most).exists()


def clear(limit: Limit, *, who: str) -> None:
    """Forget the tries, after a success."""
    Tally.objects.filter(key=_key(limit, who)).delete()


def sweep(*, at: datetime) -> int:
    """Delete tallies older than a day: no limit has a longer window."""
    return Tally.objects.filter(since__lt=at - timedelta(days=1)).delete()[0]


def _key(limit: Limit, who: str) -> str:
    # A digest: the table names no address and no person.
    return sealing.blind_index(f"{limit.what}\0{who}", about="tally")
