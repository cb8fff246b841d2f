"""Letters on paper: their number in the mail room's register, their sealed scans, and the answers to be printed."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils.formats import date_format

from tanggap.accounts import sealing, vault
from tanggap.accounts.contact import Contact
from tanggap.carriers.models import Delivery
from tanggap.channels.models import PaperLetter
from tanggap.kit.words import Pair
from tanggap.reports import photos
from tanggap.reports.models import Report
from tanggap.reports.refusals import Incomplete

PDF = "application/pdf"
CARRIER = "paper"
PDF_HEAD, PDF_END = b"%PDF-", b"%%EOF"
END_WITHIN = 2048  # bytes before the end of a PDF in which its last mark stands
MOST_IN_TRAY = 100

NOT_A_SCAN = Pair(
    "Pindaian harus berupa PDF utuh atau foto JPEG, PNG, WebP, atau HEIC.",
    "A scan is a whole PDF, or a JPEG, PNG, WebP or HEIC photo.",
)
TOO_HEAVY = Pair("Pindaian paling besar {most} MB.", "A scan may have {most} MB at most.")
NO_AGENDA = Pair("Isi nomor agenda surat.", "Give the agenda number of the letter.")


class NoScan(Exception):
    """No scan is kept with this report."""

    sentence = Pair("Tidak ada pindaian surat untuk laporan ini.", "There is no scan of a letter with this report.")


def sender(agenda_number: str, contact: Contact | None) -> Contact:
    """The sender as the vault keeps them: always reachable, since the register knows whose letter it was."""
    given = contact or Contact()
    return Contact(given.name, given.email, given.phone, handle=f"surat:{clean(agenda_number)}")


def clean(agenda_number: str) -> str:
    """The agenda number with single spaces. Raises Incomplete where there is none."""
    text = " ".join(agenda_number.split())[:40]
    if not text:
        raise Incomplete(NO_AGENDA, field="agenda")
    return text


def check(scan: File[Any], *, at: datetime) -> str:
    """The type of a scan that can be kept. Raises Incomplete for anything that is none."""
    if not scan.size or scan.size > settings.PHOTO_LARGEST:
        raise Incomplete(TOO_HEAVY.format(most=settings.PHOTO_LARGEST // 2**20), field="scan")
    scan.seek(0)
    body = scan.read()
    scan.seek(0)
    if body.startswith(PDF_HEAD):
        if PDF_END not in body[-END_WITHIN:]:
            raise Incomplete(NOT_A_SCAN, field="scan")
        return PDF
    try:
        kind = photos.look_at(scan, at=at).kind
    except photos.NotAPhoto:
        raise Incomplete(NOT_A_SCAN, field="scan") from None
    finally:
        scan.seek(0)
    return f"image/{'jpeg' if kind.ending == 'jpg' else kind.ending}"


def keep(
    report: Report,
    *,
    agenda_number: str,
    written_on: date | None,
    scan: File[Any] | None,
    at: datetime,
) -> PaperLetter:
    """Keep what the register says of a letter, once for a report, and its scan encrypted. Raises Incomplete."""
    known = PaperLetter.objects.filter(report=report).first()
    if known is not None:
        return known
    letter = PaperLetter(report=report, agenda_number=clean(agenda_number), written_on=written_on, made_at=at)
    if scan is not None:
        letter.scan_type = check(scan, at=at)
        scan.seek(0)
        sealed, letter.key_version = sealing.seal(scan.read(), about=_about(report))
        letter.scan = default_storage.save(f"scan/{at:%Y/%m}/{secrets.token_urlsafe(16)}", ContentFile(sealed))
    letter.save(force_insert=True)
    return letter


def scan_of(report: Report) -> tuple[bytes, str]:
    """The scan and its type, for a page that has asked why and noted who looks. Raises NoScan."""
    letter = PaperLetter.objects.filter(report=report).exclude(scan="").first()
    if letter is None:
        raise NoScan
    with default_storage.open(letter.scan) as file:
        return sealing.unseal(file.read(), letter.key_version, about=_about(report)), letter.scan_type


def forget() -> int:
    """Destroy the scans of letters whose sender asked to be forgotten; returns how many."""
    kept = PaperLetter.objects.exclude(scan="")
    gone = kept.filter(report__in=vault.erased_among(kept.values_list("report_id", flat=True)))
    letters = list(gone)
    for letter in letters:
        default_storage.delete(letter.scan)
        letter.scan = ""
        letter.save(update_fields=["scan"])
    return len(letters)


def addressed(report: Report) -> str:
    """To whom the printed answer goes: to the letter in the register, which alone says whose it was."""
    letter = PaperLetter.objects.filter(report=report).first()
    if letter is None:
        return ""
    if letter.written_on is None:
        return str(Pair("Pengirim surat agenda {n}", "The sender of letter {n}", n=letter.agenda_number))
    return str(
        Pair(
            "Pengirim surat agenda {n} tanggal {day}",
            "The sender of letter {n} of {day}",
            n=letter.agenda_number,
            day=date_format(letter.written_on, "j F Y"),
        )
    )


def tray(channel: str) -> list[tuple[Delivery, Report]]:
    """The answers of a channel that wait to be printed, oldest first."""
    rows = Delivery.objects.filter(carrier=CARRIER, state=Delivery.State.SENT).order_by("pk")[:MOST_IN_TRAY]
    waiting = {int(row.recipient.removeprefix("reporter:")): row for row in rows}
    reports = Report.objects.filter(pk__in=waiting, channel__code=channel)
    found = reports.select_related("category", "area", "channel", "holder").in_bulk()
    return [(row, found[pk]) for pk, row in waiting.items() if pk in found]


def _about(report: Report) -> str:
    return f"scan of report {report.pk}"
