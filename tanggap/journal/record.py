"""The one way into the journal."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from tanggap.journal import queue
from tanggap.journal.canon import event_hash, plain
from tanggap.journal.models import Event, Stream

# What follows from an event is known by name only: the journal lies below everything that reacts to it.
FOLLOW = "reactions.follow"

_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


@contextmanager
def quiet() -> Iterator[None]:
    """Record a past that nobody is to be told of any more: a demo city, an import. Nothing follows from its events."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


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
    if not _quiet.get():
        queue.order(FOLLOW, event_id=event.pk)
    return event
