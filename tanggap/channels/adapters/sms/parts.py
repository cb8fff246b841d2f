"""Messages straight from a centre: delivery reports, and long ones that arrive in parts, in any order.

Each part is an event of its own, stored before it is acknowledged. Whoever reads the last one reads them all; a chain
whose parts do not all come is read as far as it came.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils.dateparse import parse_datetime

from tanggap.carriers import delivery, smpp
from tanggap.carriers.models import Delivery
from tanggap.channels import envelopes, intake
from tanggap.channels.heard import Heard, Kind
from tanggap.channels.marks import event_mark, mark
from tanggap.channels.models import Inbound

CODE = "sms"
PDU, CHAIN = "application/x-smpp", "application/x-smpp-chain"
"""Content types: the body of one ``deliver_sm``; a chain that stayed incomplete (empty: its parts are events)."""

APART = timedelta(hours=1)
"""Within which time parts with the same reference belong together; phones count their references in a small circle."""
PATIENCE = timedelta(minutes=10)
REPEATED = timedelta(minutes=5)
"""A message just like another one of the same sender within this time is the centre's repetition of it."""

GAP = " [...] "
FINAL = {2: True, 3: False, 4: False, 5: False, 8: False}
"""``message_state``: whether it arrived; the states that are missing are not final."""
WORDS = {"DELIVRD": 2, "EXPIRED": 3, "DELETED": 4, "UNDELIV": 5, "REJECTD": 8}
_FIELD = re.compile(r"\b(id|stat|err):(\S+)", re.IGNORECASE)


def take(body: bytes, *, at: datetime) -> Inbound | None:
    """Store what a centre delivered; None where it is a repetition. Raises ``smpp.Broken``."""
    short = smpp.unpack(body)
    meta: dict[str, Any] = {"at": at.isoformat()}
    if short.chain is not None:
        group = mark("sms.chain", f"{short.source}|{short.chain.reference}|{short.chain.total}")[:32]
        meta |= {"group": group, "part": short.chain.part, "of": short.chain.total}
    return intake.take(CODE, _id_of(body, at=at), body, content_type=PDU, meta=meta, at=at)


def _id_of(body: bytes, *, at: datetime) -> str:
    # A deliver_sm has no id: the same octets in the same or the last stretch of time are the same message.
    digest, stretch = hashlib.sha256(body).hexdigest(), int(at.timestamp() // REPEATED.total_seconds())
    before = f"{digest}:{stretch - 1}"
    known = Inbound.objects.filter(channel=CODE, external_id=event_mark(CODE, before)).exists()
    return before if known else f"{digest}:{stretch}"


def receipt_in(body: bytes) -> Heard | None:
    """The delivery report that a body is; None where it is a message."""
    short = smpp.unpack(body)
    if not short.is_receipt:
        return None
    told = {name.lower(): value for name, value in _FIELD.findall(short.text)}
    receipt = short.options.get(smpp.Tag.RECEIPTED_ID, b"").rstrip(b"\0").decode("latin-1") or told.get("id", "")
    state = int.from_bytes(short.options.get(smpp.Tag.STATE, b""), "big") or WORDS.get(told.get("stat", "").upper(), 0)
    return Heard(
        external_id=f"dlr:{receipt}:{state}",
        kind=Kind.DELIVERY if state in FINAL else Kind.IGNORE,
        receipt=receipt if delivery.found(CODE, receipt) else _by_reference(short) or receipt,
        carrier=CODE,
        arrived=FINAL.get(state, False),
        code=f"smpp {state} {told.get('err', '')}".strip(),
    )


def _by_reference(short: smpp.Short) -> str:
    """Our delivery, where its id was lost with the process that sent it and the centre gives our reference back."""
    reference = int.from_bytes(short.options.get(smpp.Tag.USER_REFERENCE, b""), "big")
    open_ones = Delivery.objects.filter(carrier=CODE, receipt="", state__in=delivery.UNDECIDED)
    found = list(open_ones.annotate(reference=F("pk") % 65536).filter(reference=reference).values_list("pk", flat=True))
    return f"delivery:{found[0]}" if reference and len(found) == 1 else ""


def whole(raw: bytes, content_type: str, meta: dict[str, Any]) -> tuple[str, smpp.Short] | None:
    """The message that an event completes, with its id; None where parts are missing."""
    if not meta.get("group"):
        return f"{hashlib.sha256(raw).hexdigest()}:{meta.get('at', '')}", smpp.unpack(raw)
    rows = _chain(meta)
    latest = {row.meta["part"]: smpp.unpack(envelopes.raw_of(row)) for row in reversed(rows)}
    if content_type != CHAIN and len(latest) < meta["of"]:
        return None
    words = [latest[part].octets if part in latest else None for part in range(1, meta["of"] + 1)]
    first = latest[min(latest)]
    return f"chain:{meta['group']}:{rows[0].pk}", _joined(first, words)


def _joined(first: smpp.Short, octets: Iterable[bytes | None]) -> smpp.Short:
    # Octets first, characters after: a surrogate pair may stand on both sides of a seam.
    runs: list[bytes] = [b""]
    for one in octets:
        if one is None:
            runs.append(b"")
        else:
            runs[-1] += one
    text = GAP.join(smpp.decode(run, first.coding) for run in runs).strip()
    return smpp.Short(
        source=first.source,
        source_kind=first.source_kind,
        target=first.target,
        octets=text.encode("utf-16-be"),
        coding=smpp.Coding.UCS2,
    )


def _chain(meta: dict[str, Any]) -> list[Inbound]:
    """The parts of a chain in the order in which they came."""
    at = parse_datetime(meta["at"])
    assert at is not None
    near = Inbound.objects.filter(channel=CODE, content_type=PDU, received_at__range=(at - APART, at + APART))
    return list(near.filter(meta__group=meta["group"], sealed__isnull=False).order_by("pk"))


def give_up(at: datetime) -> int:
    """Have chains read as they are whose missing parts did not come in time; returns how many."""
    late = Inbound.objects.filter(channel=CODE, content_type=PDU, meta__has_key="group", sealed__isnull=False)
    taken, seen = 0, set()
    for inbound in late.filter(received_at__range=(at - APART, at - PATIENCE)).order_by("pk"):
        rows = _chain(inbound.meta)
        if rows[0].pk in seen or len({row.meta["part"] for row in rows}) == inbound.meta["of"]:
            continue
        seen.add(rows[0].pk)
        name = f"incomplete:{inbound.meta['group']}:{rows[0].pk}"
        taken += intake.take(CODE, name, b"", content_type=CHAIN, meta=inbound.meta, at=at) is not None
    return taken
