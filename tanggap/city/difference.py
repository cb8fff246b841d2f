"""What loading a pack would change: rows added, changed and ended, table by table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import models

from tanggap.city.pack import Key, Pack, Row
from tanggap.city.tables import TABLES, Ending, Table
from tanggap.kit.words import Pair

SHOWN = 12  # names per kind of change; the rest is counted


@dataclass(frozen=True)
class Changed:
    """A row whose values differ, with what they were."""

    row: Row
    pk: int
    was: dict[str, Any]


@dataclass(frozen=True)
class Ended:
    """A row that the pack no longer has."""

    pk: int
    name: str


@dataclass
class TableDifference:
    """All changes of one table."""

    table: Table
    added: list[Row] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    ended: list[Ended] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.ended)


def compare(pack: Pack, *, on: date) -> list[TableDifference]:
    """The differences between a pack and the database, tables without any included."""
    keys: dict[type[models.Model], dict[int, Key]] = {}
    return [_compare_table(pack, table, keys, on) for table in TABLES]


def _compare_table(
    pack: Pack, table: Table, keys: dict[type[models.Model], dict[int, Key]], on: date
) -> TableDifference:
    there = {row.pk: row for row in table.model._default_manager.all()}
    keys[table.model] = {}
    plain = [column for column in table.key if not table.refers_to(column)]
    if plain == list(table.key):
        keys[table.model] = {pk: tuple(getattr(row, column) for column in plain) for pk, row in there.items()}
    stored = {pk: _values(table, row, keys) for pk, row in there.items()}
    by_key = {tuple(values[column] for column in table.key): pk for pk, values in stored.items()}
    difference = TableDifference(table)
    for row in pack.rows[table.name]:
        pk = by_key.pop(row.key, None)
        if pk is None:
            difference.added.append(row)
            continue
        was = {column: stored[pk][column] for column in row.values if stored[pk][column] != row.values[column]}
        if was:
            difference.changed.append(Changed(row, pk, was))
    difference.ended = [Ended(pk, str(there[pk])) for pk in by_key.values() if _still_ends(table, there[pk], on)]
    return difference


def _values(table: Table, row: models.Model, keys: dict[type[models.Model], dict[int, Key]]) -> dict[str, Any]:
    values = {}
    for column in (*table.columns, *table.always):
        target = table.refers_to(column)
        if target is None:
            values[column] = getattr(row, column)
        else:
            pk = getattr(row, f"{column}_id")
            values[column] = None if pk is None else keys[target][pk][0]
    return values


def _still_ends(table: Table, row: models.Model, on: date) -> bool:
    if table.ending is Ending.INACTIVE:
        return bool(getattr(row, "active"))  # noqa: B009 (the tables with this ending have the field)
    if table.ending is Ending.DATED:
        last = getattr(row, "valid_to")  # noqa: B009
        return last is None or last >= on
    return not _referred_to(row)


def _referred_to(row: models.Model) -> bool:
    for relation in row._meta.related_objects:
        if relation.related_model._default_manager.filter(**{relation.field.name: row.pk}).exists():
            return True
    return False


def last_day(on: date) -> date:
    """The last day of a row that the pack of ``on`` no longer has."""
    return on - timedelta(days=1)


# Said to the person at the terminal.


def describe(differences: list[TableDifference]) -> Iterator[str]:
    """Lines that say what changes; the one line "tidak ada perubahan" where nothing does."""
    if not any(differences):
        yield str(Pair("Tidak ada perubahan.", "No changes."))
        return
    for difference in differences:
        if difference:
            yield str(
                Pair(
                    "{file}: {added} baru, {changed} berubah, {ended} berakhir",
                    "{file}: {added} new, {changed} changed, {ended} ended",
                    file=difference.table.file,
                    added=len(difference.added),
                    changed=len(difference.changed),
                    ended=len(difference.ended),
                )
            )
            yield from _few("+", [_name(row) for row in difference.added])
            yield from _few("~", [_changes(change) for change in difference.changed])
            yield from _few("-", [ended.name for ended in difference.ended])


def _few(sign: str, names: list[str]) -> Iterator[str]:
    for name in names[:SHOWN]:
        yield f"  {sign} {name}"
    if len(names) > SHOWN:
        yield f"  {sign} " + str(Pair("... dan {n} lagi", "... and {n} more", n=len(names) - SHOWN))


def _name(row: Row) -> str:
    named = row.values.get("name_id") or row.values.get("name") or row.values.get("text_id")
    code = " ".join(str(part) for part in row.key)
    return f"{code}: {named}" if named else code


def _changes(change: Changed) -> str:
    changes = ", ".join(f"{column}: {was} → {change.row.values[column]}" for column, was in change.was.items())
    return f"{_name(change.row)}: {changes}"
