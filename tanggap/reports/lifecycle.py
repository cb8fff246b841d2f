"""The life of a report: one table of moves, and the one function that writes ``Report.status``.

A row says everything about a move: from where, to where, who may, what it needs, what else it changes. Console
buttons, the API and ``docs/lifecycle.md`` are drawn from it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from tanggap.journal.models import Event
from tanggap.journal.record import record
from tanggap.kit.words import Pair
from tanggap.reports import consequences as then
from tanggap.reports import guards, needs, promises, statements
from tanggap.reports.authority import (
    Actor,
    Authority,
    Officer,
    Viewer,
    any_of,
    assignee,
    desk,
    holder,
    parent_supervisor,
    reporter,
    reporter_or_merged,
    system,
    validator,
)
from tanggap.reports.guards import Guard
from tanggap.reports.models import Photo, Report, Status
from tanggap.reports.needs import AGENCY, CATEGORY, CREW, PARENT, PLACE, PROOF, REFUSAL, UNIT, UNTIL, WORDS, Need
from tanggap.reports.refusals import NotNow, NotYours

S = Status

UNTOUCHED = frozenset({S.WAITING, S.COORDINATED, S.DISPATCHED})
HANDLED = promises.HANDLED
OPEN = HANDLED | {S.VALIDATION}
ENDED = frozenset({S.DONE, S.REFUSED, S.CLOSED})


def finished(report: Report) -> Status:
    """Where a resolved report goes: a validator looks first where the category or an uploaded proof asks for it."""
    uploaded = any(photo.origin == Photo.Origin.UPLOAD for photo in needs.proofs(report))
    validated = report.category is not None and report.category.validated
    return S.VALIDATION if (uploaded or validated) and not report.confidential else S.DONE


class Move(NamedTuple):
    """One verb of a report's life."""

    label: Pair
    sources: frozenset[Status]
    target: Status | Callable[[Report], Status] | None
    allowed_to: Authority
    needs: tuple[Need, ...] = ()
    then: then.Consequence = then.nothing
    unless: tuple[Guard, ...] = ()
    key: str = ""


