"""Finding what is already reported nearby, and joining duplicates so that it can be undone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import h3
from django.db.models import Q

from tanggap.kit.words import Pair
from tanggap.reports import authority, promises
from tanggap.reports.models import Category, Pause, Report
from tanggap.reports.refusals import Incomplete, NotNow

CELL_RESOLUTION = 9
"""H3 cells of about 0.1 km2 (edge 201 m), so that one ring around the point holds 200 m."""

NEAR_M = 200.0
RECENT = timedelta(days=30)
EARTH_M = 6_371_008.8
"""Mean radius of the earth (IUGG)."""


class Near(NamedTuple):
    """A report close by, with its distance in metres."""

    report: Report
    distance_m: float


def cell_of(lat: float, lon: float) -> int:
    """The H3 cell of a point as a signed 64-bit number."""
    return int(h3.str_to_int(h3.latlng_to_cell(lat, lon, CELL_RESOLUTION)))


def distance_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance in metres (haversine)."""
    phi, other = math.radians(lat), math.radians(other_lat)
    half = math.sin((other - phi) / 2) ** 2
    half += math.cos(phi) * math.cos(other) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    # Of two opposite points rounding makes it a little more than one.
    return 2 * EARTH_M * math.asin(math.sqrt(min(half, 1.0)))


def nearby(
    lat: float,
    lon: float,
    *,
    at: datetime,
    category: Category | None = None,
    within: Q | None = None,
    exclude: Report | None = None,
    most: int = 5,
) -> Sequence[Near]:
    """Open reports of the kind within 200 m and 30 days, nearest first (one query).

    ``within`` is what the reader may see; public reports where it is left out.
    """
    ring = [int(h3.str_to_int(cell)) for cell in h3.grid_disk(h3.int_to_str(cell_of(lat, lon)), 1)]
    reports = Report.objects.filter(
        within if within is not None else authority.public(),
        cell__in=ring,
        filed_at__gte=at - RECENT,
        status__in=promises.HANDLED,
        merged_into=None,
    )
    if category is not None:
        reports = reports.filter(category__group=category.group_id)
    if exclude is not None:
        reports = reports.exclude(pk=exclude.pk)
    found = [
        Near(report, distance_m(lat, lon, report.lat, report.lon))
        for report in reports.select_related("category", "area").order_by("-filed_at")[:200]
        if report.lat is not None and report.lon is not None
    ]
    return sorted((near for near in found if near.distance_m <= NEAR_M), key=lambda near: near.distance_m)[:most]


def merge(child: Report, parent: Report, *, at: datetime) -> None:
    """Join a duplicate to another report; its clocks stand still and its reporter follows that one."""
    if parent.pk == child.pk:
        raise Incomplete(
            Pair("Laporan tidak dapat digabung ke dirinya sendiri.", "A report cannot join itself."), field="parent"
        )
    if parent.merged_into_id is not None:
        raise NotNow(
            Pair(f"{parent.number} sendiri sudah digabung.", f"{parent.number} has itself been merged."), field="parent"
        )
    if parent.status not in promises.HANDLED:
        raise NotNow(
            Pair(f"{parent.number} sudah tidak ditangani.", f"{parent.number} is no longer being handled."),
            field="parent",
        )
    if child.merged.exists():
        raise NotNow(
            Pair(
                "Laporan lain sudah bergabung ke sini; pisahkan dulu atau gabungkan ke arah sebaliknya.",
                "Others have joined this report; separate them first, or merge the other way round.",
            ),
            field="parent",
        )
    if child.public and not parent.public:
        raise NotNow(
            Pair(
                "Laporan publik tidak dapat bergabung ke laporan privat; gabungkan ke arah sebaliknya.",
                "A public report cannot join a private one; merge the other way round.",
            ),
            field="parent",
        )
    if child.confidential != parent.confidential:
        raise NotNow(
            Pair("Kasus rahasia hanya digabung dengan kasus rahasia.", "A confidential case joins its like only."),
            field="parent",
        )
    promises.pause(child, Pause.Why.MERGED, at=at)
    child.merged_into = parent


def unmerge(child: Report, *, at: datetime) -> None:
    """Undo a merge: the report stands alone again and its clocks run on."""
    child.merged_into = None
    promises.resume(child, Pause.Why.MERGED, at=at)
