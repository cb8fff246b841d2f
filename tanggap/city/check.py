"""What a loaded city still lacks: said in sentences, so that the person who keeps the pack knows what to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date

from tanggap.agencies.models import Agency, Seat
from tanggap.areas import register
from tanggap.kit.words import Pair
from tanggap.reports.catalogue import Catalogue, Dated, in_force
from tanggap.reports.models import Promise, Route

NAMED = 8  # names in one sentence; the rest is counted


def missing(pack: Catalogue, *, on: date) -> list[Pair]:
    """Every lack that was found; empty where the city is complete."""
    return [sentence for check in CHECKS for sentence in check(pack, on)]


def _named(names: list[str]) -> str:
    shown = ", ".join(names[:NAMED])
    return f"{shown}, … ({len(names)})" if len(names) > NAMED else shown


def categories_without_route(pack: Catalogue, on: date) -> Iterator[Pair]:
    for category in pack.categories.values():
        files = category.active and not (category.emergency or category.refer_to or category.confidential)
        if not files:
            continue
        lost = [area.name for area in register.register().kelurahan if pack.route(category, area.code, on=on) is None]
        if lost:
            yield Pair(
                "Kategori “{name}” tidak punya rute di {where}; laporannya jatuh ke meja Biro Pemerintahan.",
                "The category “{name}” has no route in {where}; its reports fall to the desk of Biro Pemerintahan.",
                name=category.name_id,
                where=_named(lost),
            )


def _routed_to(pack: Catalogue, on: date) -> set[int]:
    """Agencies that are first holder of something somewhere, the desk and Inspektorat among them."""
    families = {row.family for row in Route.objects.all() if in_force(row, on)}
    found = {pack.desk.pk, pack.inspectorate.pk}
    for family in families:
        for area in register.register().kelurahan:
            unit = pack.unit(family, area.code, on=on)
            if unit is not None:
                found.add(unit.pk)
    return found


def agencies_without_seat(pack: Catalogue, on: date) -> Iterator[Pair]:
    """Agencies to which reports are routed though nobody sits there to take them, counted by kind."""
    seated = set(Seat.objects.filter(until=None).values_list("agency_id", flat=True))
    empty: dict[str, list[str]] = defaultdict(list)
    for pk in _routed_to(pack, on) - seated:
        agency = pack.agencies[pk]
        empty[str(Agency.Kind(agency.kind).label)].append(agency.short)
    for kind, names in sorted(empty.items()):
        yield Pair(
            "{kind}: menerima laporan tetapi tidak punya kursi petugas: {names}.",
            "{kind}: receives reports but has no officer's seat: {names}.",
            kind=kind,
            names=_named(sorted(names)),
        )


def english_missing(pack: Catalogue, on: date) -> Iterator[Pair]:
    lacking = [row.name_id for row in pack.categories.values() if row.active and bool(row.hint_id) != bool(row.hint_en)]
    if lacking:
        yield Pair(
            "Keterangan hanya dalam satu bahasa: {names}.",
            "The hint stands in one language only: {names}.",
            names=_named(lacking),
        )


def _overlap(one: Dated, other: Dated) -> bool:
    later = max(one.valid_from, other.valid_from)
    return in_force(one, later) and in_force(other, later)


def _overlapping(file: str, rows: list[tuple[object, str, Dated]]) -> Iterator[Pair]:
    same: dict[object, list[tuple[str, Dated]]] = defaultdict(list)
    for key, code, row in rows:
        for earlier_code, earlier in same[key]:
            if _overlap(earlier, row):
                yield Pair(
                    "{file}: “{one}” dan “{other}” berlaku pada waktu yang sama untuk hal yang sama.",
                    "{file}: “{one}” and “{other}” hold for the same thing at the same time.",
                    file=file,
                    one=earlier_code,
                    other=code,
                )
        same[key].append((code, row))


def rows_that_overlap(pack: Catalogue, on: date) -> Iterator[Pair]:
    routes = Route.objects.order_by("pk")
    yield from _overlapping("routes.csv", [((row.category_id, row.area_id), row.code, row) for row in routes])
    promises = Promise.objects.order_by("pk")
    yield from _overlapping(
        "promises.csv",
        [((row.kind, row.channel_id, row.category_id, row.agency_id), row.code, row) for row in promises],
    )


def categories_without_words(pack: Catalogue, on: date) -> Iterator[Pair]:
    silent = [row.name_id for row in pack.categories.values() if row.active and not row.words]
    if silent:
        yield Pair(
            "Tanpa kata kunci, jadi tidak pernah disarankan: {names}.",
            "Without words, so never suggested: {names}.",
            names=_named(silent),
        )


CHECKS: tuple[Callable[[Catalogue, date], Iterator[Pair]], ...] = (
    categories_without_route,
    agencies_without_seat,
    english_missing,
    rows_that_overlap,
    categories_without_words,
)
