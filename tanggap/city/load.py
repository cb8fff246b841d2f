"""Applying a pack to the database: one transaction, bulk statements, and nothing at all where nothing differs."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction

from tanggap.agencies.models import Agency
from tanggap.areas.city import city
from tanggap.city.difference import Changed, TableDifference, compare, last_day
from tanggap.city.pack import Pack, Row
from tanggap.city.tables import Ending, Table
from tanggap.reports import catalogue
from tanggap.reports.models import CatalogueStamp

LOCK = 0x7A6E6767  # any constant: two loads at once wait for one another

Codes = dict[type[models.Model], dict[Any, int]]


@transaction.atomic
def load(pack: Pack, *, at: datetime) -> list[TableDifference]:
    """Bring the tables to what the pack says; the differences that were applied."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    on = at.astimezone(pack.city.zone).date()
    differences = compare(pack, on=on)
    codes: Codes = {}
    for difference in differences:
        _apply(difference, codes)
    # Endings come last and in reverse, so that what refers to a row goes before it.
    for difference in reversed(differences):
        _end(difference, pack, on=at)
    _write_paths()
    if any(differences) or not CatalogueStamp.objects.exists():
        digest = hashlib.sha256(f"{pack.digest} {at.isoformat()}".encode()).hexdigest()
        CatalogueStamp.objects.update_or_create(id=1, defaults={"digest": digest, "loaded_at": at})
    city.cache_clear()
    catalogue.forget()
    return differences


def _apply(difference: TableDifference, codes: Codes) -> None:
    table = difference.table
    manager = table.model._default_manager
    if len(table.key) == 1:
        codes[table.model] = dict(manager.values_list(table.key[0], "pk"))
    for wave in _waves(table, difference.added):
        made = manager.bulk_create([table.model(**_filled(table, row, codes)) for row in wave])
        if len(table.key) == 1:
            codes[table.model].update({row.key[0]: one.pk for row, one in zip(wave, made, strict=True)})
    _change(table, difference.changed, codes)


def _waves(table: Table, rows: list[Row]) -> list[list[Row]]:
    """The rows so that each stands in a later wave than the parent it names."""
    own = next((column for column in table.columns if table.refers_to(column) is table.model), None)
    if own is None:
        return [rows] if rows else []
    parents = {row.key[0]: row.values[own] for row in rows}
    waves: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        depth, parent = 0, row.values[own]
        while parent in parents:
            depth, parent = depth + 1, parents[parent]
        waves[depth].append(row)
    return [waves[depth] for depth in sorted(waves)]


def _filled(table: Table, row: Row, codes: Codes) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column, value in row.values.items():
        target = table.refers_to(column)
        if target is None:
            values[column] = value
        else:
            values[f"{column}_id"] = None if value is None else codes[target][value]
    if table.model is Agency:
        # Unique already, and rewritten from the parents before the transaction ends.
        values["path"] = f"{row.key[0]}/"
    return values


def _change(table: Table, changes: list[Changed], codes: Codes) -> None:
    if not changes:
        return
    rows = []
    for change in changes:
        values = _filled(table, change.row, codes)
        values.pop("path", None)
        rows.append(table.model(pk=change.pk, **values))
    columns = sorted({column for change in changes for column in change.was})
    table.model._default_manager.bulk_update(rows, columns)


def _end(difference: TableDifference, pack: Pack, *, on: datetime) -> None:
    if not difference.ended:
        return
    rows = difference.table.model._default_manager.filter(pk__in=[ended.pk for ended in difference.ended])
    if difference.table.ending is Ending.DATED:
        rows.update(valid_to=last_day(on.astimezone(pack.city.zone).date()))
    elif difference.table.ending is Ending.INACTIVE:
        rows.update(active=False)
    else:
        rows.delete()


def _write_paths() -> None:
    """Each agency's path is its parent's path and its own code; only those that differ are written."""
    rows = {row.pk: row for row in Agency.objects.only("code", "parent_id", "path")}

    def path(row: Agency) -> str:
        upper = path(rows[row.parent_id]) if row.parent_id is not None else ""
        return f"{upper}{row.code}/"

    moved = []
    for row in rows.values():
        right = path(row)
        if row.path != right:
            row.path = right
            moved.append(row)
    Agency.objects.bulk_update(moved, ["path"], batch_size=500)
