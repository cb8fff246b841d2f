"""Reading the journal page by page without ever missing an event that is committed late.

Ids are drawn before a transaction commits, so a reader who remembers the highest id would miss a lower one that
commits afterwards. A transaction older than every running one (``pg_snapshot_xmin``) is over for good: events are
handed out in the order (tx, id) and only up to there.
"""

from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet

from tanggap.journal.models import Event


class Place(NamedTuple):
    """How far a reader has read."""

    tx: int
    id: int


START = Place(0, 0)


def settled_before() -> int:
    """The first transaction id that may still be running: everything below is committed or gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def settled(*, after: Place = START) -> QuerySet[Event]:
    """The events behind a place that no late commit can get in between, in feed order.

    The limit is read before the events, in its own statement: an event that commits between the two waits for the
    next page.
    """
    return in_order(after=after).filter(tx__lt=settled_before())


def in_order(*, after: Place = START) -> QuerySet[Event]:
    """All committed events behind a place, in feed order; the last ones may still get neighbours before them."""
    # A comparison of rows walks the index (tx, id) from the place on; Django's tuple lookup writes the same.
    return Event.objects.extra(where=["(tx, id) > (%s, %s)"], params=list(after)).order_by("tx", "id")


def page(*, after: Place = START, size: int = 100) -> list[Event]:
    """The next ``size`` events at most. The place of the last one is where the next page begins."""
    return list(settled(after=after)[:size])


def place_of(event: Event) -> Place:
    return Place(event.tx, event.pk)
