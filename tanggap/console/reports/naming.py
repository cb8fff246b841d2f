"""What a report is called in a list: its kind and its place, else the first words of its reporter."""

from __future__ import annotations

from tanggap.kit.words import Pair
from tanggap.reports.models import Report

FIRST_WORDS = 8


def title(report: Report) -> str:
    """ "Tumpukan sampah di Jl. Teuku Umar", "Lampu mati, depan halte Tosari", or the first words."""
    place = (report.street or report.landmark).strip()
    if report.category is not None:
        kind = report.category.name
        return str(Pair("{kind} di {place}", "{kind} at {place}", kind=kind, place=place)) if place else kind
    words = report.words.split()
    if not words or report.words_hidden:
        return str(Pair("Laporan tanpa kategori", "Report without a category"))
    return " ".join(words[:FIRST_WORDS]) + ("…" if len(words) > FIRST_WORDS else "")


def place_line(report: Report) -> str:
    """Number and kelurahan, as they stand under the title."""
    return " · ".join(part for part in (report.number, report.area.name if report.area else "") if part)
