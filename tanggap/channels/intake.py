"""The one door in: every event from outside is stored raw before it is read, once, and read in a job.

``take`` is all that a webhook, a mailbox or a poll does. Reading makes a message row for each thing heard, in the
transaction of whatever follows from it, so that reading again (a retry, a replay) changes nothing that was done.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import OperationalError, connection, transaction
from django.db.models import F
from procrastinate.contrib.django import app

from tanggap.accounts import vault
from tanggap.channels import envelopes, handling
from tanggap.channels.marks import event_mark
from tanggap.channels.models import Inbound, Message
from tanggap.channels.registry import named

log = structlog.get_logger("tanggap.channels")

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
    app.configure_task(READ).defer(inbound_id=row[0])
    return Inbound.objects.get(pk=row[0])


def read(inbound_id: int, *, at: datetime) -> None:
    """Read an event and do what it asks for; an event that was read is left alone.

    What cannot be read stands on the list of failed ones. Raises OperationalError, to be tried again, where it was
    the database that failed.
    """
    try:
        trouble = _read(inbound_id, at=at)
    except OperationalError:
        raise
    except Exception as failure:
        trouble = _code(failure)
        # Without the failure's own text: it may quote what somebody wrote.
        log.error("inbound failed", inbound_id=inbound_id, failure=trouble)
    if trouble:
        failed = Inbound.objects.filter(pk=inbound_id, state__in=[State.NEW, State.FAILED])
        failed.update(state=State.FAILED, error=trouble, attempts=F("attempts") + 1)


@transaction.atomic
def _read(inbound_id: int, *, at: datetime) -> str:
    inbound = Inbound.objects.select_for_update().get(pk=inbound_id)
    if inbound.state not in (State.NEW, State.FAILED):
        return ""
    adapter = named(inbound.channel)
    trouble = ""
    for heard in envelopes.heard_in(inbound):
        # Each message stands for itself: one that fails does not take the others of its event with it.
        try:
            with transaction.atomic():
                handling.handle(inbound, adapter, heard, at=at)
        except OperationalError:
            raise
        except Exception as failure:
            trouble = _code(failure)
            log.error("message failed", inbound_id=inbound_id, failure=trouble)
    if not trouble:
        Inbound.objects.filter(pk=inbound.pk).update(state=_state(inbound), error="", attempts=F("attempts") + 1)
    return trouble


def _state(inbound: Inbound) -> str:
    outcomes = set(inbound.messages.values_list("outcome", flat=True))
    if Message.Outcome.CONVERSATION in outcomes:
        return State.CONVERSATION
    return State.READ if outcomes - {Message.Outcome.IGNORED} else State.IGNORED


def replay(inbound: Inbound) -> None:
    """Have a failed event read again; what it already led to is not done a second time."""
    app.configure_task(READ).defer(inbound_id=inbound.pk)


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


def _code(failure: Exception) -> str:
    # The kind of failure and where it arose: its text may hold what somebody wrote.
    trace, place = failure.__traceback__, ""
    while trace is not None:
        code = trace.tb_frame.f_code
        if "tanggap" in code.co_filename:
            place = f"{code.co_filename.rpartition('tanggap/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(failure).__name__} ({place})"[:200]
