"""What citizens do, in one call each, for the journeys of others."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.test.utils import CaptureQueriesContext

from tanggap.reports.models import Report

MENTENG = "Menteng, Kec. Menteng"
LAT, LON = "-6.196", "106.832"
SAND = "Ada tumpukan pasir sisa proyek di trotoar"
TRANSACTIONS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def to_last_step(client: Client, *, words: str = SAND, category: str = "sampah", photo: Any = None) -> None:
    """Write a draft up to the last page: words, category, a point in Menteng."""
    client.post("/lapor", {"words": words, **({"photos": photo} if photo is not None else {})})
    client.post("/lapor/kategori", {"category": category, "asked": category})
    client.post("/lapor/lokasi", {"go": "next", "lat": LAT, "lon": LON, "seen": "1"})


def file_report(client: Client, *, privacy: str = "publik", email: str = "", **given: Any) -> Report:
    """File a report, with a contact where an address is given, and return it."""
    to_last_step(client, **given)
    identity = "contact" if email else "anonymous"
    answer = client.post("/lapor/kirim", {"go": "send", "privacy": privacy, "identity": identity, "email": email})
    return Report.objects.get(number=answer["Location"].rpartition("/")[2])


def count_of(queries: CaptureQueriesContext) -> int:
    """How many queries there were; what opens and ends transactions is not counted."""
    return sum(not query["sql"].strip().upper().startswith(TRANSACTIONS) for query in queries)