MOVES: dict[str, Move] = {
    "locate": Move(
        Pair("Lengkapi lokasi", "Complete the place"), UNTOUCHED, None, desk, (PLACE,), then.located, key="L"
    ),
    "categorise": Move(
        Pair("Tentukan kategori", "Set the category"), UNTOUCHED, None, desk, (CATEGORY,), then.categorised, key="C"
    ),
    "verify": Move(
        Pair("Sudah diperiksa di lapangan", "Checked on site"),
        frozenset({S.WAITING}),
        None,
        validator,
        (),
        then.verified,
        (guards.no_check_asked, guards.verified),
        key="V",
    ),
    "take": Move(
        Pair("Kerjakan", "Take it"), UNTOUCHED, S.IN_PROGRESS, holder, (), then.took, (guards.unverified,), key="P"
    ),
    "assign": Move(
        Pair("Tugaskan", "Assign"),
        HANDLED,
        S.IN_PROGRESS,
        holder,
        (CREW,),
        then.assigned,
        (guards.unverified,),
        key="A",
    ),
    "coordinate": Move(
        Pair("Koordinasikan ke instansi lain", "Pass to another agency"),
        HANDLED,
        S.COORDINATED,
        holder,
        (AGENCY, WORDS),
        then.coordinated,
        (guards.confidential,),
        key="D",
    ),
    "send_back": Move(
        Pair("Kembalikan ke pengirim", "Send back"),
        frozenset({S.COORDINATED}),
        S.COORDINATED,
        holder,
        (WORDS,),
        then.sent_back,
        (guards.decided, guards.not_received),
        key="B",
    ),
    "decide": Move(
        Pair("Putuskan penanggung jawab", "Decide who handles it"),
        UNTOUCHED,
        S.COORDINATED,
        desk,
        (AGENCY, WORDS),
        then.decided,
        (guards.not_at_desk,),
        key="T",
    ),
    "dispose": Move(
        Pair("Disposisi ke unit", "Instruct a unit"),
        HANDLED,
        S.DISPATCHED,
        holder,
        (UNIT,),
        then.disposed,
        (guards.no_units,),
        key="U",
    ),
    "ask_extension": Move(
        Pair("Minta tanggal baru (EWS)", "Ask for a later date (EWS)"),
        frozenset({S.COORDINATED, S.DISPATCHED, S.IN_PROGRESS}),
        None,
        holder,
        (UNTIL, WORDS),
        then.extension_asked,
        (guards.extended,),
        key="E",
    ),
    "grant_extension": Move(
        Pair("Setujui tanggal baru", "Approve the later date"),
        OPEN,
        None,
        parent_supervisor,
        (),
        then.extension_granted,
        (guards.no_extension_pending,),
        key="Y",
    ),
    "deny_extension": Move(
        Pair("Tolak tanggal baru", "Decline the later date"),
        OPEN,
        None,
        parent_supervisor,
        (WORDS,),
        then.extension_denied,
        (guards.no_extension_pending,),
        key="N",
    ),
    "resolve": Move(
        Pair("Selesai dengan bukti", "Done, with proof"),
        frozenset({S.IN_PROGRESS}),
        finished,
        any_of(holder, assignee),
        (WORDS, PROOF),
        then.resolved,
        key="S",
    ),
    "accept": Move(
        Pair("Terima tindak lanjut", "Accept the follow-up"),
        frozenset({S.VALIDATION}),
        S.DONE,
        validator,
        (),
        then.accepted,
        key="Y",
    ),
    "reject": Move(
        Pair("Tolak tindak lanjut", "Reject the follow-up"),
        frozenset({S.VALIDATION}),
        S.IN_PROGRESS,
        validator,
        (WORDS,),
        then.rejected,
        key="N",
    ),
    "ask": Move(
        Pair("Tanya pelapor", "Ask the reporter"),
        HANDLED,
        None,
        holder,
        (WORDS,),
        then.asked,
        (guards.no_contact, guards.asking, guards.asked_enough),
        key="Q",
    ),
    "answer": Move(Pair("Jawab", "Answer"), HANDLED, None, reporter, (WORDS,), then.answered, (guards.not_asking,)),
    "resume": Move(
        Pair("Waktu jawab habis", "Time to answer is over"),
        HANDLED,
        None,
        system,
        (),
        then.answered,
        (guards.not_asking,),
    ),
    "message": Move(
        Pair("Kirim pesan ke pelapor", "Message the reporter"),
        OPEN,
        None,
        any_of(holder, assignee),
        (WORDS,),
        unless=(guards.no_contact,),
        key="M",
    ),
    "write": Move(Pair("Tulis pesan ke petugas", "Write to the officer"), OPEN, None, reporter, (WORDS,)),
    "refuse": Move(
        Pair("Tolak dengan alasan", "Refuse with a reason"),
        UNTOUCHED,
        S.REFUSED,
        any_of(holder, desk),
        (REFUSAL, WORDS),
        then.refused,
        key="X",
    ),
    "appeal": Move(
        Pair("Ajukan keberatan", "Appeal"),
        frozenset({S.REFUSED}),
        S.WAITING,
        reporter,
        (WORDS,),
        then.appealed,
        (guards.appealed,),
    ),
    "withdraw": Move(Pair("Batalkan laporan", "Withdraw"), UNTOUCHED, S.CLOSED, reporter, (), then.withdrawn),
    "merge": Move(
        Pair("Gabung laporan serupa", "Merge a duplicate"),
        HANDLED,
        None,
        any_of(holder, desk),
        (PARENT,),
        then.merged,
        key="G",
    ),
    "unmerge": Move(
        Pair("Pisahkan kembali", "Separate again"), HANDLED, None, any_of(holder, desk), (), then.unmerged, key="H"
    ),
    "reopen": Move(
        Pair("Belum beres", "Not settled"),
        frozenset({S.DONE}),
        S.IN_PROGRESS,
        reporter_or_merged,
        (WORDS,),
        then.reopened,
        (guards.too_late_to_reopen,),
    ),
    "publish": Move(
        Pair("Terbitkan tanpa kata-kata", "Publish without words"),
        frozenset({S.DONE, S.CLOSED}),
        None,
        reporter,
        (),
        then.published,
        (guards.published, guards.confidential),
    ),
    "close": Move(
        Pair("Sudah beres", "Settled"), frozenset({S.DONE}), S.CLOSED, any_of(reporter, system), (), then.nothing
    ),
}

WHILE_MERGED = frozenset({"unmerge", "write", "message"})
"""A merged report stands still: it lives in the one it joined."""


