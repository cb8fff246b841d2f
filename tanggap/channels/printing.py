"""What a desk prints: the receipt that somebody takes home, and the answer that goes out on paper (PDF).

Typst sets the sheets in ``paper/`` with the fonts that it brings along; words reach them as data, never as markup.
"""

from __future__ import annotations

import io
import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from tanggap.areas.city import city
from tanggap.areas.register import line
from tanggap.kit.words import Pair
from tanggap.reports import story
from tanggap.reports.filing import Receipt
from tanggap.reports.models import Report, Status
from tanggap.reports.story import Entry

SHEETS = Path(__file__).parent / "paper"
GROUP = 4  # letters of a PIN that stand together

RECEIPT = Pair("Tanda terima laporan", "Receipt of a report")
KEEP = Pair(
    "Simpan baik-baik. Nomor bersama PIN membuka laporan ini, begitu pula kode QR.",
    "Keep it safe. The number with the PIN opens this report, and so does the QR code.",
)
FOLLOW = Pair("Ikuti di {site}/lacak", "Follow it at {site}/lacak")
ANSWER = Pair("Jawaban atas laporan {number}", "Answer to report {number}")
GREETING = Pair("Dengan hormat,", "To whom it may concern,")
STANDS: dict[str, Pair] = {
    Status.DONE: Pair(
        "laporan Anda sudah ditindaklanjuti dan dinyatakan selesai.", "your report has been acted on and is done."
    ),
    Status.CLOSED: Pair("laporan Anda sudah selesai dan ditutup.", "your report is done and closed."),
    Status.REFUSED: Pair(
        "laporan Anda tidak dapat kami tindak lanjuti. Alasannya tertulis di bawah ini.",
        "we cannot act on your report. The reason is given below.",
    ),
}
GOES_ON = Pair("laporan Anda sedang ditangani oleh {who}.", "your report is being handled by {who}.")
MATTER = Pair("Tentang laporan {number} yang kami terima {day}:", "About report {number}, received {day}:")
NOT_SETTLED = Pair(
    "Bila belum beres, sampaikan dalam 14 hari lewat {site}/lacak dengan nomor dan PIN, atau di loket ini.",
    "If it is not settled, say so within 14 days at {site}/lacak with number and PIN, or at this desk.",
)


def receipt(given: Receipt) -> bytes:
    """The A6 sheet with number, QR code and PIN, in the language of the report."""
    report = given.report
    with translation.override(report.language):
        link = settings.SITE + reverse("web:track_link", args=[given.link_token])
        return _set(
            "receipt",
            language=report.language,
            title=str(RECEIPT),
            city=_city(),
            desk=report.channel.name,
            number=report.number,
            pin=f"{given.pin[:GROUP]}-{given.pin[GROUP:]}",
            filed=_moment(report.filed_at),
            qr=_qr(link),
            labels={
                "number": str(Pair("Nomor laporan", "Report number")),
                "pin": "PIN",
                "filed": str(Pair("Diterima", "Received")),
                "qr": str(Pair("Pindai untuk membuka laporan", "Scan to open the report")),
            },
            facts=_facts(report),
            keep=str(KEEP),
            follow=str(FOLLOW.format(site=settings.SITE)),
        )


def answer(report: Report, *, to: str = "", at: datetime) -> bytes:
    """The A4 letter that tells what became of a report. Words of a confidential case stay in the house."""
    with translation.override(report.language):
        told = story.timeline(report, owned=True)
        named = [{"label": str(Pair("Kepada", "To")), "words": to}] if to else []
        return _set(
            "answer",
            language=report.language,
            title=str(ANSWER.format(number=report.number)),
            city=_city(),
            desk=report.channel.name,
            day=_day(at),
            facts=[
                {"label": str(Pair("Nomor", "Number")), "words": report.number},
                {"label": str(Pair("Perihal", "Subject")), "words": str(ANSWER.format(number=report.number))},
                *named,
            ],
            greeting=str(GREETING),
            body=[
                str(MATTER.format(number=report.number, day=_day(report.filed_at))) + " " + _stands(report),
                *([] if report.confidential else [f"{row['label']}: {row['words']}" for row in _facts(report)[:2]]),
            ],
            steps=[_step(entry, silent=report.confidential) for entry in reversed(told)],
            ending=[str(NOT_SETTLED.format(site=settings.SITE))] if report.status == Status.DONE else [],
            foot=f"{report.number} · {settings.SITE}/lacak/{report.number}",
        )


def _stands(report: Report) -> str:
    return str(STANDS.get(report.status) or GOES_ON.format(who=report.holder.name))


def _step(entry: Entry, *, silent: bool) -> dict[str, str]:
    return {"at": _moment(entry.at), "title": str(entry.title), "words": "" if silent else entry.words}


def _facts(report: Report) -> list[dict[str, str]]:
    """What, where and with whom; a private word of the complaint itself stands on no paper."""
    rows = [
        (Pair("Kategori", "Category"), report.category.name if report.category else ""),
        (Pair("Lokasi", "Place"), _place(report)),
        (Pair("Ditangani oleh", "Handled by"), report.holder.name),
    ]
    return [{"label": str(label), "words": words} for label, words in rows if words]


def _place(report: Report) -> str:
    area = report.area
    named = [f"Kel. {area.name}", f"Kec. {line(area.code)[1].name}"] if area else []
    return ", ".join(part for part in (report.street, report.landmark, *named) if part)


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y")


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j M Y, H.i")


def _city() -> str:
    here = city()
    return str(Pair(here.name_id, here.name_en))


def _qr(address: str) -> str:
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0)
    return drawn.getvalue().decode()


@cache
def _fonts() -> typst.Fonts:
    # The fonts of the machine would make every machine print another sheet.
    return typst.Fonts(include_system_fonts=False)


def _set(sheet: str, **data: Any) -> bytes:
    source = (SHEETS / f"{sheet}.typ").read_bytes()
    pdf = typst.compile(source, font_paths=_fonts(), sys_inputs={"data": json.dumps(data)})
    assert isinstance(pdf, bytes)
    return pdf
