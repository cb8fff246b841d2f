"""The one door in: every event from outside is stored raw before it is read, once, and read in a job.

``take`` is all that a webhook, a mailbox or a poll does; ``reading`` does the rest.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from tanggap.accounts import vault
from tanggap.channels import envelopes
from tanggap.channels.marks import event_mark
from tanggap.channels.models import Inbound, Message
from tanggap.journal import queue

READ = "channels.read"

KEPT_FOR = timedelta(days=90)
"""How long the raw event can be replayed."""

TAKE = """
INSERT INTO channels_inbound
    (channel, external_id, sealed, key_version, content_type, meta, received_at, state, error, attempts, retained_until)
VALUES (%s, %s, %s, %s, %s, %s, %s, 'new', '', 0, %s)
ON CONFLICT (channel, external_id) DO NOTHING
RETURNING id
"""

State = Inbound.State


@transaction.atomic
def take(
    channel: str,
    external_id: str,
    raw: bytes,
    *,
    content_type: str = "",
    meta: dict[str, Any] | None = None,
    at: datetime,
) -> Inbound | None:
    """Store an event and have it read; None where it was taken before. ``meta`` holds nothing about a person."""
    key = event_mark(channel, external_id or hashlib.sha256(raw).hexdigest())
    sealed, version = envelopes.seal(raw, channel, key)
    values: list[Any] = [channel, key, sealed, version, content_type[:100], json.dumps(meta or {}), at, at + KEPT_FOR]
    with connection.cursor() as cursor:
        cursor.execute(TAKE, values)
        row = cursor.fetchone()
    if row is None:
        return None
    queue.order(READ, inbound_id=row[0])
    return Inbound.objects.get(pk=row[0])


def replay(inbound: Inbound) -> None:
    """Have a failed event read again; what it already led to is not done a second time."""
    queue.order(READ, inbound_id=inbound.pk)


def sweep(*, at: datetime, most: int = 1000) -> int:
    """Destroy raw events and words whose time is over, or whose reporter asked to be forgotten."""
    said = Message.objects.filter(sealed__isnull=False).exclude(report=None)
    forgotten = vault.erased_among(said.values_list("report_id", flat=True).distinct())
    old = Inbound.objects.filter(sealed__isnull=False, retained_until__lt=at).exclude(state=State.FAILED)
    theirs = Inbound.objects.filter(sealed__isnull=False, messages__report__in=forgotten)
    ids = {*old.values_list("pk", flat=True)[:most], *theirs.values_list("pk", flat=True)}
    with transaction.atomic():
        Inbound.objects.filter(pk__in=ids).update(sealed=None)
        Message.objects.filter(inbound__in=ids).update(sealed=None)
        Message.objects.filter(report__in=forgotten).update(sealed=None)
    return len(ids)
