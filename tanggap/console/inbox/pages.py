"""Keyset paging: a page starts after a row, never at an offset, so that no row is shown twice or skipped."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from tanggap.console.inbox.filters import Sort, order
from tanggap.reports.models import Report

PAGE = 50


@dataclass(frozen=True)
class Page:
    """Rows in order, and the marks of the pages beside this one."""

    rows: list[Report]
    before: str | None
    after: str | None


def page(reports: QuerySet[Report], sort: Sort, *, after: str = "", before: str = "", size: int = PAGE) -> Page:
    """The page after a mark, before one, or the first (one query)."""
    backward = bool(before) and not after
    place = _place(after or before)
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


def _place(text: str) -> tuple[Any, int] | None:
    if not text:
        return None
    try:
        value, key = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return (datetime.fromisoformat(value) if isinstance(value, str) else value), int(key)
    except (binascii.Error, ValueError, TypeError):
        return None