class OpenMove(NamedTuple):
    """A move that a viewer may make now, and the actor as whom."""

    verb: str
    move: Move
    by: Officer


@transaction.atomic
def move(report: Report, verb: str, *, by: Actor, at: datetime, **given: Any) -> Event:
    """Carry out one verb; the only writer of ``Report.status``.

    Raises NotNow when the report stands elsewhere, NotYours when somebody else may, Incomplete when something is
    missing. The row is locked, so that of two officers who press at once the later one meets NotNow.
    """
    _lock(report, given.get("parent"))
    step = MOVES[verb]
    refuse_unless_open(report, verb, at=at)
    if not step.allowed_to(by, report):
        raise NotYours(_theirs(step))
    for need in step.needs:
        need.refuse(report, given, at=at)
    was = report.status
    target = step.target(report) if callable(step.target) else step.target
    report.status = target or report.status
    extra = step.then(report, by, at, given)
    if report.status not in ENDED:
        report.ended_at = None
    elif was not in ENDED:
        report.ended_at = at
    report.updated_at = at
    report.next_due_at = promises.next_due(report)
    event = record(report, verb, by=by.code, at=at, was=was, **facts(report), **extra, **statements.digested(given))
    statements.keep(report, event, given, by=by)
    report.save()
    return event


def _lock(report: Report, parent: object) -> None:
    ids = sorted({report.pk, parent.pk}) if isinstance(parent, Report) else [report.pk]
    # Always in the order of their keys, so that two merges the other way round do not wait for each other.
    locked = {row.pk: row for row in Report.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    for mine in (report, parent):
        if isinstance(mine, Report):
            mine.__dict__.update({f.attname: getattr(locked[mine.pk], f.attname) for f in Report._meta.concrete_fields})
            mine._state.fields_cache.clear()


def facts(report: Report) -> dict[str, Any]:
    """What the journal keeps of a report with each event, enough to replay it to its present state."""
    return {
        "now": report.status,
        "holder": report.holder_id,
        "assignee": report.assignee_id,
        "round": report.round,
        "merged_into": report.merged_into_id,
        "asking": report.asked_at is not None,
    }


def refuse_unless_open(report: Report, verb: str, *, at: datetime) -> None:
    """Raise NotNow when the verb has no place at this point of the report's life."""
    step = MOVES[verb]
    merged = report.merged_into_id is not None
    if merged and verb not in WHILE_MERGED:
        raise NotNow(Pair("Laporan ini sudah digabung.", "This report has been merged."))
    if verb == "unmerge" and not merged:
        raise NotNow(Pair("Laporan ini tidak sedang digabung.", "This report is not merged."))
    if report.status not in step.sources:
        raise NotNow(
            Pair(
                f"“{step.label.id}” tidak bisa lagi: status laporan sekarang {report.get_status_display()}.",
                f"“{step.label.en}” is no longer possible: the report is now {report.get_status_display()}.",
            )
        )
    for guard in step.unless:
        if sentence := guard(report, at):
            raise NotNow(sentence)


def _theirs(step: Move) -> Pair:
    return Pair(
        f"“{step.label.id}” adalah wewenang orang lain pada laporan ini.",
        f"On this report, “{step.label.en}” is for somebody else.",
    )


def may(report: Report, verb: str, *, by: Actor, at: datetime) -> bool:
    """Whether this actor could make this move now, given what it needs."""
    try:
        refuse_unless_open(report, verb, at=at)
    except NotNow:
        return False
    return MOVES[verb].allowed_to(by, report)


def open_moves(report: Report, viewer: Viewer, *, at: datetime) -> list[OpenMove]:
    """Every move that this viewer may make now, once each, in the order of the table."""
    found: dict[str, OpenMove] = {}
    for verb, step in MOVES.items():
        for officer in viewer.officers:
            if verb not in found and step.allowed_to(officer, report) and may(report, verb, by=officer, at=at):
                found[verb] = OpenMove(verb, step, officer)
    return list(found.values())


def replay(events: list[Event]) -> dict[str, Any]:
    """Tell a report's state from its journal alone."""
    state: dict[str, Any] = {}
    for event in events:
        state.update({key: event.data[key] for key in FACT_NAMES if key in event.data})
    return state


FACT_NAMES = ("now", "holder", "assignee", "round", "merged_into", "asking")
