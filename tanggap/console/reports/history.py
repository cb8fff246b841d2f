"""Everything that happened to a report, for those who handle it: newest first, with who and with words."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from tanggap.agencies.models import Seat
from tanggap.journal.models import Event
from tanggap.kit.words import Pair
from tanggap.reports import hiding
from tanggap.reports.models import Report, Statement
from tanggap.reports.telling import TOLD, Told

TONES = {"ok": "green", "late": "red"}

WITHIN: dict[str, Told] = {
    "proof_taken": Told(Pair("Foto bukti diambil", "Proof photo taken"), "camera"),
    "proof_blocked": Told(
        Pair("Foto bukti ditolak: pernah dipakai", "Proof photo blocked: used before"), "ban", "late"
    ),
    "hide": Told(Pair("Sebagian disembunyikan", "A part was hidden"), "eye-off"),
    "unhide": Told(Pair("Ditampilkan kembali", "Shown again"), "eye"),
    "escalate": Told(Pair("Peringatan batas waktu", "Deadline warning"), "clock", "late"),
}
"""What staff are told beside the steps that everyone may read."""


class Line(NamedTuple):
    """One line of the history."""

    seq: int
    verb: str
    title: object
    at: datetime
    icon: str
    tone: str
    by: str
    text: str
    quote: str
    statement: Statement | None


def history(report: Report) -> list[Line]:
    """The lines of a report's history, newest first (three queries)."""
    events = list(Event.objects.filter(stream=report.stream).order_by("-seq"))
    statements = {statement.seq: statement for statement in report.statements.all()}
    keys = {int(event.actor.removeprefix("seat:")) for event in events if event.actor.startswith("seat:")}
    seats = {f"seat:{seat.pk}": seat for seat in Seat.objects.select_related("user", "agency").filter(pk__in=keys)}
    return [_line(event, statements.get(event.seq), seats) for event in events]


def _line(event: Event, statement: Statement | None, seats: dict[str, Seat]) -> Line:
    told = TOLD.get(event.verb) or WITHIN.get(event.verb) or Told(Pair(event.verb, event.verb), "dots")
    return Line(
        seq=event.seq,
        verb=event.verb,
        title=told.title(event.data) if event.verb in TOLD else told.said,
        at=event.at,
        icon=told.icon,
        tone=TONES.get(told.tone, ""),
        by=name_of(event.actor, seats),
        text=_facts(event),
        quote=_quote(statement),
        statement=statement,
    )


def name_of(actor: str, seats: dict[str, Seat]) -> str:
    """Who did it: an officer by name and seat, the reporter never by name."""
    if actor in seats:
        seat = seats[actor]
        return f"{seat.user.name or seat.title}, {seat.agency.short}"
    return str(ACTORS.get(actor, ACTORS["citizen"]))


ACTORS: dict[str, Pair] = {
    "reporter": Pair("Pelapor", "The reporter"),
    "system": Pair("Sistem", "The system"),
    "citizen": Pair("Warga", "A citizen"),
}


def _quote(statement: Statement | None) -> str:
    if statement is None or statement.redacted_at is not None:
        return ""
    return statement.text


def _facts(event: Event) -> str:
    if event.verb in ("proof_taken", "proof_blocked") and "distance_m" in event.data:
        return str(Pair("{n} meter dari pin", "{n} metres from the pin", n=event.data["distance_m"]))
    if event.verb in ("hide", "unhide"):
        return str(hiding.REASONS.get(event.data.get("reason", ""), ""))
    if event.verb == "merge":
        return str(Pair("ke {n}", "into {n}", n=event.data.get("parent", "")))
    return ""
