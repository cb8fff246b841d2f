"""What all partners have in common: signed JSON in, signed JSON out; the contract is ``docs/partners/``."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from django.utils import translation

from tanggap.carriers import environment as env
from tanggap.carriers import partner as carrier
from tanggap.carriers.letters import Letter, message_id
from tanggap.carriers.models import Delivery
from tanggap.channels.adapters import texts
from tanggap.channels.adapters.media import Source
from tanggap.channels.facts import Facts
from tanggap.channels.heard import Answer, Call, Said

JSON = "application/json"


def settings(partner: str) -> dict[str, bool]:
    """The shared secret, and where statuses go."""
    return env.there(f"TANGGAP_{partner.upper()}_SECRET", f"TANGGAP_{partner.upper()}_CALLBACK")


def signed(call: Call, partner: str) -> bool:
    """Whether the partner signed the body, not longer than five minutes ago."""
    header = call.headers.get(carrier.HEADER.lower(), "")
    secret = carrier.secret_of(partner)
    return call.method == "POST" and carrier.signed(call.raw, header, secret=secret, now=time.time())


def external_id(call: Call) -> str:
    """The partner's id of the event; without one the bytes count."""
    try:
        told = json.loads(call.raw)
    except ValueError:
        return ""
    return str(told.get("id", "")) if isinstance(told, dict) else ""


def acknowledge(new: bool) -> Answer:
    """202 for an event that will be worked, 200 for one that we have."""
    return Answer(202 if new else 200, json.dumps({"accepted": True, "duplicate": not new}), JSON)


def source(partner: str, hosts: tuple[str, ...]) -> Source:
    """Where a partner's photos may lie: its own hosts, and where its callback is."""
    return Source(hosts, carrier.callback_of(partner))


def status(delivery: Delivery, facts: Facts, *, partner: str, folder: Path, more: dict[str, Any]) -> Letter | None:
    """The callback about one step; nothing where the partner gave the report no number."""
    report = facts.report
    if not report.external_number:
        return None
    with translation.override(report.language):
        status, holder = facts.status, facts.holder.name
        told = {
            "id": message_id(delivery),
            "event": "status",
            "report": report.external_number,
            "number": report.number,
            "step": delivery.kind,
            "status": status.value,
            "status_label": str(status.label),
            "holder": holder,
            "message": texts.direct(folder, delivery.kind, facts),
            "url": facts.url,
            "at": facts.event.at.isoformat(),
        }
    return _letter(delivery, told | more, partner, report.language)


def words(delivery: Delivery, said: Said, *, partner: str) -> Letter | None:
    """The callback with words outside the steps: an answer of the desk, a warning."""
    if not said.thread:
        return None
    told = {
        "id": message_id(delivery),
        "event": "message",
        "report": said.thread,
        "number": said.number,
        "kind": said.kind,
        "message": said.words,
    }
    return _letter(delivery, told, partner, said.language)


def _letter(delivery: Delivery, told: dict[str, Any], partner: str, language: str) -> Letter:
    text = json.dumps(told, ensure_ascii=False)
    return Letter(to=partner, text=text, id=message_id(delivery), language=language, extra={"partner": partner})
