"""Keyset paging: a page starts after a row, never at an offset, so that no row is shown twice or skipped."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, Q, QuerySet

from tanggap.console.inbox.filters import Sort, order
from tanggap.reports.models import Report

PAGE = 50
LONGEST_MARK = 120


@dataclass(frozen=True)
class Page:
    """Rows in order, and the marks of the pages beside this one."""

    rows: list[Report]
    before: str | None
    after: str | None


def page(reports: QuerySet[Report], sort: Sort, *, after: str = "", before: str = "", size: int = PAGE) -> Page:
    """The page after a mark, before one, or the first (one query)."""
    backward = bool(before) and not after
    place = _place(after or before, sort)
    found = reports.order_by(*order(sort, backward=backward))
    if place is not None:
        found = found.filter(beyond(sort, *place, backward=backward))
    rows = list(found[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if backward:
        rows.reverse()
    ends = (more, place is not None) if backward else (place is not None, more)
    return Page(
        rows,
        before=mark(rows[0], sort) if rows and ends[0] else None,
        after=mark(rows[-1], sort) if rows and ends[1] else None,
    )


def following(reports: QuerySet[Report], sort: Sort, row: Report) -> Report | None:
    """The row after this one in the order, else the first of them (one or two queries)."""
    others = reports.exclude(pk=row.pk).order_by(*order(sort))
    value = getattr(row, sort.column)
    return others.filter(beyond(sort, value, row.pk)).first() or others.first()


def beyond(sort: Sort, value: Any, key: int, *, backward: bool = False) -> Q:
    """The rows on the far side of a place; rows without a value stand at the end."""
    column, after = sort.column, "lt" if sort.falling != backward else "gt"
    key_after = Q(**{f"pk__{'lt' if backward else 'gt'}": key})
    tie = key_after & (Q(**{f"{column}__isnull": True}) if value is None else Q(**{column: value}))
    if value is None:
        return (tie | Q(**{f"{column}__isnull": False})) if backward else tie
    past = Q(**{f"{column}__{after}": value}) | tie
    return past if backward else past | Q(**{f"{column}__isnull": True})


def mark(row: Report, sort: Sort) -> str:
    """The place of a row in the order, fit for a URL."""
    value = getattr(row, sort.column)
    said = value.isoformat() if isinstance(value, datetime) else value
    return base64.urlsafe_b64encode(json.dumps([said, row.pk]).encode()).decode().rstrip("=")


def _place(text: str, sort: Sort) -> tuple[Any, int] | None:
    """The place that a mark names; None where the mark was not made by this order."""
    if not text or len(text) > LONGEST_MARK:
        return None
    try:
        said, key = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return _value(said, sort), int(key)
    except (binascii.Error, ValueError, TypeError, OverflowError, ValidationError):
        return None


def _value(said: Any, sort: Sort) -> Any:
    if said is None:
        return None
    column = Report._meta.get_field(sort.column)
    assert isinstance(column, Field)
    value = column.to_python(said)
    if isinstance(value, datetime):
        # In UTC, so that a moment at the end of the calendar fails here and not in the database.
        return value.astimezone(UTC)
    return value
