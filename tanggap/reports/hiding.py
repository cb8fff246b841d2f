"""Taking words, photos, feedback or a whole report out of public view, with a reason. The original is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from tanggap.agencies.models import Agency, Seat
from tanggap.journal.record import record
from tanggap.kit.words import Pair
from tanggap.moderation import hide as moderation
from tanggap.moderation.models import Hiding
from tanggap.reports.authority import Actor, Officer
from tanggap.reports.models import Feedback, Photo, Report, Statement
from tanggap.reports.refusals import Incomplete, NotNow, NotYours

REASONS: Final[dict[str, Pair]] = {
    Hiding.Reason.PERSONAL: Pair("Memuat data pribadi", "Holds personal data"),
    Hiding.Reason.ABUSE: Pair("Kata kasar", "Abusive words"),
    Hiding.Reason.GRAPHIC: Pair("Gambar tidak pantas", "Unfit picture"),
    Hiding.Reason.HOAX: Pair("Tidak benar", "Not true"),
    Hiding.Reason.ASKED: Pair("Permintaan pelapor", "The reporter asked for it"),
}

NO_REASON = Pair("Pilih alasannya dari daftar.", "Choose a reason from the list.")
NO_SUCH_PART = Pair("Bagian itu tidak ada di laporan ini.", "This report has no such part.")
ALREADY = Pair("Bagian ini sudah disembunyikan.", "This part is hidden already.")
NOT_HIDDEN = Pair("Bagian ini tidak sedang disembunyikan.", "This part is not hidden.")
NOT_YOURS = Pair(
    "Hanya petugas pemegang laporan, meja Biro Pemerintahan, atau administrator yang dapat menyembunyikan.",
    "Only officers of the holder, the desk of Biro Pemerintahan or an administrator can hide.",
)


@dataclass(frozen=True)
class Part:
    """A part of a report that can be hidden: its kind, its row and the field that says so."""

    kind: str
    row: Report | Statement | Photo | Feedback
    field: str = "hidden"

    @property
    def target(self) -> str:
        """The name that the moderation row knows, e.g. ``photo:17``."""
        return f"{self.kind}:{self.row.pk}"

    @property
    def hidden(self) -> bool:
        return bool(getattr(self.row, self.field))


_FINDERS: Final[dict[str, Callable[[Report, int], Part]]] = {
    "report": lambda report, pk: Part("report", report),
    "words": lambda report, pk: Part("words", report, "words_hidden"),
    "statement": lambda report, pk: Part("statement", report.statements.get(pk=pk)),
    "photo": lambda report, pk: Part("photo", report.photos.get(pk=pk)),
    "feedback": lambda report, pk: Part("feedback", report.feedback.get(pk=pk)),
}


def part_of(report: Report, target: str) -> Part:
    """The part that a target such as ``statement:12`` names; raises Incomplete when this report has none such."""
    kind, _, key = target.partition(":")
    if kind not in _FINDERS or not key.isdecimal() or (kind in {"report", "words"} and int(key) != report.pk):
        raise Incomplete(NO_SUCH_PART, field="target")
    try:
        return _FINDERS[kind](report, int(key))
    except (Statement.DoesNotExist, Photo.DoesNotExist, Feedback.DoesNotExist):
        raise Incomplete(NO_SUCH_PART, field="target") from None


def may_hide(by: Actor, report: Report) -> bool:
    """An officer of the holder; the desk and administrators of the city, who do not touch Inspektorat's cases."""
    if not isinstance(by, Officer):
        return False
    role, seat = by.seat.role, by.seat
    if role == Seat.Role.OFFICER:
        return seat.agency_id == report.holder_id
    if role == Seat.Role.ADMIN:
        return not report.confidential and report.holder.path.startswith(seat.agency.path)
    return role == Seat.Role.DESK and seat.agency.kind == Agency.Kind.BIRO and not report.confidential


@transaction.atomic
def hide(report: Report, target: str, *, reason: str, by: Actor, at: datetime) -> Hiding:
    """Take one part out of view; who and why is journalled on the report and on the hiding.

    Raises NotYours, Incomplete (no such part or reason) and NotNow (hidden already).
    """
    part = _locked(report, target, by=by)
    if reason not in REASONS:
        raise Incomplete(NO_REASON, field="reason")
    try:
        hiding = moderation.hide(part.target, reason=reason, by=by.code, at=at)
    except moderation.AlreadyHidden:
        raise NotNow(ALREADY, field="target") from None
    _show(part, report, verb="hide", hidden=True, by=by, at=at, reason=reason)
    return hiding


@transaction.atomic
def lift(report: Report, target: str, *, by: Actor, at: datetime) -> Hiding:
    """Bring one part back into view. Raises NotYours, Incomplete and NotNow (not hidden)."""
    part = _locked(report, target, by=by)
    try:
        hiding = moderation.lift(part.target, by=by.code, at=at)
    except moderation.NotHidden:
        raise NotNow(NOT_HIDDEN, field="target") from None
    _show(part, report, verb="unhide", hidden=False, by=by, at=at)
    return hiding


def standing(report: Report) -> dict[str, Hiding]:
    """The hidings of this report that stand now, by target (three queries for the parts, one for the hidings)."""
    targets = [f"report:{report.pk}", f"words:{report.pk}"]
    for kind, rows in (("statement", report.statements), ("photo", report.photos), ("feedback", report.feedback)):
        targets += [f"{kind}:{pk}" for pk in rows.filter(hidden=True).values_list("pk", flat=True)]
    return {hiding.target: hiding for hiding in moderation.hidings(targets)}


def _locked(report: Report, target: str, *, by: Actor) -> Part:
    report.refresh_from_db(from_queryset=Report.objects.select_for_update())
    if not may_hide(by, report):
        raise NotYours(NOT_YOURS)
    return part_of(report, target)


def _show(part: Part, report: Report, *, verb: str, hidden: bool, by: Actor, at: datetime, **facts: str) -> None:
    setattr(part.row, part.field, hidden)
    if part.row is not report:
        part.row.save(update_fields=[part.field])
    record(report, verb, by=by.code, at=at, target=part.target, **facts)
    report.save(update_fields=["hidden", "words_hidden", *Report.JOURNAL_FIELDS])
