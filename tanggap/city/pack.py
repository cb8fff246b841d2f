"""A pack folder read into memory and validated as a whole: either all of it is sound or nothing is loaded."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tanggap.areas.city import BrokenCity, City
from tanggap.areas.city import read as read_city
from tanggap.city import cells, rules
from tanggap.city.tables import TABLES, Table
from tanggap.kit.words import Pair

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where. ``line`` counts from 1 and is 0 where the file as a whole is meant."""

    file: str
    line: int
    reason: Pair

    def __str__(self) -> str:
        place = Pair("{file} baris {line}", "{file} line {line}", file=self.file, line=self.line)
        return f"{place if self.line else self.file}: {self.reason}"


class BrokenPack(Exception):
    """The pack cannot be loaded; ``faults`` are all that was found."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True)
class Row:
    """One line of a file. ``values`` holds what the columns say; a reference stands as the code it names."""

    line: int
    key: Key
    values: dict[str, Any]


@dataclass
class Pack:
    """Every table of a city, in the order in which they refer to one another."""

    folder: Path
    city: City
    rows: dict[str, list[Row]] = field(default_factory=dict)
    digest: str = ""

    def codes(self, name: str) -> dict[Any, Row]:
        """The rows of a table by their code."""
        return {row.key[0]: row for row in self.rows[name]}


def read(folder: Path) -> Pack:
    """The pack in a folder. Raises BrokenPack with file, line and reason of everything that is wrong."""
    if not folder.is_dir():
        raise BrokenPack([Fault(str(folder), 0, Pair("folder tidak ada", "the folder does not exist"))])
    try:
        pack = Pack(folder, read_city(folder / "city.toml"))
    except BrokenCity as wrong:
        raise BrokenPack([Fault("city.toml", 0, Pair("{why}", "{why}", why=str(wrong)))]) from wrong
    faults: list[Fault] = []
    for table in TABLES:
        pack.rows[table.name] = list(_read_table(folder / table.file, table, faults))
    # Rules about rows make sense only once every cell could be read.
    faults = faults or list(_broken_rules(pack))
    if faults:
        raise BrokenPack(sorted(faults, key=lambda fault: (fault.file, fault.line)))
    pack.digest = digest(folder)
    return pack


def digest(folder: Path) -> str:
    """SHA-256 over all files of the pack."""
    whole = hashlib.sha256()
    for name in ("city.toml", *(table.file for table in TABLES)):
        whole.update(hashlib.sha256((folder / name).read_bytes()).digest())
    return whole.hexdigest()


def _read_table(path: Path, table: Table, faults: list[Fault]) -> Iterator[Row]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        faults.append(Fault(table.file, 0, Pair("berkas tidak ada", "the file is missing")))
        return
    except UnicodeDecodeError:
        faults.append(Fault(table.file, 0, Pair("berkas bukan UTF-8", "the file is not UTF-8")))
        return
    reader = csv.reader(lines)
    header = next(reader, [])
    if set(header) != set(table.columns) or len(header) != len(table.columns):
        faults.append(Fault(table.file, 1, _wrong_header(table, header)))
        return
    seen: dict[Key, int] = {}
    for cells_of_line in reader:
        if not any(cells_of_line):
            continue
        row = _read_row(table, header, cells_of_line, reader.line_num, faults)
        if row is None:
            continue
        if row.key in seen:
            twice = Pair(
                "“{key}” sudah ada di baris {first}",
                "“{key}” stands in line {first} already",
                key=" ".join(map(str, row.key)),
                first=seen[row.key],
            )
            faults.append(Fault(table.file, row.line, twice))
            continue
        seen[row.key] = row.line
        yield row


def _wrong_header(table: Table, header: list[str]) -> Pair:
    wanted = ", ".join(table.columns)
    return Pair(
        "kolom harus {wanted}; yang ada {given}",
        "the columns must be {wanted}; there are {given}",
        wanted=wanted,
        given=", ".join(header) or "-",
    )


def _read_row(table: Table, header: list[str], texts: list[str], line: int, faults: list[Fault]) -> Row | None:
    if len(texts) != len(header):
        reason = Pair(
            "{given} sel, seharusnya {wanted}",
            "{given} cells, but there should be {wanted}",
            given=len(texts),
            wanted=len(header),
        )
        faults.append(Fault(table.file, line, reason))
        return None
    values: dict[str, Any] = {}
    for column, raw in zip(header, texts, strict=True):
        try:
            values[column] = _read_cell(table, column, raw.strip())
        except cells.BadCell as bad:
            reason = Pair("kolom {column}: {why}", "column {column}: {why}", column=column, why=bad.reason)
            faults.append(Fault(table.file, line, reason))
    if len(values) != len(header):
        return None
    return Row(line, tuple(values[column] for column in table.key), {**values, **table.always})


def _read_cell(table: Table, column: str, text: str) -> Any:
    if text == "" and column not in table.optional:
        raise cells.BadCell(Pair("tidak boleh kosong", "must not be empty"))
    if table.refers_to(column):
        return text or None
    return cells.read(table.field(column), text)


def _broken_rules(pack: Pack) -> Iterator[Fault]:
    for rule in rules.RULES:
        for file, line, reason in rule(pack):
            yield Fault(file, line, reason)
