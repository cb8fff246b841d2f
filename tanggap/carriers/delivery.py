"""Carrying a letter exactly to the end: sent, or known not to be sendable, and never under two ids.

The row is made in the transaction of the reaction. Sending and noting that it was sent cannot be one act, so a worker
killed between them sends again - under the same Message-ID, which receivers drop.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.db.models import F, QuerySet

from tanggap.carriers import smtp
from tanggap.carriers.failures import Later, Refused
from tanggap.carriers.letters import Letter
from tanggap.carriers.models import Delivery
from tanggap.journal.models import Event

log = structlog.get_logger("tanggap.carriers")

CARRIERS: dict[str, Callable[[Letter], None]] = {"smtp": smtp.send}

TRIED_FOR = timedelta(days=7)

Writer = Callable[[Delivery], Letter | None]
"""Writes the letter when it is sent, not before: address and words are looked up only then. None: no address."""

State = Delivery.State


def order(event: Event, recipient: str, *, kind: str, carrier: str = "smtp", at: datetime) -> Delivery | None:
    """Note that something has to be carried; None where it was noted before."""
    delivery, new = Delivery.objects.get_or_create(
        event_id=event.pk, recipient=recipient, carrier=carrier, defaults={"kind": kind, "made_at": at}
    )
    return delivery if new else None


def carry(delivery_id: int, write: Writer, *, at: datetime) -> None:
    """Try once; a delivery that has reached its end is left alone. Raises Later to be tried again."""
    delivery = Delivery.objects.get(pk=delivery_id)
    if delivery.state != State.WAITING:
        return
    letter = write(delivery)
    if letter is None:
        _end(delivery, State.NOWHERE, at=at)
        return
    try:
        CARRIERS[delivery.carrier](letter)
    except Refused as refusal:
        _end(delivery, State.REFUSED, at=at, failure=str(refusal))
    except Later as failure:
        if at - delivery.made_at >= TRIED_FOR:
            _end(delivery, State.GIVEN_UP, at=at, failure=str(failure))
            return
        _still(delivery).update(attempts=F("attempts") + 1, failure=str(failure)[:60])
        raise
    else:
        _still(delivery).update(state=State.SENT, sent_at=at, attempts=F("attempts") + 1, failure="")


def _end(delivery: Delivery, state: str, *, at: datetime, failure: str = "") -> None:
    _still(delivery).update(state=state, attempts=F("attempts") + 1, failure=failure[:60])
    log.info("undelivered", delivery=delivery.pk, kind=delivery.kind, state=state, failure=failure)


def _still(delivery: Delivery) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk=delivery.pk, state=State.WAITING)
