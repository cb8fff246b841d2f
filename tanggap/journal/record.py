"""The one way into the journal."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from procrastinate.contrib.django import app

from tanggap.journal.canon import event_hash, plain
from tanggap.journal.models import Event, Stream

# What follows from an event is known by name only: the journal lies below everything that reacts to it.
FOLLOW = "reactions.follow"


def record(row: Stream, verb: str, *, by: str, at: datetime, **data: Any) -> Event:
    """Append to the row's chain what happened, and enqueue what follows from it, both in the caller's transaction.

    The row must be locked, or new in this transaction, and the caller saves it afterwards with
    ``Stream.JOURNAL_FIELDS``: its head is set on the instance only, so that a change costs one UPDATE and not two.
    ``data`` holds codes, ids and digests, never what a person wrote. Raises NotPlain for anything else,
    TransactionManagementError outside a transaction, IntegrityError where the row was neither locked nor new.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"{verb} must be recorded together with the change it tells of.")
    event = Event(
        stream=row.stream,
        seq=row.journal_seq + 1,
        verb=verb,
        actor=by,
        at=at,
        data=plain(data),
        prev=row.journal_head,
    )
    event.hash = event_hash(event)
    event.save(force_insert=True)
    row.journal_seq, row.journal_head = event.seq, event.hash
    app.configure_task(FOLLOW).defer(event_id=event.pk)
    return event
