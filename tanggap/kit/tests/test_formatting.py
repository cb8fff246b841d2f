"""What readers see, to the letter."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.kit import formatting

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.mark.parametrize(
    ("at", "id_text", "en_text"),
    [
        (datetime(2026, 11, 24, 1, 42, tzinfo=UTC), "Hari ini, 08.42", "Today, 08.42"),
        (datetime(2026, 11, 23, 17, 0, tzinfo=UTC), "Hari ini, 00.00", "Today, 00.00"),
        (datetime(2026, 11, 23, 9, 20, tzinfo=UTC), "Kemarin, 16.20", "Yesterday, 16.20"),
        (datetime(2026, 11, 25, 1, 0, tzinfo=UTC), "Besok, 08.00", "Tomorrow, 08.00"),
        (datetime(2026, 11, 20, 1, 42, tzinfo=UTC), "Jum 20 Nov 2026, 08.42", "Fri 20 Nov 2026, 08.42"),
        (datetime(2026, 8, 1, 1, 42, tzinfo=UTC), "Sab 1 Agu 2026, 08.42", "Sat 1 Aug 2026, 08.42"),
    ],
)
def test_clock_names_near_days_in_the_readers_zone(at: datetime, id_text: str, en_text: str) -> None:
    assert formatting.clock(at, now=NOW, language="id") == id_text
    assert formatting.clock(at, now=NOW, language="en") == en_text


def test_day_is_that_of_the_readers_zone_and_a_day_is_itself() -> None:
    assert formatting.day(datetime(2026, 11, 22, 17, 0, tzinfo=UTC), now=NOW, language="id") == "Sen 23 Nov 2026"
    assert formatting.day(date(2026, 11, 23), now=NOW, language="en") == "Mon 23 Nov 2026"


def test_moment_runs_on_inside_a_sentence() -> None:
    assert formatting.moment(NOW - timedelta(days=1), now=NOW, language="id") == "kemarin 09.00"
    assert formatting.moment(NOW - timedelta(days=3), now=NOW, language="id") == "Sab 21 Nov 2026 09.00"


@pytest.mark.parametrize(
    ("span", "id_text", "en_text"),
    [
        (timedelta(hours=2, minutes=5), "sisa 2 j 05 m", "2 h 05 m left"),
        (timedelta(hours=9), "sisa 9 j", "9 h left"),
        (timedelta(minutes=48), "sisa 48 m", "48 m left"),
        (timedelta(days=1, hours=3, minutes=30), "sisa 1 h 3 j", "1 d 3 h left"),
        (timedelta(days=2), "sisa 2 h", "2 d left"),
        (timedelta(seconds=20), "sisa < 1 m", "< 1 m left"),
        (timedelta(0), "sisa < 1 m", "< 1 m left"),
        (-timedelta(hours=2, minutes=10), "lewat 2 j 10 m", "overdue 2 h 10 m"),
        (-timedelta(days=9), "lewat 9 h", "overdue 9 d"),
    ],
)
def test_left_counts_down_and_then_up(span: timedelta, id_text: str, en_text: str) -> None:
    assert formatting.left(NOW + span, now=NOW, language="id") == id_text
    assert formatting.left(NOW + span, now=NOW, language="en") == en_text


@pytest.mark.parametrize(
    ("span", "id_text", "en_text"),
    [
        (timedelta(days=1, hours=6), "1 hari 6 jam", "1 day 6 hours"),
        (timedelta(days=3, minutes=1), "3 hari 1 menit", "3 days 1 minute"),
        (timedelta(hours=1), "1 jam", "1 hour"),
        (timedelta(seconds=5), "kurang dari 1 menit", "less than 1 minute"),
    ],
)
def test_duration_in_whole_words(span: timedelta, id_text: str, en_text: str) -> None:
    assert formatting.duration_words(span, language="id") == id_text
    assert formatting.duration_words(span, language="en") == en_text


@pytest.mark.parametrize(
    ("metres", "id_text", "en_text"),
    [
        (8.4, "8 meter", "8 metres"),
        (1, "1 meter", "1 metre"),
        (999.6, "1 km", "1 km"),
        (2140, "2,1 km", "2.1 km"),
        (2000, "2 km", "2 km"),
        (1234567, "1.234,6 km", "1,234.6 km"),
    ],
)
def test_distance_in_metres_then_kilometres(metres: float, id_text: str, en_text: str) -> None:
    assert formatting.distance(metres, language="id") == id_text
    assert formatting.distance(metres, language="en") == en_text


def test_number_takes_the_marks_of_the_language() -> None:
    assert formatting.number(1284, language="id") == "1.284"
    assert formatting.number(1284, language="en") == "1,284"
    assert formatting.number(Decimal("4.2"), language="id") == "4,2"


def test_percent_says_all_only_of_all() -> None:
    assert formatting.percent(0.914, language="id") == "91%"
    assert formatting.percent(0.996, language="id") == "99%"
    assert formatting.percent(1, language="id") == "100%"


@pytest.mark.parametrize(
    ("share", "colour"),
    [
        (-0.1, "green"),
        (0, "green"),
        (0.49, "green"),
        (0.5, "gold"),
        (0.74, "gold"),
        (0.75, "orange"),
        (0.99, "orange"),
        (1, "red"),
        (7, "red"),
    ],
)
def test_urgency_changes_at_half_and_three_quarters(share: float, colour: str) -> None:
    assert formatting.urgency(share) == colour


@given(st.integers(min_value=-(10**7), max_value=10**7))
def test_left_says_overdue_exactly_when_the_time_has_passed(seconds: int) -> None:
    said = formatting.left(NOW + timedelta(seconds=seconds), now=NOW, language="id")
    assert said.startswith("lewat" if seconds < 0 else "sisa")
    share = formatting.used(NOW - timedelta(hours=1), due=NOW + timedelta(seconds=seconds), now=NOW)
    assert (formatting.urgency(share) == "red") == (seconds <= 0)
