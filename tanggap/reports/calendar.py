"""Adding and measuring promised time: by the calendar, or by working hours and Indonesian public holidays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache

import holidays

from tanggap.areas.city import city
from tanggap.reports.models import Promise

WORKING = Promise.Calendar.WORKING


@cache
def _holidays(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year))


def is_working_day(day: date) -> bool:
    """A weekday on which the city's offices work, and no public holiday."""
    here = city()
    return day.weekday() in here.working.days and day not in _holidays(here.holidays, day.year)


def _openings(start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Working stretches from ``start`` on, the first one cut at it."""
    here = city()
    day = start.astimezone(here.zone).date()
    while True:
        if is_working_day(day):
            opens = datetime.combine(day, here.working.opens, here.zone)
            closes = datetime.combine(day, here.working.closes, here.zone)
            if closes > start:
                yield max(opens, start), closes
        day += timedelta(days=1)


def add(start: datetime, span: timedelta, calendar: str) -> datetime:
    """The moment at which ``span`` of the calendar's time has passed since ``start``."""
    if calendar != WORKING:
        return start + span
    left = span
    for opens, closes in _openings(start):
        if left <= closes - opens:
            return (opens + left).astimezone(start.tzinfo)
        left -= closes - opens
    raise AssertionError("the working days never end")


def between(start: datetime, end: datetime, calendar: str) -> timedelta:
    """How much of the calendar's time lies between two moments; negative when ``end`` is the earlier one."""
    if calendar != WORKING:
        return end - start
    if end < start:
        return -between(end, start, calendar)
    total = timedelta(0)
    for opens, closes in _openings(start):
        if opens >= end:
            return total
        total += min(closes, end) - opens
    raise AssertionError("the working days never end")
