"""A report written without a signal says when it was written; the city's clocks start at receipt all the same."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tanggap.reports.models import Report
from tanggap.web.filing.problem import claimed_at

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("2026-11-24T01:30:00.000Z", datetime(2026, 11, 24, 1, 30, tzinfo=UTC)),
        ("2026-11-24T08:30:00+07:00", datetime(2026, 11, 24, 1, 30, tzinfo=UTC)),
        ("2026-11-24T04:00:00Z", None),
        ("2026-09-01T00:00:00Z", None),
        ("2026-11-24T01:30:00", None),
        ("kemarin", None),
        ("", None),
    ],
    ids=["UTC", "WIB", "in the future", "too long ago", "no zone", "words", "nothing"],
)
def test_a_claimed_time_is_believed_when_it_is_possible(text: str, claimed: datetime | None) -> None:
    assert claimed_at(text, at=NOW) == claimed


@pytest.mark.django_db
def test_the_claimed_time_stands_beside_the_receipt() -> None:
    client = Client()
    kept = (datetime.now(UTC) - timedelta(hours=2)).isoformat()
    client.post("/lapor", {"words": "Lampu jalan mati", "category": "jalan", "claimed_at": kept})
    client.post("/lapor/lokasi", {"lat": "-6.19505", "lon": "106.83226", "seen": "1"})
    client.post("/lapor/kirim", {"privacy": "publik", "identity": "anonymous"})
    report = Report.objects.get()
    assert report.claimed_at is not None
    assert report.claimed_at.isoformat() == kept
    assert report.filed_at - report.claimed_at >= timedelta(hours=2)
