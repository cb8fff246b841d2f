"""Every area of the city in memory, with its parents: 317 rows that change once in years."""

from __future__ import annotations

from collections.abc import Iterator

from tanggap.areas.models import Area


class UnknownArea(KeyError):
    """No area of this city has that code."""


class Register:
    """The areas by code and by key; ``parent`` of each is filled, so walking up costs no query."""

    def __init__(self, rows: list[Area]) -> None:
        self.by_code = {row.code: row for row in rows}
        self.by_id = {row.pk: row for row in rows}
        for row in rows:
            if row.parent_id is not None:
                row.parent = self.by_id[row.parent_id]
        self.kelurahan = [row for row in rows if row.level == Area.Level.KELURAHAN]

    def line(self, code: str) -> Iterator[Area]:
        """The area itself, then what it lies in, up to the kota. Raises UnknownArea."""
        if code not in self.by_code:
            raise UnknownArea(code)
        row: Area | None = self.by_code[code]
        while row is not None:
            yield row
            row = row.parent


_register: Register | None = None


def register() -> Register:
    """The areas as loaded at first use in this process; an empty table is not remembered."""
    global _register
    if _register is None:
        loaded = Register(list(Area.objects.all()))
        if not loaded.by_code:
            return loaded
        _register = loaded
    return _register


def area(code: str) -> Area:
    """The area with this Kemendagri code, parents included. Raises UnknownArea."""
    rows = register().by_code
    if code not in rows:
        raise UnknownArea(code)
    return rows[code]


def line(code: str) -> list[Area]:
    """Kelurahan, kecamatan, kota of a code, most exact first. Raises UnknownArea."""
    return list(register().line(code))


def forget() -> None:
    """Read the areas anew at the next use; for the loader and for tests."""
    global _register
    _register = None
