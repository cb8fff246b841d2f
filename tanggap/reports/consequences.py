"""What a move changes beside the status: clocks, turns, and the facts that stand beside it.

Each function is named after its verb, changes the report it is given (the caller saves it) and returns what the
journal should know more: codes and ids, never words.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone

from tanggap.areas.models import Area
from tanggap.kit.words import Pair
from tanggap.reports import catalogue, duplicates, handover, needs, promises, routing
from tanggap.reports.authority import Actor, Officer
from tanggap.reports.models import Extension, Pause, Report, Status
from tanggap.reports.refusals import Incomplete, NotNow

Facts = dict[str, Any]
Consequence = Callable[[Report, Actor, datetime, needs.Given], Facts]


def nothing(report: Report, by: Actor, at: datetime, given: needs.Given) -> Facts:
    """The move speaks for itself."""
    return {}


def took(report: Report, by: Actor, at: datetime, given: needs.Given) -> Facts:
    promises.begin_work(report, at=at)
    handover.act(report, at=at)
    return {}


def assigned(report: Report, by: Actor, at: datetime, given: needs.Given) -> Facts:
    report.assignee = given["crew"]
    return took(report, by, at, given)


def coordinated(report: Report, by: Actor, at: datetime, given: needs.Given) -> Facts:
    promises.begin_work(report, at=at)
    handover.coordinate(report, given["agency"], at=at)
    return {}


def sent_back(report: Report, by: Actor, at: datetime, given: needs.Given) -> Facts:
    handover.send_back(report, at=at)
    return {}


def decided(report: Report, by: Actor, at: datetime, given: needs.Given) -> Facts:
    promises.begin_work(report, at=at)
    handover.decide(report, given["agency"], at=at)
    return {}


def disposed(report: Report, by: Actor, at: datetime, given: needs.Given) -> Facts:
    promises.begin_work(report, at=at)
    handover.dispose(report, given["unit"], at=at)
    return {}


def _reroute(report: Report, *, verb: str, at: datetime) -> None:
    target = routing.route(
        category=report.category,
        area_code=report.area.code if report.area else None,
        confidential=report.confidential,
        on=timezone.localdate(at),
    )
    if target.pk != report.holder_id:
        handover.pass_to(report, target, verb=verb, at=at)


def located(report: Report, by: Actor, at: datetime, given: needs.Given) -> Facts:
    area = Area.objects.filter(code=given["area_code"], level=Area.Level.KELURAHAN).first()
    if area is None:
        raise Incomplete(Pair("Kelurahan itu tidak dikenal.", "No such kelurahan."), field="area_code")
    report.area = area
    report.area_exact = bool(given.get("exact", False))
    report.lat, report.lon = given.get("lat", area.lat), given.get("lon", area.lon)
    report.cell = duplicates.cell_of(report.lat, report.lon)
    report.place_source = Report.PlaceSource.DESK
    report.landmark = str(given.get("landmark") or report.landmark)[:160]
    _reroute(report, verb="locate", at=at)
    return {"area": area.code}


def categorised(report: Report, by: Actor, at: datetime, given: needs.Given) -> Facts:
    report.category = given["category"]
    report.confidential = report.confidential or report.category.confidential
    _reroute(report, verb="categorise", at=at)
    return {"category": report.category.code}


def verified(report: Report, by: Actor, at: datetime, given: needs.Given) -> Facts:
    report.verified_at = at
    return {}


def extension_asked(report: Report, by: Actor, at: datetime, given: needs.Given) -> Facts:
    assert isinstance(by, Officer)
    clock = promises.resolution_clock(report)
    if clock is None or hasattr(clock, "extension"):
        raise NotNow(Pair("Tanggal baru hanya dapat diminta sekali.", "A new date can be asked for once only."))
    Extension.objects.create(report=report, clock=clock, until=given["until"], asked_at=at, asked_by=by.seat)
    return {"until": given["until"].isoformat()}


def _pending(report: Report) -> Extension:
    extension = Extension.objects.filter(report=report, granted=None).select_related("clock").first()
    if extension is None:
        raise NotNow(Pair("Tidak ada permintaan tanggal baru.", "No new date has been asked for."))
    return extension


def _extension_decided(report: Report, by: Actor, at: datetime, *, granted: bool) -> Extension:
    assert isinstance(by, Officer)
    extension = _pending(report)
    extension.granted, extension.decided_at, extension.decided_by = granted, at, by.seat
    extension.save(update_fields=["granted", "decided_at", "decided_by"])
    return extension


def extension_granted(report: Report, by: Actor, at: datetime, given: needs.Given) -> Facts:
    extension = _extension_decided(report, by, at, granted=True)
    clock = extension.clock
    clock.due_at = max(clock.due_at, extension.until)
    clock.save(update_fields=["due_at"])
    return {"until": clock.due_at.isoformat()}


def extension_denied(report: Report, by: Actor, at: datetime, given: needs.Given) -> Facts:
    _extension_decided(report, by, at, granted=False)
    return {}


def _ask_ended(report: Report, *, at: datetime) -> None:
    report.asked_at = report.asked_until = None
    promises.resume(report, Pause.Why.ASKED, at=at)


def resolved(report: Report, by: Actor, at: datetime, given: needs.Given) -> Facts:
    assert isinstance(by, Officer)
    shown = needs.proofs(report)
    _ask_ended(report, at=at)
    report.resolved_at, report.resolved_by, report.followup_rejected = at, by.seat, False
    promises.pause(report, Pause.Why.RESOLVED, at=at)
    if report.status == Status.DONE:
        promises.stop(report, at=at)
    handover.act(report, at=at)
    return {"proofs": [photo.pk for photo in shown]}


def accepted(report: Report, by: Actor, at: datetime, given: needs.Given) -> Facts:
    promises.stop(report, at=at)
    return {}


def rejected(report: Report, by: Actor, at: datetime, given: needs.Given) -> Facts:
    report.followup_rejected = True
    promises.resume(report, Pause.Why.RESOLVED, at=at)
    return {}


def asked(report: Report, by: Actor, at: datetime, given: needs.Given) -> Facts:
    report.asked_at = at
    report.asked_until = at + promises.ask_time_left(report, at=at)
    promises.pause(report, Pause.Why.ASKED, at=at)
    handover.act(report, at=at)
    return {}


def answered(report: Report, by: Actor, at: datetime, given: needs.Given) -> Facts:
    _ask_ended(report, at=at)
    return {}


def refused(report: Report, by: Actor, at: datetime, given: needs.Given) -> Facts:
    report.refusal = given["refusal"]
    report.assignee = None
    _ask_ended(report, at=at)
    promises.stop(report, at=at, kind=promises.COORDINATION)
    promises.pause(report, Pause.Why.REFUSED, at=at)
    handover.act(report, at=at)
    return {"refusal": given["refusal"].code}


def appealed(report: Report, by: Actor, at: datetime, given: needs.Given) -> Facts:
    report.appealed = True
    report.refusal = None
    report.round += 1
    desk = catalogue.current().desk
    if report.holder_id != desk.pk and not report.confidential:
        handover.pass_to(report, desk, verb="appeal", at=at)
    promises.resume(report, Pause.Why.REFUSED, at=at)
    promises.start(report, promises.COORDINATION, at=at)
    return {}


def withdrawn(report: Report, by: Actor, at: datetime, given: needs.Given) -> Facts:
    report.asked_at = report.asked_until = None
    promises.stop(report, at=at)
    return {}


def merged(report: Report, by: Actor, at: datetime, given: needs.Given) -> Facts:
    _ask_ended(report, at=at)
    duplicates.merge(report, given["parent"], at=at)
    handover.act(report, at=at)
    return {"parent": given["parent"].number}


def unmerged(report: Report, by: Actor, at: datetime, given: needs.Given) -> Facts:
    duplicates.unmerge(report, at=at)
    return {}


def published(report: Report, by: Actor, at: datetime, given: needs.Given) -> Facts:
    report.privacy = Report.Privacy.PUBLIC
    report.words_hidden = True
    report.statements.filter(by_reporter=True).update(hidden=True)
    # What was said at "sudah beres" was said in private.
    report.feedback.update(hidden=True)
    return {"privacy": report.privacy}


def reopened(report: Report, by: Actor, at: datetime, given: needs.Given) -> Facts:
    report.round += 1
    report.resolved_at = report.resolved_by = None
    promises.start(report, promises.RESOLUTION, at=at)
    return {}
