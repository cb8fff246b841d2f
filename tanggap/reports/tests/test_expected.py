"""What a reporter may expect: the usual time where enough is known, never later than the promise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tanggap.areas import register
from tanggap.reports import catalogue, expected
from tanggap.reports.models import Report, Status
from tanggap.reports.tests.standing import agency, report

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
MENTENG, CIKINI, TEBET = "31.71.06.1001", "31.71.06.1003", "31.74.01.1001"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    expected.forget()


def finished(count: int, *, hours: float, area: str = MENTENG, category: str = "sampah", **given: object) -> None:
    """So many reports of that kind, each done after so many hours."""
    for _ in range(count):
        report(
            agency("kel-uji"),
            category=catalogue.current().category(category),
            area=register.area(area),
            status=Status.DONE,
            filed_at=NOW - timedelta(days=10),
            resolved_at=NOW - timedelta(days=10) + timedelta(hours=hours),
            **given,
        )


def asked(category: str = "sampah", area: str = MENTENG) -> expected.Expectation:
    return expected.expected(
        category=catalogue.current().category(category),
        area_code=area,
        channel=catalogue.current().channel("jaki"),
        at=NOW,
    )


def test_promise_stands_alone_while_cases_are_few() -> None:
    finished(expected.LEAST_CASES - 1, hours=5)
    told = asked()
    assert told.usual is None
    assert (told.coordination, told.resolution) == (timedelta(hours=6), timedelta(days=7))
    assert told.promised_by == NOW + timedelta(days=7, hours=6)


def test_four_of_five_cases_make_the_usual_time() -> None:
    finished(17, hours=5)
    finished(3, hours=50, area=CIKINI)
    assert asked().usual == timedelta(hours=5)


def test_another_kota_or_group_counts_apart() -> None:
    finished(20, hours=5)
    assert asked(area=TEBET).usual is None
    assert asked(category="jalan").usual is None


def test_usual_time_is_never_later_than_the_promise() -> None:
    finished(20, hours=24 * 8)
    assert asked().usual is None


def test_average_needs_enough_public_cases() -> None:
    area = register.area(MENTENG)
    finished(expected.LEAST_SHOWN - 1, hours=10)
    finished(5, hours=10, privacy=Report.Privacy.PRIVATE)
    assert expected.average(area, at=NOW) is None
    expected.forget()
    finished(1, hours=20)
    assert expected.average(area, at=NOW) == timedelta(hours=12)
