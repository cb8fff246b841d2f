"""Carrying a letter exactly to the end: sent, or known not to be sendable, and never under two ids.

The row is made in the transaction of the reaction. Sending and noting that it was sent cannot be one act, so a worker
killed between them sends again under the same id, which receivers drop. A carrier whose receivers cannot do that
(``ONCE``) is not asked twice: what was caught half sent waits for its delivery report, and is unclear until then.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.db.models import F, QuerySet
from django.utils.crypto import salted_hmac

from tanggap.carriers import facebook, paper, partner, sms, smtp, whatsapp, x
from tanggap.carriers.failures import Later, Refused, Unclear
from tanggap.carriers.letters import Letter
from tanggap.carriers.models import Delivery
from tanggap.journal.models import Event

log = structlog.get_logger("tanggap.carriers")

CARRIERS: dict[str, Callable[[Letter], str]] = {
    "paper": paper.send,
    "sms": sms.send,
    "smtp": smtp.send,
    "x": x.send,
    "x-direct": x.send_direct,
    "facebook": facebook.send,
    "messenger": facebook.send_direct,
    "partner": partner.send,
    "whatsapp": whatsapp.send,
}
"""Each hands over a letter and returns the receiver's own id for it ("" where there is none).

It raises Refused where trying again is useless, Later where it is not, and Unclear where a repetition would be read
twice; their texts are codes, never addresses.
"""

ONCE: frozenset[str] = frozenset({"facebook", "messenger", "sms", "whatsapp", "x", "x-direct"})
"""Carriers whose letters would be read twice when sent twice."""

TRIED_FOR = timedelta(days=7)

Writer = Callable[[Delivery], Letter | None]
"""Writes the letter when it is sent, not before: address and words are looked up only then. None: no address."""

State = Delivery.State
UNDECIDED = (State.WAITING, State.SENDING, State.UNCLEAR)


def order(event: Event, recipient: str, *, kind: str, carrier: str = "smtp", at: datetime) -> Delivery | None:
    """Note that something has to be carried; None where it was noted before."""
    delivery, new = Delivery.objects.get_or_create(
        event_id=event.pk, recipient=recipient, carrier=carrier, defaults={"kind": kind, "made_at": at}
    )
    return delivery if new else None


def carry(delivery_id: int, write: Writer, *, at: datetime) -> None:
    """Try once; a delivery that has reached its end is left alone. Raises Later to be tried again."""
    delivery = Delivery.objects.get(pk=delivery_id)
    if delivery.state == State.SENDING:
        _end(delivery, State.UNCLEAR, at=at, failure="caught half sent")
        return
    if delivery.state != State.WAITING:
        return
    letter = write(delivery)
    if letter is None:
        _end(delivery, State.NOWHERE, at=at)
        return
    if delivery.carrier in ONCE and not _still(delivery).filter(state=State.WAITING).update(state=State.SENDING):
        return
    try:
        receipt = CARRIERS[delivery.carrier](letter)
    except Refused as refusal:
        _end(delivery, State.REFUSED, at=at, failure=str(refusal))
    except Unclear as failure:
        _end(delivery, State.UNCLEAR, at=at, failure=str(failure))
    except Later as failure:
        if at - delivery.made_at >= TRIED_FOR:
            _end(delivery, State.GIVEN_UP, at=at, failure=str(failure))
            return
        _still(delivery).update(state=State.WAITING, attempts=F("attempts") + 1, failure=str(failure)[:60])
        raise
    else:
        _still(delivery).update(
            state=State.SENT, sent_at=at, attempts=F("attempts") + 1, failure="", receipt=_mark(receipt)
        )


def found(carrier: str, receipt: str) -> Delivery | None:
    """The delivery that a receiver speaks of: by its own id, or by ours (``delivery:<id>``)."""
    ours = receipt.removeprefix("delivery:")
    if ours != receipt:
        return Delivery.objects.filter(pk=ours, carrier=carrier).first() if ours.isdecimal() else None
    return Delivery.objects.filter(carrier=carrier, receipt=_mark(receipt)).first() if receipt else None


def confirm(delivery: Delivery, *, arrived: bool, code: str = "") -> None:
    """Note what a delivery report or a bounce says: it arrived, or it never will."""
    state, failure = (State.ARRIVED, "") if arrived else (State.REFUSED, code[:60])
    Delivery.objects.filter(pk=delivery.pk, state__in=[*UNDECIDED, State.SENT]).update(state=state, failure=failure)


def _end(delivery: Delivery, state: str, *, at: datetime, failure: str = "") -> None:
    _still(delivery).update(state=state, attempts=F("attempts") + 1, failure=failure[:60])
    log.info("undelivered", delivery=delivery.pk, kind=delivery.kind, state=state, failure=failure)


def _still(delivery: Delivery) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk=delivery.pk, state__in=UNDECIDED)


def _mark(receipt: str) -> str:
    # A digest: the id of a public answer would lead to whom it answers.
    if not receipt:
        return ""
    return salted_hmac("tanggap.carriers.receipt", receipt, algorithm="sha256").hexdigest()
