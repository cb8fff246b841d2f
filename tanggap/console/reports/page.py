"""What the report page says beside the panel: clocks with their pauses, turns, history, answers, duplicates, proofs."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from tanggap.console.reports import history, naming, wanted
from tanggap.kit.words import Pair
from tanggap.reports import duplicates, hiding
from tanggap.reports.authority import Viewer, visible_to
from tanggap.reports.models import Photo, Question, Report, Turn
from tanggap.reports.story import PAUSED, ClockView, clock_view


class Answer(NamedTuple):
    """What the reporter answered to a question of the category."""

    question: str
    answer: str


def report_page(report: Report, viewer: Viewer, *, at: datetime) -> dict[str, Any]:
    """Everything below and beside the panel."""
    may_hide = any(hiding.may_hide(officer, report) for officer in viewer.officers)
    return {
        "clocks": clocks(report, at=at),
        "turns": turns(report),
        "history": history.history(report),
        "answers": answers(report),
        "near": near(report, viewer, at=at),
        "children": list(report.merged.filter(visible_to(viewer)).order_by("number")),
        "feedback": list(report.feedback.order_by("-round")),
        "may_hide": may_hide,
        "reasons": hiding.REASONS,
        "standing": [(one, hiding.REASONS[one.reason]) for one in hiding.standing(report).values()] if may_hide else [],
        "kelurahan": [wanted.label_of(report.area)] if report.area else [],
    }


class Pausing(NamedTuple):
    """One stretch for which a clock stood still."""

    why: Pair
    started_at: datetime
    ended_at: datetime | None


class ClockLine(NamedTuple):
    """A clock with the stretches it stood still and the later date asked for it."""

    view: ClockView
    round: int
    pauses: list[Pausing]
    extension: Any


def clocks(report: Report, *, at: datetime) -> list[ClockLine]:
    """The clocks of every round, the latest first (two queries)."""
    rows = report.clocks.select_related("extension__asked_by__agency", "extension__decided_by__agency")
    return [
        ClockLine(
            clock_view(row, at=at),
            row.round,
            [Pausing(PAUSED[pause.why], pause.started_at, pause.ended_at) for pause in row.pauses.all()],
            getattr(row, "extension", None),
        )
        for row in rows.prefetch_related("pauses").order_by("-round", "-pk")
    ]


def turns(report: Report) -> list[Turn]:
    """Who held it, from when to when."""
    return list(report.turns.select_related("holder", "came_from").order_by("seq"))


def answers(report: Report) -> list[Answer]:
    """Questions with their answers, in the words of the version that was asked (one query where there are any)."""
    if not report.answers:
        return []
    asked = {
        (row.code, row.version): row for row in Question.objects.filter(code__in=[a["code"] for a in report.answers])
    }
    told = []
    for given in report.answers:
        row = asked.get((given["code"], given.get("version", 1)))
        told.append(Answer(row.text if row else given["code"], _said(row, given.get("value"))))
    return told


def _said(question: Question | None, value: object) -> str:
    if isinstance(value, bool) or value in ("ya", "yes", "tidak", "no"):
        return str(Pair("Ya", "Yes") if value in (True, "ya", "yes") else Pair("Tidak", "No"))
    for choice in question.choices if question else []:
        if choice["code"] == value:
            return str(Pair(choice["id"], choice["en"]))
    return str(value if value is not None else "")


class NearBy(NamedTuple):
    """A report close by; ``alike`` when it is of the same group and so perhaps the same matter."""

    report: Report
    title: str
    distance_m: float
    alike: bool


def near(report: Report, viewer: Viewer, *, at: datetime) -> list[NearBy]:
    """Open reports within 200 m of the last 30 days, likely duplicates first (one query)."""
    if report.lat is None or report.lon is None:
        return []
    found = duplicates.nearby(report.lat, report.lon, at=at, within=visible_to(viewer), exclude=report, most=8)
    group = _group_of(report)
    told = [
        NearBy(
            other.report,
            naming.title(other.report),
            other.distance_m,
            group is not None and _group_of(other.report) == group,
        )
        for other in found
    ]
    return sorted(told, key=lambda other: (not other.alike, other.distance_m))


def _group_of(report: Report) -> int | None:
    return report.category.group_id if report.category else None


def proof_photos(report: Report) -> list[Photo]:
    """Every proof that was sent in, the blocked ones too, with the photo they repeat."""
    proofs = report.photos.filter(purpose=Photo.Purpose.PROOF).select_related(
        "reused_from__report", "uploaded_by__user"
    )
    return list(proofs.order_by("-pk"))
