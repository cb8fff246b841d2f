"""Packs for tests: the real one, copied and changed line by line."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

from tanggap.areas.city import folder

REAL = folder()


def copied(to: Path) -> Path:
    """The pack of this deployment in a folder that a test may spoil."""
    place = to / "pack"
    shutil.copytree(REAL, place)
    return place


def rewrite(pack: Path, file: str, change: Callable[[dict[str, str]], dict[str, str] | None]) -> None:
    """Each line of a file as the function returns it; None takes it out."""
    path = pack / file
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        columns = list(reader.fieldnames or [])
        rows = [changed for row in reader if (changed := change(row)) is not None]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def set_cell(pack: Path, file: str, key: str, **cells: str) -> None:
    """Other cells in the line whose first column is ``key``."""
    rewrite(pack, file, lambda row: {**row, **cells} if next(iter(row.values())) == key else row)


def drop(pack: Path, file: str, key: str) -> None:
    """The pack without that line."""
    rewrite(pack, file, lambda row: None if next(iter(row.values())) == key else row)


def append(pack: Path, file: str, line: str) -> None:
    """One more line at the end."""
    with (pack / file).open("a", encoding="utf-8") as out:
        out.write(line + "\n")
