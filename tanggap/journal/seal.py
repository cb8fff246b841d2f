"""Each minute the events committed since the last seal are sealed: a Merkle root, chained to the seal before.

A hash chain per report shows that one report's history was changed. The seals show it for the whole journal: who
prints or sends away the newest seal's hash from time to time (``tanggap journal head``) can prove later that not a
single event before it was changed, added or taken out, whoever had the database.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection, transaction

from tanggap.journal import feed, merkle
from tanggap.journal.canon import seal_hash
from tanggap.journal.models import Event, Seal

# Two workers may seal at once; any constant will do as the name of the lock.
LOCK = 0x5EA1

ROWS_AT_A_TIME = 5000


@transaction.atomic
def seal(*, at: datetime) -> Seal | None:
    """Seal what is settled and not yet sealed; None where there is nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    last = Seal.objects.order_by("pk").last()
    run = _Run(last)
    root = merkle.root(run.hashes())
    if run.first is None or run.last is None:
        return None
    new = Seal(
        at=at,
        first_tx=run.first.tx,
        first_id=run.first.pk,
        last_tx=run.last.tx,
        last_id=run.last.pk,
        count=run.count,
        root=root,
        prev=last.hash if last else "",
    )
    new.hash = seal_hash(new)
    new.save(force_insert=True)
    return new


class _Run:
    """The events that one seal covers, remembered by their ends and number while their hashes stream by."""

    def __init__(self, before: Seal | None) -> None:
        self.after = feed.Place(before.last_tx, before.last_id) if before else feed.START
        self.first: Event | None = None
        self.last: Event | None = None
        self.count = 0

    def hashes(self) -> Iterator[str]:
        events = feed.settled(after=self.after).only("id", "tx", "hash")
        for event in events.iterator(chunk_size=ROWS_AT_A_TIME):
            self.first = self.first or event
            self.last = event
            self.count += 1
            yield event.hash
