"""Made-up content for the page of components: every component in every state."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from tanggap.kit.looks import STATUS_LOOKS
from tanggap.kit.words import Pair

BARS = [
    ("10", 18, 15),
    ("11", 22, 20),
    ("12", 15, 18),
    ("13", 30, 22),
    ("14", 26, 27),
    ("15", 12, 15),
    ("16", 9, 10),
    ("17", 24, 20),
    ("18", 28, 25),
    ("19", 21, 24),
    ("20", 33, 28),
    ("21", 27, 30),
    ("22", 14, 16),
    ("23", 19, 17),
]


def showcase(*, now: datetime) -> dict[str, Any]:
    """Everything kit.html shows; times are counted from `now`."""
    return {
        "now": now,
        "statuses": list(STATUS_LOOKS),
        "tones": ["sea", "green", "orange", "gold", "red", "grey", "outline"],
        "buttons": ["", "primary", "sea", "gold", "danger", "plain"],
        "steps": _steps(),
        "timeline": _timeline(now),
        "clocks": _clocks(now),
        "queue": _queue(now),
        "bars": BARS,
        "spark": [4, 6, 5, 9, 8, 12, 11],
        "photo_before": {"src": _photo("#6F7478", "#22262B"), "alt": Pair("Tumpukan sampah", "A heap of waste")},
        "photo_after": {"src": _photo("#9CCBE6", "#3E8E4F"), "alt": Pair("Trotoar bersih", "A clean pavement")},
        "form_errors": [("kit-landmark", Pair("Isi patokan, misalnya nama toko.", "Give a landmark, such as a shop."))],
    }


def _steps() -> list[dict[str, Any]]:
    words = (
        ("done", "", Pair("Diterima", "Received")),
        ("done", "", Pair("Diperiksa", "Checked")),
        ("done", "", Pair("Ditugaskan", "Assigned")),
        ("done", "", Pair("Dikerjakan", "Worked on")),
        ("now", "user-check", Pair("Konfirmasi", "Confirmed")),
    )
    return [{"state": state, "icon": icon, "word": word} for state, icon, word in words]


def _timeline(now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "title": Pair("Ditandai selesai, menunggu konfirmasimu", "Marked done, waiting for your word"),
            "at": now - timedelta(hours=1),
            "icon": "camera",
            "tone": "green",
            "by": "PPSU Kel. Menteng",
            "quote": "Sampah sudah diangkut, titik kami pasangi tong.",
        },
        {
            "title": Pair("Mulai dikerjakan", "Work has begun"),
            "at": now - timedelta(hours=2),
            "icon": "tool",
            "by": Pair("Tim PPSU 3 orang", "A crew of 3"),
        },
        {
            "title": Pair("Tindak lanjut ditolak", "Follow-up rejected"),
            "at": now - timedelta(days=1),
            "icon": "x",
            "tone": "red",
        },
        {"title": Pair("Laporan diterima", "Report received"), "at": now - timedelta(days=3), "icon": "send"},
    ]


def _clocks(now: datetime) -> list[dict[str, Any]]:
    hour = timedelta(hours=1)
    six, week = Pair("Koordinasi, 6 jam", "Coordination, 6 hours"), Pair("Tindak lanjut, 7 hari", "Resolution, 7 days")
    return [
        {"label": six, "start": now - hour, "due": now + 5 * hour},
        {"label": six, "start": now - 4 * hour, "due": now + 2 * hour + timedelta(minutes=5)},
        {"label": six, "start": now - 5.2 * hour, "due": now + 0.8 * hour},
        {"label": six, "start": now - 8 * hour, "due": now - 2 * hour - timedelta(minutes=10)},
        {"label": week, "start": now - 50 * hour, "due": now + 118 * hour, "paused": True},
        {"label": week, "start": now - 60 * hour, "due": now + 108 * hour, "stopped": now - hour},
        {
            "label": week,
            "start": now - 200 * hour,
            "due": now - 32 * hour,
            "stopped": now - hour,
            "original_due": now - 40 * hour,
        },
    ]


def _queue(now: datetime) -> list[dict[str, Any]]:
    rows = (
        ("0391", Pair("Kabel udara menjuntai di Jl. Cik Ditiro", "A cable hangs low in Jl. Cik Ditiro"), "", -2.2),
        ("0417", Pair("Tumpukan sampah di Jl. Teuku Umar", "A heap of waste in Jl. Teuku Umar"), "", 0.8),
        ("0430", Pair("Parkir liar di trotoar Jl. Cikini IV", "Cars parked on the pavement"), "Tim A", 2.9),
        ("0441", Pair("Dahan menutup rambu", "A branch hides a sign"), "Tim B", 27),
    )
    return [
        {
            "number": number,
            "title": title,
            "assignee": assignee,
            "start": now - timedelta(hours=6 if hours < 6 else 4),
            "due": now + timedelta(hours=hours),
        }
        for number, title, assignee, hours in rows
    ]


def _photo(sky: str, thing: str) -> str:
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 400 500'>"
        f"<rect width='400' height='500' fill='{sky}'/><rect y='300' width='400' height='200' fill='#474C50'/>"
        f"<circle cx='190' cy='310' r='80' fill='{thing}'/></svg>"
    )
    return "data:image/svg+xml," + quote(svg)
