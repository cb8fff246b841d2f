"""How long a matter like this takes: what the city promises, and what it has been doing lately."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Aggregate, Avg, Count, DurationField, ExpressionWrapper, F, QuerySet
from django.db.models.expressions import Combinable
from django.utils import timezone

from tanggap.areas import register
from tanggap.areas.models import Area
from tanggap.reports import authority, catalogue, promises, routing
from tanggap.reports.models import Category, Channel, Report, Status

WINDOW = timedelta(days=90)
LEAST_CASES = 20
"""Fewer cases than these say nothing about the next one."""

LEAST_SHOWN = 5
"""A public figure over fewer cases could tell of a single person."""

KEPT_FOR = 600.0  # seconds in which a process answers from what it found


class Percentile80(Aggregate):
    """The time within which four of five cases were done."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.8) WITHIN GROUP (ORDER BY %(expressions)s)"
    name = "Percentile80"


class Expectation(NamedTuple):
    """What to tell a reporter before sending: the promise always, and what is usual where enough is known."""

    coordination: timedelta
    resolution: timedelta
    promised_by: datetime
    usual: timedelta | None


def expected(*, category: Category | None, area_code: str | None, channel: Channel, at: datetime) -> Expectation:
    """The promise for this matter here, and how long the same group took in this kota (at most one query)."""
    pack = catalogue.current()
    on = timezone.localdate(at)
    agency = routing.route(category=category, area_code=area_code, confidential=False, on=on)
    rows = [
        pack.promise(kind, channel=channel, category=category, agency=agency, on=on)
        for kind in (promises.COORDINATION, promises.RESOLUTION)
    ]
    coordination, resolution = (timedelta(hours=float(row.hours)) for row in rows)
    promised_by = promises.due(rows[1], at=promises.due(rows[0], at=at))
    usual = _usual(category, area_code, at=at) if category is not None and area_code else None
    if usual is not None and at + usual > promised_by:
        usual = None
    return Expectation(coordination, resolution, promised_by, usual)


def average(area: Area, *, at: datetime) -> timedelta | None:
    """The average time from filing to done of a kelurahan's public reports, where there are enough of them."""
    return _kept(("average", area.pk), lambda: _average(area, at=at))


def forget() -> None:
    """Ask the database anew; for tests and after a load."""
    _answers.clear()


def _usual(category: Category, area_code: str, *, at: datetime) -> timedelta | None:
    kota = register.line(area_code)[-1]
    return _kept(("usual", category.group_id, kota.pk), lambda: _percentile(category.group_id, kota, at=at))


def _percentile(group_id: int, kota: Area, *, at: datetime) -> timedelta | None:
    areas = [area.pk for area in register.register().kelurahan if register.line(area.code)[-1].pk == kota.pk]
    cases = _finished(at=at).filter(category__group=group_id, area__in=areas, confidential=False)
    row = cases.aggregate(cases=Count("pk"), time=Percentile80(_time(), output_field=DurationField()))
    time_: timedelta | None = row["time"]
    return time_ if row["cases"] >= LEAST_CASES else None


def _average(area: Area, *, at: datetime) -> timedelta | None:
    row = _finished(at=at).filter(authority.public(), area=area).aggregate(cases=Count("pk"), time=Avg(_time()))
    time_: timedelta | None = row["time"]
    return time_ if row["cases"] >= LEAST_SHOWN else None


def _finished(*, at: datetime) -> QuerySet[Report]:
    return Report.objects.filter(
        status__in=[Status.DONE, Status.CLOSED], resolved_at__isnull=False, filed_at__gte=at - WINDOW
    )


def _time() -> Combinable:
    return ExpressionWrapper(F("resolved_at") - F("filed_at"), output_field=DurationField())


_answers: dict[Hashable, tuple[float, timedelta | None]] = {}


def _kept(name: Hashable, ask: Callable[[], timedelta | None]) -> timedelta | None:
    found = _answers.get(name)
    if found is None or time.monotonic() - found[0] > KEPT_FOR:
        found = (time.monotonic(), ask())
        _answers[name] = found
    return found[1]
