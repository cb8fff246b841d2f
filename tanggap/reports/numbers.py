"""The number of a report: prefix, day, and at least four digits, for example JK2503050007.

It is taken from a sequence minus the day's base, so that filings never wait for each other; gaps are allowed.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from django.db import connection

from tanggap.areas.city import city

OPEN_DAY = """
INSERT INTO reports_daybase (day, base)
SELECT %s, CASE WHEN is_called THEN last_value ELSE 0 END FROM reports_number
ON CONFLICT DO NOTHING
"""

# The base is read first: a number drawn after it is always above it.
NEXT = """
WITH today AS MATERIALIZED (SELECT base FROM reports_daybase WHERE day = %s)
SELECT nextval('reports_number') - base FROM today
"""

_NOT_A_LETTER_OR_DIGIT = re.compile(r"[^0-9A-Z]")


def open_day(day: date) -> None:
    """Fix the base of a day's numbers, once; whoever comes first, the others keep it."""
    with connection.cursor() as cursor:
        cursor.execute(OPEN_DAY, [day])


def next_number(at: datetime) -> str:
    """A number nobody else has, for the day of ``at`` in the city's zone (one query, two on the day's first call)."""
    day = at.astimezone(city().zone).date()
    serial = _serial(day)
    if serial is None:
        open_day(day)
        serial = _serial(day)
    return f"{city().number_prefix}{day:%y%m%d}{serial:04d}"


def _serial(day: date) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [day])
        row = cursor.fetchone()
    return None if row is None else int(row[0])


def spelled(text: str) -> str:
    """A number as it is stored, from any spelling: hyphens, spaces and case do not matter."""
    return _NOT_A_LETTER_OR_DIGIT.sub("", text.upper())
