"""Why a move that the status would allow has no place just now. Each guard returns the sentence, or None."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from tanggap.agencies.models import Agency
from tanggap.kit.words import Pair
from tanggap.reports import promises
from tanggap.reports.models import Extension, Report, Turn

Guard = Callable[[Report, datetime], Pair | None]

REOPEN_WITHIN = timedelta(days=14)
"""For how long a finished report can be reopened; after it the report closes by itself. Unconfirmed."""


def no_check_asked(report: Report, at: datetime) -> Pair | None:
    if report.category is not None and report.category.verify_first:
        return None
    return Pair("Kategori ini tidak perlu diperiksa dulu.", "This category needs no check beforehand.")


def verified(report: Report, at: datetime) -> Pair | None:
    return Pair("Laporan ini sudah diperiksa.", "The report has been checked already.") if report.verified_at else None


def unverified(report: Report, at: datetime) -> Pair | None:
    if report.verified_at or report.category is None or not report.category.verify_first:
        return None
    return Pair("Tunggu pemeriksaan lapangan dulu.", "A check on site comes first.")


def confidential(report: Report, at: datetime) -> Pair | None:
    return (
        Pair("Kasus rahasia tetap di Inspektorat.", "A confidential case stays here.") if report.confidential else None
    )


def decided(report: Report, at: datetime) -> Pair | None:
    return Pair("Penanggung jawab sudah diputuskan meja.", "The desk has decided.") if report.decided else None


def not_received(report: Report, at: datetime) -> Pair | None:
    if Turn.objects.filter(report=report, ended_at=None, came_by__in=["coordinate", "send_back", "appeal"]).exists():
        return None
    return Pair("Laporan ini tidak dikirim instansi lain.", "No other agency sent this report.")


def not_at_desk(report: Report, at: datetime) -> Pair | None:
    if report.holder.kind == Agency.Kind.BIRO:
        return None
    return Pair("Laporan ini tidak sedang di meja.", "The report is not at the desk.")


def no_units(report: Report, at: datetime) -> Pair | None:
    if Agency.objects.filter(parent=report.holder_id, valid_to=None).exists():
        return None
    return Pair("Instansi ini tidak punya unit di bawahnya.", "This agency has no units.")


def extended(report: Report, at: datetime) -> Pair | None:
    if Extension.objects.filter(report=report, clock__round=report.round).exists():
        return Pair("Tanggal baru hanya dapat diminta sekali.", "A later date can be asked for once only.")
    if promises.resolution_clock(report) is None:
        return Pair("Batas waktu penyelesaian belum berjalan.", "The time to finish is not running yet.")
    return None


def no_extension_pending(report: Report, at: datetime) -> Pair | None:
    if Extension.objects.filter(report=report, granted=None).exists():
        return None
    return Pair("Tidak ada permintaan tanggal baru.", "No later date has been asked for.")


def no_contact(report: Report, at: datetime) -> Pair | None:
    if report.has_contact:
        return None
    return Pair("Pelapor tidak meninggalkan kontak.", "The reporter left no contact.")


def asking(report: Report, at: datetime) -> Pair | None:
    return Pair("Pertanyaan sebelumnya belum dijawab.", "The last question is still open.") if report.asked_at else None


def not_asking(report: Report, at: datetime) -> Pair | None:
    return None if report.asked_at else Pair("Tidak ada pertanyaan yang terbuka.", "No question is open.")


def asked_enough(report: Report, at: datetime) -> Pair | None:
    if promises.ask_time_left(report, at=at) > timedelta(0):
        return None
    return Pair("Tiga hari untuk bertanya sudah terpakai.", "The three days for questions are used up.")


def published(report: Report, at: datetime) -> Pair | None:
    if report.privacy == Report.Privacy.PUBLIC:
        return Pair("Laporan ini sudah publik.", "The report is public already.")
    return None


def appealed(report: Report, at: datetime) -> Pair | None:
    return (
        Pair("Keberatan hanya dapat diajukan sekali.", "An appeal is possible once only.") if report.appealed else None
    )


def too_late_to_reopen(report: Report, at: datetime) -> Pair | None:
    if report.ended_at is None or at <= report.ended_at + REOPEN_WITHIN:
        return None
    return Pair("Sudah lebih dari 14 hari; buat laporan baru.", "More than 14 days ago; please file a new report.")
