"""Reading what was taken in: a message row for each thing heard, in the transaction of whatever follows from it.

Reading again (a retry, a replay) therefore changes nothing that was done.
"""

from __future__ import annotations

from datetime import datetime

import structlog
from django.db import OperationalError, transaction
from django.db.models import F

from tanggap.channels import handling, hearing
from tanggap.channels.models import Inbound, Message
from tanggap.channels.registry import named

log = structlog.get_logger("tanggap.channels")

State = Inbound.State


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
    for heard in hearing.heard_in(inbound):
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


def _code(failure: Exception) -> str:
    # The kind of failure and where it arose: its text may hold what somebody wrote.
    trace, place = failure.__traceback__, ""
    while trace is not None:
        code = trace.tb_frame.f_code
        if "tanggap" in code.co_filename:
            place = f"{code.co_filename.rpartition('tanggap/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(failure).__name__} ({place})"[:200]
