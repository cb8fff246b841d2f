"""The handling panel: one report as somebody about to act on it needs it, with every move open to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from tanggap.console.reports import naming, wanted
from tanggap.reports import lifecycle, photos
from tanggap.reports.authority import Viewer
from tanggap.reports.lifecycle import OpenMove
from tanggap.reports.models import Photo, Report, Status
from tanggap.reports.refusals import Refusal

ELSEWHERE = frozenset({"resolve", "verify"})
"""Moves that need no words beside what the field page shows; they lead there or are a single press."""


class Field(NamedTuple):
    """One input of a move's form."""

    name: str
    template: str
    label: object
    offer: dict[str, Any]
    error: object


class Form(NamedTuple):
    """One move with its inputs, and what was typed into them before."""

    verb: str
    label: object
    key: str
    fields: list[Field]
    said: dict[str, str]
    open: bool


@dataclass(frozen=True)
class Tried:
    """A move that was refused: what was typed is shown again beside the reason."""

    verb: str
    said: dict[str, str]
    refusal: Refusal


@dataclass(frozen=True)
class Panel:
    """What the panel shows."""

    report: Report
    title: str
    before: list[Photo]
    after: list[Photo]
    forms: list[Form]
    tried: Tried | None = None
    words: list[str] = field(default_factory=list)

    @property
    def lost_form(self) -> Tried | None:
        """A refused move that is no longer open: its words would vanish with its form."""
        if self.tried is None or any(form.verb == self.tried.verb for form in self.forms):
            return None
        return self.tried


def panel(report: Report, viewer: Viewer, *, at: datetime, tried: Tried | None = None, only: Any = None) -> Panel:
    """Draw the panel of a report for a viewer; ``only`` keeps the moves of these verbs."""
    pictures = list(report.photos.order_by("pk"))
    moves = [move for move in lifecycle.open_moves(report, viewer, at=at) if only is None or move.verb in only]
    offers: dict[str, dict[str, Any]] = {}
    forms = [_form(move, report, viewer, offers, at=at, tried=tried) for move in moves]
    return Panel(
        report=report,
        title=naming.title(report),
        before=[photo for photo in pictures if photo.purpose != Photo.Purpose.PROOF],
        after=[photo for photo in pictures if photo.purpose == Photo.Purpose.PROOF],
        forms=_ordered(forms, report),
        tried=tried,
    )


USUAL: dict[str, tuple[str, ...]] = {
    Status.WAITING: ("locate", "categorise", "assign", "take", "decide", "dispose", "coordinate", "merge", "refuse"),
    Status.COORDINATED: ("decide", "assign", "take", "dispose", "send_back", "coordinate"),
    Status.DISPATCHED: ("assign", "take", "dispose", "coordinate"),
    Status.IN_PROGRESS: ("grant_extension", "deny_extension", "resolve", "assign", "ask_extension", "ask", "message"),
    Status.VALIDATION: ("accept", "reject"),
}
"""In which order the moves are offered: what is done most often first."""


def _ordered(forms: list[Form], report: Report) -> list[Form]:
    usual = USUAL.get(report.status, ())
    return sorted(forms, key=lambda form: usual.index(form.verb) if form.verb in usual else len(usual))


def _form(
    move: OpenMove,
    report: Report,
    viewer: Viewer,
    offers: dict[str, dict[str, Any]],
    *,
    at: datetime,
    tried: Tried | None,
) -> Form:
    mine = tried is not None and tried.verb == move.verb
    fields = []
    for need in move.move.needs:
        asked = wanted.ASKED[need.name]
        if need.name not in offers:
            offers[need.name] = asked.offer(report, viewer, at)
        error = tried.refusal.sentence if tried and mine and tried.refusal.field == need.name else None
        template = f"console/moves/{asked.template}.html"
        fields.append(Field(need.name, template, need.label, offers[need.name], error))
    said = tried.said if tried and mine else {}
    return Form(move.verb, move.move.label, move.move.key, fields, said, open=mine)


def pictures(shown: list[Photo]) -> list[dict[str, Any]]:
    """Photos as the templates take them: address of each size."""
    return [
        {
            "photo": photo,
            "src": photos.copy_url(photo, "card"),
            "full": photos.copy_url(photo, "full"),
            "thumb": photos.copy_url(photo, "thumb"),
        }
        for photo in shown
    ]
