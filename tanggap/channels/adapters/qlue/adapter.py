"""Qlue: reports with a place and photos come in, statuses go out; the contract is docs/partners/qlue.md."""

from __future__ import annotations

import csv
import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from tanggap.accounts.contact import Contact
from tanggap.carriers.letters import Letter
from tanggap.carriers.models import Delivery
from tanggap.channels.adapters import partners
from tanggap.channels.adapters.media import fetch_all
from tanggap.channels.facts import Facts
from tanggap.channels.heard import Answer, Attachment, Call, Heard, Kind, Said

CODE = "qlue"
CARRIERS: tuple[str, ...] = ("partner",)
FOLDER = Path(__file__).parent
HOSTS = ("qlue.id",)

VERBS = {
    "report.commented": ("", ""),
    "report.confirmed": ("close", "(sudah beres)"),
    "report.disputed": ("reopen", "(belum beres)"),
    "report.cancelled": ("withdraw", "(dibatalkan)"),
}
"""What the events after the first one ask for, and what is noted where nothing was written. Only the reporter's own
count: strangers change nothing."""


def settings() -> dict[str, bool]:
    """The shared secret, and where statuses go."""
    return partners.settings(CODE)


def signed(call: Call) -> bool:
    """Whether Qlue signed the body, recently."""
    return partners.signed(call, CODE)


def external_id(call: Call) -> str:
    """Qlue's id of the event."""
    return partners.external_id(call)


def acknowledge(call: Call, new: bool) -> Answer:
    """202 for a new event, 200 for a repeated one."""
    return partners.acknowledge(new)


def read(raw: bytes, content_type: str, meta: dict[str, Any]) -> list[Heard]:
    """The one message of an event. Raises KeyError where a field that must be is missing."""
    told = json.loads(raw)
    event = told["event"]
    if event == "report.created":
        return [_created(told["report"])]
    if event not in VERBS:
        return [Heard(external_id=f"event:{told['id']}", kind=Kind.IGNORE)]
    comment, number = told.get("comment", {}), str(told["report"]["id"])
    verb, unsaid = VERBS[event]
    return [
        Heard(
            external_id=f"event:{told['id']}",
            author=_author(told["author"]),
            proven=("handle",),
            words=comment.get("text", "") or unsaid,
            photos=_photos(comment),
            sent_at=_time(told),
            thread=number,
            external_number=number,
            verb=verb,
        )
    ]


def _created(report: dict[str, Any]) -> Heard:
    place = report.get("location", {})
    number = str(report["id"])
    parts = (report.get("title", ""), report.get("description", ""))
    return Heard(
        external_id=f"report:{number}",
        author=_author(report["reporter"]),
        proven=("handle",),
        words="\n".join(part.strip() for part in parts if part and part.strip()),
        photos=_photos(report),
        language="en" if report.get("language") == "en" else "id",
        sent_at=_time(report),
        thread=number,
        explicit=True,
        lat=place.get("lat"),
        lon=place.get("lng"),
        accuracy_m=place.get("accuracy"),
        street=str(place.get("address", ""))[:120],
        category=categories().get(str(report.get("category", "")).casefold(), ""),
        public=bool(report.get("public")),
        external_number=number,
    )


@cache
def categories() -> dict[str, str]:
    """The city's category for each of Qlue's; what is missing here goes to the desk without one."""
    with (FOLDER / "categories.csv").open(encoding="utf-8", newline="") as file:
        return {row["qlue"].casefold(): row["category"] for row in csv.DictReader(file)}


def _author(person: dict[str, Any]) -> Contact:
    return Contact(name=str(person.get("name", "")), handle=f"{CODE}:{person['id']}")


def _photos(told: dict[str, Any]) -> tuple[Attachment, ...]:
    return fetch_all([photo["url"] for photo in told.get("photos", [])], partners.source(CODE, HOSTS))


def _time(told: dict[str, Any]) -> datetime | None:
    return datetime.fromisoformat(told["created_at"]) if told.get("created_at") else None


def write(delivery: Delivery, facts: Facts) -> Letter | None:
    """The status callback about one step."""
    return partners.status(delivery, facts, partner=CODE, folder=FOLDER, more={})


def say(delivery: Delivery, said: Said) -> Letter | None:
    """The callback with words outside the steps."""
    return partners.words(delivery, said, partner=CODE)
