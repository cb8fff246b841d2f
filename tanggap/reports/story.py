"""What a reader of the tracking page is told: stages, timeline, clocks, photos, and what they may do now."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import prefetch_related_objects

from tanggap.journal.models import Event
from tanggap.kit.words import Pair
from tanggap.reports import catalogue, lifecycle, promises, telling
from tanggap.reports.models import Clock, Feedback, Pause, Photo, Report, Statement, Status
from tanggap.reports.telling import Told
from tanggap.reports.tracking import Reader, limited

S = Status


class Stage(NamedTuple):
    """One of the five steps that a citizen sees; ``state`` is ok, now or todo."""

    label: Pair
    state: str


class Entry(NamedTuple):
    """One line of the timeline."""

    verb: str
    at: datetime
    title: Pair
    who: str
    words: str
    icon: str
    tone: str


class ClockView(NamedTuple):
    """A clock as a reader sees it; ``fraction`` is the used share of its time at the moment of reading."""

    kind: str
    label: Pair
    started_at: datetime
    due_at: datetime
    original_due_at: datetime
    stopped_at: datetime | None
    paused_why: Pair | None
    fraction: float
    in_time: bool | None
    hours: float

    @property
    def extended(self) -> bool:
        """Whether a later date (EWS) was approved."""
        return self.due_at != self.original_due_at and self.paused_why is None


@dataclass(frozen=True)
class Story:
    """Everything on the page, read in at most seven queries."""

    report: Report
    owned: bool
    limited: bool
    stages: list[Stage]
    timeline: list[Entry]
    clocks: list[ClockView]
    before: list[Photo] = field(default_factory=list)
    after: list[Photo] = field(default_factory=list)
    replies: list[Photo] = field(default_factory=list)
    feedback: list[Feedback] = field(default_factory=list)
    can: frozenset[str] = frozenset()
    extension_until: datetime | None = None

    @property
    def resolution(self) -> ClockView | None:
        """The clock of the present round that the citizen counts on."""
        return next((clock for clock in reversed(self.clocks) if clock.kind == promises.RESOLUTION), None)


REPORTER_VERBS = ("answer", "write", "appeal", "withdraw", "reopen", "close", "publish")


def story(report: Report, reader: Reader, *, at: datetime) -> Story:
    """The page of a report for this reader. A limited reader gets status, holder and clocks alone."""
    owned = reader.owns(report)
    partly = not owned and not report.public and limited(report, reader)
    clocks = list(report.clocks.select_related("extension").order_by("pk"))
    # Only a clock that stands still has an open pause to tell of.
    prefetch_related_objects([clock for clock in clocks if clock.paused_at is not None], "pauses")
    told = Story(
        report=report,
        owned=owned,
        limited=partly,
        stages=stages(report),
        timeline=[] if partly else timeline(report, owned=owned),
        clocks=[clock_view(clock, at=at) for clock in clocks],
        can=reporter_verbs(report, reader, at=at),
        extension_until=_extension(clocks),
    )
    if partly:
        return told
    # Not to its owner either: the photo's own address refuses a hidden one to everybody but staff.
    photos = [photo for photo in report.photos.all() if not photo.hidden]
    return Story(
        **{
            **told.__dict__,
            "before": [photo for photo in photos if photo.purpose == Photo.Purpose.REPORT],
            "replies": [photo for photo in photos if photo.purpose == Photo.Purpose.REPLY],
            "after": [photo for photo in photos if photo.purpose == Photo.Purpose.PROOF and photo.checked_at],
            "feedback": verdicts(report),
        }
    )


def verdicts(report: Report) -> list[Feedback]:
    """What the reporter said of each round; a report found by ``tracking`` brings it along (no query)."""
    brought: list[dict[str, Any]] | None = getattr(report, "verdicts", None)
    if brought is None:
        return list(report.feedback.order_by("round"))
    return [Feedback(report=report, **told) for told in brought]


def reporter_verbs(report: Report, reader: Reader, *, at: datetime) -> frozenset[str]:
    """What this reader may do to the report, as its reporter."""
    if not reader.report_ids:
        return frozenset()
    return frozenset(verb for verb in REPORTER_VERBS if lifecycle.may(report, verb, by=reader.actor, at=at))


STAGE_LABELS = (
    Pair("Diterima", "Received"),
    Pair("Diteruskan", "Forwarded"),
    Pair("Dikerjakan", "In progress"),
    Pair("Diperiksa", "Checked"),
    Pair("Konfirmasi", "Confirmed"),
)

REACHED = {
    S.WAITING: 1,
    S.COORDINATED: 1,
    S.DISPATCHED: 1,
    S.IN_PROGRESS: 2,
    S.VALIDATION: 3,
    S.DONE: 4,
    S.CLOSED: 5,
    S.REFUSED: 1,
}
"""How many of the five stages lie behind a report in each status."""


def stages(report: Report) -> list[Stage]:
    """The five steps; a refused report stops after the first."""
    done = REACHED[Status(report.status)]
    withdrawn = report.status == S.CLOSED and report.resolved_at is None
    done = 1 if withdrawn else done
    now = done if not withdrawn and report.status != S.REFUSED else -1
    return [
        Stage(label, "ok" if place < done else "now" if place == now else "todo")
        for place, label in enumerate(STAGE_LABELS)
    ]


def timeline(report: Report, *, owned: bool) -> list[Entry]:
    """What happened, newest first: public steps for everyone, the exchange of messages for its reporter too."""
    events = Event.objects.filter(stream=report.stream, verb__in=telling.TOLD).order_by("-seq")
    statements = {statement.seq: statement for statement in report.statements.select_related("seat__agency")}
    return [
        _entry(event, telling.TOLD[event.verb], statements.get(event.seq), owned=owned)
        for event in events
        if owned or telling.TOLD[event.verb].public
    ]


def _entry(event: Event, told: Told, statement: Statement | None, *, owned: bool) -> Entry:
    shown = statement is not None and not statement.hidden and statement.redacted_at is None
    words = statement.text if statement is not None and shown and (owned or told.words_public) else ""
    return Entry(
        verb=event.verb,
        at=event.at,
        title=told.title(event.data),
        who=_who(event, statement, owned=owned),
        words=words,
        icon=told.icon,
        tone=told.tone,
    )


def _who(event: Event, statement: Statement | None, *, owned: bool) -> str:
    if event.actor == "reporter":
        return str(Pair("Kamu", "You") if owned else Pair("Pelapor", "The reporter"))
    if event.actor == "system":
        return str(Pair("Sistem", "System"))
    if statement is not None and statement.seat is not None:
        return statement.seat.agency.short
    agency = catalogue.current().agencies.get(event.data.get("holder"))
    return agency.short if agency is not None else ""


def clock_view(clock: Clock, *, at: datetime) -> ClockView:
    """A clock as its readers see it at a moment; prefetch the pauses of those that stand still."""
    upto = clock.stopped_at or clock.paused_at or at
    whole = (clock.due_at - clock.started_at).total_seconds()
    used = (upto - clock.started_at).total_seconds()
    pauses = clock.pauses.all() if clock.paused_at is not None else ()
    open_pause = next((pause for pause in pauses if pause.ended_at is None), None)
    return ClockView(
        kind=clock.kind,
        label=CLOCK_LABELS[clock.kind],
        started_at=clock.started_at,
        due_at=clock.due_at,
        original_due_at=clock.original_due_at,
        stopped_at=clock.stopped_at,
        paused_why=PAUSED[open_pause.why] if open_pause is not None else None,
        fraction=used / whole if whole > 0 else 1.0,
        in_time=clock.in_time,
        hours=float(clock.hours),
    )


CLOCK_LABELS: dict[str, Pair] = {
    promises.COORDINATION: Pair("Koordinasi", "Coordination"),
    promises.RESOLUTION: Pair("Penyelesaian", "Completion"),
}

PAUSED: dict[str, Pair] = {
    Pause.Why.RESOLVED: Pair("menunggu pemeriksaan", "waiting for the check"),
    Pause.Why.ASKED: Pair("menunggu jawaban pelapor", "waiting for the reporter"),
    Pause.Why.MERGED: Pair("digabung ke laporan lain", "merged into another report"),
    Pause.Why.REFUSED: Pair("ditolak", "refused"),
}


def _extension(clocks: list[Clock]) -> datetime | None:
    for clock in reversed(clocks):
        extension = getattr(clock, "extension", None)
        if extension is not None and extension.granted:
            return clock.due_at
    return None
