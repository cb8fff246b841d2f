"""What a move needs from the person who makes it, and the sentence that says so when it is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from tanggap.agencies.models import Agency, Seat
from tanggap.kit.words import Pair
from tanggap.reports import promises
from tanggap.reports.models import Category, Photo, RefusalReason, Report
from tanggap.reports.refusals import Incomplete
from tanggap.reports.statements import written

LONGEST_WORDS = 4000
"""Characters in one statement; GeoReport v2 takes as many in a description."""

Given = dict[str, Any]


class Need(NamedTuple):
    """One input of a move: its name among the given, and the check that refuses a wrong one."""

    name: str
    label: Pair
    check: Callable[[Report, Given, datetime], Pair | None]

    def refuse(self, report: Report, given: Given, *, at: datetime) -> None:
        """Raise ``Incomplete`` with a sentence when the input is missing or wrong."""
        if sentence := self.check(report, given, at):
            raise Incomplete(sentence, field=self.name)


def _words(report: Report, given: Given, at: datetime) -> Pair | None:
    text = written(given.get("words"))
    if not text:
        return Pair("Tulis dulu keterangannya.", "Please write a few words first.")
    if len(text) > LONGEST_WORDS:
        return Pair(
            f"Keterangan terlalu panjang: {len(text)} huruf, paling banyak {LONGEST_WORDS}.",
            f"That is too long: {len(text)} characters, at most {LONGEST_WORDS}.",
        )
    return None


def _one_of(name: str, kind: type, sentence: Pair) -> Callable[[Report, Given, datetime], Pair | None]:
    def check(report: Report, given: Given, at: datetime) -> Pair | None:
        return None if isinstance(given.get(name), kind) else sentence

    return check


def _crew(report: Report, given: Given, at: datetime) -> Pair | None:
    seat = given.get("crew")
    if not isinstance(seat, Seat):
        return Pair("Pilih petugas yang ditugaskan.", "Choose who gets the task.")
    ours = seat.agency.path.startswith(report.holder.path) and seat.until is None
    if not ours or seat.role not in (Seat.Role.CREW, Seat.Role.OFFICER):
        return Pair(f"{seat.title} bukan petugas {report.holder.short}.", f"{seat.title} is not of your unit.")
    return None


def _until(report: Report, given: Given, at: datetime) -> Pair | None:
    until = given.get("until")
    if not isinstance(until, datetime):
        return Pair("Pilih tanggal selesai yang baru.", "Choose the new date.")
    clock = promises.resolution_clock(report)
    if clock is not None and until <= clock.due_at:
        return Pair("Tanggal baru harus setelah batas waktu sekarang.", "The new date must be after the present one.")
    if until > report.filed_at + promises.LONGEST:
        return Pair(
            "Paling lama 60 hari sejak laporan masuk (Perpres 76/2013).",
            "At most 60 days after the report came in (Perpres 76/2013).",
        )
    return None


def proofs(report: Report) -> list[Photo]:
    """The checked proof photos that count now: of this round, and newer than a follow-up that was rejected."""
    photos = report.photos.filter(
        purpose=Photo.Purpose.PROOF, round=report.round, checked_at__isnull=False, hidden=False
    )
    if report.followup_rejected and report.resolved_at is not None:
        photos = photos.filter(uploaded_at__gt=report.resolved_at)
    return list(photos)


def _proof(report: Report, given: Given, at: datetime) -> Pair | None:
    if proofs(report):
        return None
    return Pair("Ambil dulu foto bukti pekerjaan.", "Take a proof photo of the work first.")


def _place(report: Report, given: Given, at: datetime) -> Pair | None:
    if given.get("area_code"):
        return None
    return Pair("Tentukan titik atau kelurahannya.", "Set the point or the kelurahan.")


WORDS = Need("words", Pair("Keterangan", "Words"), _words)
AGENCY = Need(
    "agency",
    Pair("Instansi tujuan", "Agency"),
    _one_of("agency", Agency, Pair("Pilih instansi yang berwenang.", "Choose the agency in charge.")),
)
UNIT = Need(
    "unit",
    Pair("Unit", "Unit"),
    _one_of("unit", Agency, Pair("Pilih unit di bawah Anda.", "Choose one of your units.")),
)
CREW = Need("crew", Pair("Petugas", "Crew"), _crew)
UNTIL = Need("until", Pair("Selesai paling lambat", "Done by"), _until)
PROOF = Need("proof", Pair("Foto bukti", "Proof photo"), _proof)
PLACE = Need("area_code", Pair("Lokasi", "Place"), _place)
CATEGORY = Need(
    "category",
    Pair("Kategori", "Category"),
    _one_of("category", Category, Pair("Pilih kategorinya.", "Choose the category.")),
)
REFUSAL = Need(
    "refusal",
    Pair("Alasan penolakan", "Reason"),
    _one_of("refusal", RefusalReason, Pair("Pilih alasan dari daftar.", "Choose a reason from the list.")),
)
PARENT = Need(
    "parent",
    Pair("Gabung ke laporan", "Merge into"),
    _one_of("parent", Report, Pair("Sebutkan nomor laporan yang sama.", "Name the report it duplicates.")),
)
