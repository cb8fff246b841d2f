"""The city pack's rows in memory: what a filing, a move or a page looks up without a query.

Every process keeps one snapshot and looks at most every ten seconds whether a newer pack was loaded.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from tanggap.agencies.models import Agency
from tanggap.areas import register
from tanggap.areas.city import city
from tanggap.reports.models import (
    CatalogueStamp,
    Category,
    CategoryGroup,
    Channel,
    EmergencyWord,
    Promise,
    Question,
    RefusalReason,
    Route,
    Synonym,
)

LOOK_EVERY = 10.0  # seconds between two looks at the stamp


class UnknownCode(KeyError):
    """The catalogue has no row with that code."""

    def __init__(self, kind: str, code: object) -> None:
        super().__init__(f"no {kind} has the code {code!r}")


class NoPromise(LookupError):
    """No promise is in force: the pack lacks the row that holds for everything."""


class Dated(Protocol):
    """A row with a first day and perhaps a last one, both included."""

    valid_from: date
    valid_to: date | None


class Coded(Protocol):
    pk: int
    code: str


Row = TypeVar("Row", bound=Coded)


def in_force(row: Dated, on: date) -> bool:
    """Whether the row holds on that day; its last day counts."""
    return row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)


def covers(upper: Agency, lower: Agency) -> bool:
    """Whether ``lower`` is ``upper`` or stands in its tree."""
    return lower.path.startswith(upper.path)


class Catalogue:
    """One consistent snapshot. Its rows are shared between threads: read them, never change them."""

    def __init__(self, stamp: str = "") -> None:
        self.stamp = stamp
        self.agencies = {row.pk: row for row in Agency.objects.all()}
        self.groups_by_id = {row.pk: row for row in CategoryGroup.objects.all()}
        self.categories = {row.pk: row for row in Category.objects.all()}
        self.channels = {row.pk: row for row in Channel.objects.all()}
        self.refusals_by_id = {row.pk: row for row in RefusalReason.objects.all()}
        self.emergency_words = list(EmergencyWord.objects.filter(active=True))
        self.synonyms = {row.word: row.means for row in Synonym.objects.filter(active=True)}
        self._promises = list(Promise.objects.all())
        self._routes: dict[int, list[Route]] = defaultdict(list)
        self._questions: dict[int, list[Question]] = defaultdict(list)
        self._units: dict[int | None, list[Agency]] = defaultdict(list)
        self._family: dict[tuple[str, int | None], list[Agency]] = defaultdict(list)
        self._join()
        self._agency = _by_code(self.agencies.values())
        self._category = _by_code(self.categories.values())
        self._channel = _by_code(self.channels.values())
        self._refusal = _by_code(self.refusals_by_id.values())

    def _join(self) -> None:
        for route in Route.objects.all():
            self._routes[route.category_id].append(route)
        for question in Question.objects.filter(active=True):
            self._questions[question.category_id].append(question)
        areas = register.register().by_id
        for agency in self.agencies.values():
            if agency.parent_id is not None:
                agency.parent = self.agencies[agency.parent_id]
            if agency.area_id is not None:
                agency.area = areas[agency.area_id]
            self._units[agency.parent_id].append(agency)
            self._family[agency.family, agency.area_id].append(agency)
        for category in self.categories.values():
            category.group = self.groups_by_id[category.group_id]
        for promise in self._promises:
            promise.agency = self.agencies.get(promise.agency_id) if promise.agency_id else None

    # Looking up by code. Each raises UnknownCode.

    def category(self, code: str) -> Category:
        return _found(self._category, "category", code)

    def channel(self, code: str) -> Channel:
        return _found(self._channel, "channel", code)

    def agency(self, code: str) -> Agency:
        return _found(self._agency, "agency", code)

    def refusal(self, code: str) -> RefusalReason:
        return _found(self._refusal, "refusal reason", code)

    @property
    def desk(self) -> Agency:
        """Biro Pemerintahan, which completes what has no place or category."""
        return self.agency(city().desk)

    @property
    def inspectorate(self) -> Agency:
        """The one holder of confidential cases."""
        return self.agency(city().inspectorate)

    # What is offered, in the pack's order.

    @property
    def groups(self) -> list[Group]:
        """The groups with the categories a citizen can choose today; a group without any is left out."""
        offered: dict[int, list[Category]] = defaultdict(list)
        for category in sorted(self.categories.values(), key=lambda row: (row.order, row.code)):
            if category.active:
                offered[category.group_id].append(category)
        ordered = sorted(self.groups_by_id.values(), key=lambda row: row.order)
        return [Group(row, offered[row.pk]) for row in ordered if offered[row.pk]]

    @property
    def refusals(self) -> list[RefusalReason]:
        """The reasons an officer can choose today."""
        return sorted((row for row in self.refusals_by_id.values() if row.active), key=lambda row: row.order)

    def channels_open(self, on: date) -> list[Channel]:
        """The ways in that exist on that day."""
        return sorted((row for row in self.channels.values() if in_force(row, on)), key=lambda row: row.number)

    def questions(self, category: Category | None) -> list[Question]:
        """What to ask for a category: of each question its newest version."""
        newest: dict[str, Question] = {}
        for question in self._questions.get(category.pk, ()) if category else ():
            if question.code not in newest or newest[question.code].version < question.version:
                newest[question.code] = question
        return sorted(newest.values(), key=lambda row: (row.order, row.code))

    def units_of(self, agency: Agency) -> list[Agency]:
        """The units directly under an agency, those that were closed included."""
        return self._units.get(agency.pk, [])

    # What the pack decides.

    def promise(
        self, kind: str, *, channel: Channel | None, category: Category | None, agency: Agency | None, on: date
    ) -> Promise:
        """The most exact promise in force: more conditions win, then channel before category before agency.

        A row that names an agency holds for the agency's whole tree; the nearest one wins. Raises NoPromise.
        """
        fitting = [
            row
            for row in self._promises
            if row.kind == kind
            and in_force(row, on)
            and _fits(row.channel_id, channel)
            and _fits(row.category_id, category)
            and (row.agency is None or (agency is not None and covers(row.agency, agency)))
        ]
        if not fitting:
            raise NoPromise(f"no {kind} promise is in force on {on}")
        return max(fitting, key=_exactness)

    def route(self, category: Category, area_code: str, *, on: date) -> Agency | None:
        """The unit that takes a category at a place, or None where no row or no unit says so."""
        row = self.route_row(category, area_code, on=on)
        return self.unit(row.family, area_code, on=on) if row else None

    def route_row(self, category: Category, area_code: str, *, on: date) -> Route | None:
        """The route row in force for the smallest area around the place; of two, the later one."""
        rows = [row for row in self._routes.get(category.pk, ()) if in_force(row, on)]
        for area_id in (*(area.pk for area in register.line(area_code)), None):
            here = [row for row in rows if row.area_id == area_id]
            if here:
                return max(here, key=lambda row: (row.valid_from, row.code))
        return None

    def unit(self, family: str, area_code: str, *, on: date) -> Agency | None:
        """The unit of a family for a place: of its kelurahan, else kecamatan, else kota, else the whole city."""
        for area_id in (*(area.pk for area in register.line(area_code)), None):
            here = [row for row in self._family.get((family, area_id), ()) if in_force(row, on)]
            if here:
                return min(here, key=lambda row: (row.path.count("/"), row.path))
        return None


class Group:
    """A group with the categories offered in it."""

    def __init__(self, row: CategoryGroup, categories: list[Category]) -> None:
        self.row = row
        self.code = row.code
        self.icon = row.icon
        self.categories = categories

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.row.name


def _by_code(rows: Iterable[Row]) -> dict[str, Row]:
    return {row.code: row for row in rows}


def _found(rows: dict[str, Row], kind: str, code: str) -> Row:
    if code not in rows:
        raise UnknownCode(kind, code)
    return rows[code]


def _fits(wanted: int | None, given: Coded | None) -> bool:
    return wanted is None or (given is not None and given.pk == wanted)


def _exactness(row: Promise) -> tuple[int, bool, bool, int, date, str]:
    by_channel, by_category = row.channel_id is not None, row.category_id is not None
    depth = row.agency.path.count("/") if row.agency else 0
    conditions = by_channel + by_category + (depth > 0)
    return conditions, by_channel, by_category, depth, row.valid_from, row.code


_snapshot: Catalogue | None = None
_looked_at = 0.0
_lock = threading.Lock()


def current() -> Catalogue:
    """The snapshot of this process, at most ten seconds older than the last load of the pack."""
    snapshot = _snapshot
    if snapshot is not None and time.monotonic() - _looked_at < LOOK_EVERY:
        return snapshot
    with _lock:
        return _looked()


def _looked() -> Catalogue:
    global _snapshot, _looked_at
    # Another thread may have looked while this one waited for the lock.
    if _snapshot is not None and time.monotonic() - _looked_at < LOOK_EVERY:
        return _snapshot
    stamp = CatalogueStamp.objects.values_list("digest", flat=True).first() or ""
    if _snapshot is None or _snapshot.stamp != stamp:
        register.forget()
        _snapshot = Catalogue(stamp)
    _looked_at = time.monotonic()
    return _snapshot


def forget() -> None:
    """Read the rows anew at the next use; for the loader and for tests."""
    global _snapshot
    register.forget()
    _snapshot = None
