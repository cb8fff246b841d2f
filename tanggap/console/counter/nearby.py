"""What is already reported where the clerk is about to file, and the rule that finds it, shown beside it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from tanggap.areas.models import Area
from tanggap.areas.register import area as area_of
from tanggap.console.counter import form
from tanggap.console.counter.form import Said
from tanggap.kit.words import Pair
from tanggap.reports import authority, duplicates, promises
from tanggap.reports.authority import Viewer
from tanggap.reports.models import Category, Report
from tanggap.reports.refusals import Incomplete

MOST = 5
SHORTEST_STREET = 4  # letters of a street's own name
TITLES = frozenset({"jl", "jln", "jalan", "gg", "gang", "no", "nomor", "rt", "rw", "raya", "street"})

BY_POINT = Pair(
    "Laporan terbuka sejenis dalam 200 meter dari pin, 30 hari terakhir.",
    "Open reports of the kind within 200 metres of the pin, the last 30 days.",
)
BY_STREET = Pair(
    "Laporan terbuka sejenis di kelurahan {area} yang menyebut “{street}”, 30 hari terakhir.",
    "Open reports of the kind in {area} that mention “{street}”, the last 30 days.",
)


class Row(NamedTuple):
    """A report that may be the same; its distance where both have a point."""

    report: Report
    distance_m: float | None


class Around(NamedTuple):
    """Where the report would go, what lies near it, and by which rule that was found."""

    area: Area | None = None
    exact: bool = True
    rule: Pair | None = None
    rows: tuple[Row, ...] = ()
    error: Pair | None = None


def around(said: Said, viewer: Viewer, *, at: datetime) -> Around:
    """Look around the pin, else along the street in its kelurahan (one query)."""
    try:
        place = form.place_of(said)
    except Incomplete as refusal:
        return Around(error=refusal.sentence)
    if not place:
        return Around()
    area, exact, category = area_of(place["area_code"]), bool(place.get("area_exact")), form.category_of(said)
    seen = authority.visible_to(viewer) | authority.public()
    if "lat" in place:
        near = duplicates.nearby(place["lat"], place["lon"], at=at, category=category, within=seen, most=MOST)
        return Around(area, exact, BY_POINT, tuple(Row(one.report, one.distance_m) for one in near))
    street = own_name(said.street)
    if not street:
        return Around(area, exact)
    found = _along(street, area, category, seen, at=at)
    return Around(area, exact, BY_STREET.format(area=area.name, street=street), tuple(Row(one, None) for one in found))


def own_name(street: str) -> str:
    """The longest run of words of a street without its titles and numbers: "Jl. Cikini Raya no. 5" is "Cikini"."""
    runs: list[list[str]] = [[]]
    for word in street.replace(".", " ").replace(",", " ").split():
        if word.casefold() in TITLES or not word.isalpha():
            runs.append([])
        else:
            runs[-1].append(word)
    name = " ".join(max(runs, key=lambda run: len(" ".join(run))))
    return name if len(name) >= SHORTEST_STREET else ""


def _along(street: str, area: Area, category: Category | None, seen: Q, *, at: datetime) -> list[Report]:
    mentions = Q(street__icontains=street) | Q(landmark__icontains=street) | Q(words__icontains=street)
    reports = Report.objects.filter(
        seen,
        mentions,
        area=area,
        filed_at__gte=at - duplicates.RECENT,
        status__in=promises.HANDLED,
        merged_into=None,
    )
    if category is not None:
        reports = reports.filter(category__group=category.group_id)
    return list(reports.select_related("category", "area").order_by("-filed_at")[:MOST])
