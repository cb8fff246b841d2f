"""LAPOR! 1708: its reports come in with their own number and clocks; the contract is docs/partners/lapor.md.

The four verbs are those of its admins. They come in as events and go out with every step that means the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from tanggap.accounts.contact import Contact
from tanggap.carriers.letters import Letter
from tanggap.carriers.models import Delivery
from tanggap.channels.adapters import partners
from tanggap.channels.adapters.media import fetch_all
from tanggap.channels.facts import Facts
from tanggap.channels.heard import Answer, Attachment, Call, Heard, Kind, Said
from tanggap.reports.models import Report, Status

CODE = "lapor"
CARRIERS: tuple[str, ...] = ("partner",)
FOLDER = Path(__file__).parent
HOSTS = ("lapor.go.id",)

VERIFIED, POSTPONED, NOT_OURS, ARCHIVED = "verifikasi", "tunda", "bukan_wewenang", "arsipkan"
FOLLOWED_UP, NOTE = "tindak_lanjut", "catatan"

OUT = {
    "receipt": NOTE,
    "forwarded": VERIFIED,
    "taken": VERIFIED,
    "question": POSTPONED,
    "resumed": VERIFIED,
    "message": NOTE,
    "later_date": NOTE,
    "done": FOLLOWED_UP,
    "reopened": VERIFIED,
    "closed": ARCHIVED,
    "withdrawn": ARCHIVED,
    "appealed": VERIFIED,
    "merged": NOTE,
    "unmerged": NOTE,
    "joined_ended": NOTE,
}
"""The verb that a step is told with; a refusal has two, by its reason."""

NOT_THE_CITYS = frozenset({"bukan-kewenangan", "luar-jakarta"})
"""Reasons of a refusal that mean: another institution is responsible."""


def settings() -> dict[str, bool]:
    """The shared secret, and where statuses go."""
    return partners.settings(CODE)


def signed(call: Call) -> bool:
    """Whether LAPOR! signed the body, recently."""
    return partners.signed(call, CODE)


def external_id(call: Call) -> str:
    """LAPOR!'s id of the event."""
    return partners.external_id(call)


def acknowledge(call: Call, new: bool) -> Answer:
    """202 for a new event, 200 for a repeated one."""
    return partners.acknowledge(new)


def read(raw: bytes, content_type: str, meta: dict[str, Any]) -> list[Heard]:
    """The one message of an event. Raises KeyError where a field that must be is missing."""
    told = json.loads(raw)
    number = str(told["laporan"]["nomor"])
    if told["aksi"] == "disposisi":
        return [_sent_to_us(told["laporan"], number)]
    if told["aksi"] not in IN:
        return [Heard(external_id=f"event:{told['id']}", kind=Kind.IGNORE)]
    verb, unsaid = IN[told["aksi"]](number)
    return [
        Heard(
            external_id=f"event:{told['id']}",
            author=_author(number),
            proven=("handle",),
            words=told.get("keterangan", "") or unsaid,
            photos=_photos(told),
            sent_at=_time(told),
            thread=number,
            external_number=number,
            verb=verb,
        )
    ]


def _sent_to_us(report: dict[str, Any], number: str) -> Heard:
    place = report.get("lokasi", {})
    parts = (report.get("judul", ""), report.get("isi", ""))
    return Heard(
        external_id=f"laporan:{number}",
        author=_author(number),
        proven=("handle",),
        words="\n".join(part.strip() for part in parts if part and part.strip()),
        photos=_photos(report),
        sent_at=_time(report),
        thread=number,
        explicit=True,
        lat=place.get("lat"),
        lon=place.get("lng"),
        kelurahan=str(place.get("kelurahan", "")),
        street=str(place.get("alamat", ""))[:120],
        category=str(report.get("kategori", "")),
        external_number=number,
    )


def _author(number: str) -> Contact:
    # LAPOR! keeps its reporters to itself: each of its reports is a correspondent of its own.
    return Contact(handle=f"{CODE}:{number}")


def _written(number: str) -> tuple[str, str]:
    return "", ""


def _ended(number: str) -> tuple[str, str]:
    """Their report ends: ours is closed where it is done, else withdrawn, which the lifecycle may refuse."""
    done = Report.objects.filter(channel__code=CODE, external_number=number, status=Status.DONE).exists()
    return ("close", "(diarsipkan di LAPOR!)") if done else ("withdraw", "(diarsipkan di LAPOR!)")


IN: dict[str, Callable[[str], tuple[str, str]]] = {
    VERIFIED: lambda number: ("", "(diverifikasi di LAPOR!)"),
    POSTPONED: lambda number: ("", "(ditunda di LAPOR!)"),
    NOT_OURS: lambda number: ("withdraw", "(dialihkan LAPOR! ke instansi lain)"),
    ARCHIVED: _ended,
    "tanggapan": _written,
    "belum_selesai": lambda number: ("reopen", "(belum selesai menurut pelapor)"),
    "keberatan": lambda number: ("appeal", "(keberatan pelapor)"),
}
"""What an action asks of our report, and what is noted where nothing was written."""


def _photos(told: dict[str, Any]) -> tuple[Attachment, ...]:
    return fetch_all([file["url"] for file in told.get("lampiran", [])], partners.source(CODE, HOSTS))


def _time(told: dict[str, Any]) -> datetime | None:
    return datetime.fromisoformat(told["tanggal"]) if told.get("tanggal") else None


def write(delivery: Delivery, facts: Facts) -> Letter | None:
    """The status callback about one step, with the verb of LAPOR! that means the same."""
    return partners.status(delivery, facts, partner=CODE, folder=FOLDER, more={"aksi": verb_for(delivery.kind, facts)})


def verb_for(kind: str, facts: Facts) -> str:
    """The verb that LAPOR! is told: a refusal is ``bukan_wewenang`` or ``arsipkan``, by its reason."""
    if kind != "refused":
        return OUT[kind]
    return NOT_OURS if facts.refusal is not None and facts.refusal.code in NOT_THE_CITYS else ARCHIVED


def say(delivery: Delivery, said: Said) -> Letter | None:
    """The callback with words outside the steps."""
    return partners.words(delivery, said, partner=CODE)
