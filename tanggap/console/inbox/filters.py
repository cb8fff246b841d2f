"""The filters of the queue. They live in the URL, so that a view can be shared, saved and survives a submit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import F, Q
from django.db.models.expressions import Combinable
from django.http import QueryDict
from django.utils import timezone
from django.utils.http import urlencode

from tanggap.agencies.models import Agency
from tanggap.areas import register
from tanggap.areas.models import Area
from tanggap.console.inbox import rail
from tanggap.kit.looks import STATUS_LOOKS
from tanggap.kit.words import Pair
from tanggap.reports import catalogue
from tanggap.reports.authority import Viewer
from tanggap.search.reports import matching

Choices = list[tuple[str, object]]


class Filter(NamedTuple):
    """One filter: what it is called, what it offers to this viewer, and the condition of a value."""

    label: Pair
    choices: Callable[[Viewer], Choices]
    condition: Callable[[str, datetime], Q | None]


def _groups(viewer: Viewer) -> Choices:
    return [(group.code, group.name) for group in catalogue.current().groups]


def _in_group(value: str, at: datetime) -> Q:
    return Q(category__group__code=value)


def _kelurahan(viewer: Viewer) -> Choices:
    tops = {seat.agency.area_id for seat in viewer.seats}
    if None in tops:
        return []
    codes = [register.register().by_id[top].code for top in tops if top is not None]
    rows = [row for row in register.register().kelurahan if any(row.code.startswith(code) for code in codes)]
    return [(row.code, row.name) for row in sorted(rows, key=lambda row: row.name)] if len(rows) > 1 else []


def _in_area(value: str, at: datetime) -> Q | None:
    row = register.register().by_code.get(value)
    if row is None:
        return None
    if row.level == Area.Level.KELURAHAN:
        return Q(area=row)
    below = [other.pk for other in register.register().kelurahan if other.code.startswith(f"{row.code}.")]
    return Q(area__in=below)


def _units(viewer: Viewer) -> Choices:
    tops = tuple(
        {
            seat.agency.path
            for seat in viewer.seats
            if seat.role in (rail.Role.SUPERVISOR, rail.Role.DESK, rail.Role.VALIDATOR)
        }
    )
    rows = [row for row in catalogue.current().agencies.values() if tops and row.path.startswith(tops)]
    rows = [row for row in rows if row.valid_to is None]
    return [(row.code, row.short) for row in sorted(rows, key=lambda row: row.path)] if len(rows) > 1 else []


def _held_below(value: str, at: datetime) -> Q | None:
    found: Agency | None = next((row for row in catalogue.current().agencies.values() if row.code == value), None)
    return None if found is None else Q(holder__path__startswith=found.path)


def _assigned(value: str, at: datetime) -> Q | None:
    if value == "belum":
        return Q(assignee=None)
    return Q(assignee=int(value)) if value.isdecimal() else None


def _channels(viewer: Viewer) -> Choices:
    return [(row.code, row.name) for row in catalogue.current().channels_open(timezone.localdate())]


def _unlisted(viewer: Viewer) -> Choices:
    """Reached by a link of the dashboard, not offered in the form."""
    return []


def _in_cell(value: str, at: datetime) -> Q | None:
    return Q(cell=int(value)) if value.isdecimal() and len(value) <= len(str(2**63)) - 1 else None


AGES = ("1", "3", "7", "30")


def _ages(viewer: Viewer) -> Choices:
    return [(n, Pair("lebih dari {n} hari", "over {n} {n:day|days}", n=n)) for n in AGES]


def _older(value: str, at: datetime) -> Q | None:
    return Q(filed_at__lte=at - timedelta(days=int(value))) if value in AGES else None


FILTERS: dict[str, Filter] = {
    "kategori": Filter(Pair("Kategori", "Category"), _groups, _in_group),
    "kelurahan": Filter(Pair("Kelurahan", "Kelurahan"), _kelurahan, _in_area),
    "instansi": Filter(Pair("Unit", "Unit"), _units, _held_below),
    "status": Filter(
        Pair("Status", "Status"),
        lambda viewer: [(code, look.word) for code, look in STATUS_LOOKS.items()],
        lambda value, at: Q(status=value),
    ),
    "petugas": Filter(Pair("Petugas", "Officer"), lambda viewer: [], _assigned),
    "privasi": Filter(
        Pair("Privasi", "Privacy"),
        lambda viewer: [("publik", Pair("Publik", "Public")), ("privat", Pair("Privat", "Private"))],
        lambda value, at: Q(privacy=value),
    ),
    "kanal": Filter(Pair("Kanal", "Channel"), _channels, lambda value, at: Q(channel__code=value)),
    "umur": Filter(Pair("Umur", "Age"), _ages, _older),
    "jenis": Filter(Pair("Jenis", "Kind"), _unlisted, lambda value, at: Q(category__code=value)),
    "sel": Filter(Pair("Titik berulang", "Spot"), _unlisted, _in_cell),
}


class Sort(NamedTuple):
    """An order of the queue; ties are broken by the key, so that pages never overlap."""

    label: Pair
    column: str
    falling: bool = False


SORTS: dict[str, Sort] = {
    "batas": Sort(Pair("Batas waktu terdekat", "Next deadline"), "next_due_at"),
    "terbaru": Sort(Pair("Terbaru masuk", "Newest"), "filed_at", falling=True),
    "terlama": Sort(Pair("Terlama masuk", "Oldest"), "filed_at"),
    "berubah": Sort(Pair("Terakhir berubah", "Last changed"), "updated_at", falling=True),
    "dukungan": Sort(Pair("Dukungan terbanyak", "Most supporters"), "supporters", falling=True),
}
SPANS = {"masuk": "filed_at", "selesai": "resolved_at"}
LONGEST_QUERY = 100
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2999, 12, 31)
"""No report lies outside; beyond these days reckoning with them fails."""


@dataclass(frozen=True)
class Chosen:
    """What somebody chose to see of the queue."""

    view: str = rail.FIRST
    q: str = ""
    sort: str = "batas"
    values: Mapping[str, str] = field(default_factory=dict)
    spans: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, query: QueryDict) -> Chosen:
        """Read a query string; what it says that is unknown counts as not said."""
        view, sort = query.get("tampilan", ""), query.get("urut", "")
        return cls(
            view=view if view in rail.VIEWS else rail.FIRST,
            q=query.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY],
            sort=sort if sort in SORTS else "batas",
            values={name: str(query[name]).replace("\0", "") for name in FILTERS if query.get(name)},
            spans={name: str(query[name]) for name in SPANS if span_of(str(query.get(name, "")))},
        )

    def condition(self, viewer: Viewer, *, at: datetime) -> Q:
        """The reports chosen, of those that the viewer may see."""
        view = "semua" if self.q and self.view == rail.FIRST else self.view
        return rail.condition(view, viewer, at=at) & self.narrowing(at=at)

    def narrowing(self, *, at: datetime) -> Q:
        """The filters alone, without the view they stand in."""
        found = matching(self.q, hidden_words=True) if self.q else Q()
        for name, value in self.values.items():
            found &= FILTERS[name].condition(value, at) or Q()
        for name, value in self.spans.items():
            if span := span_of(value):
                found &= Q(**{f"{SPANS[name]}__gte": span[0], f"{SPANS[name]}__lt": span[1]})
        return found

    def query(self, **more: str) -> str:
        """The query string that says the same; an empty value takes a part out."""
        said = {"tampilan": self.view, "q": self.q, "urut": self.sort if self.sort != "batas" else ""}
        said |= {**self.values, **self.spans, **more}
        return urlencode({name: value for name, value in said.items() if value})

    @property
    def narrowed(self) -> bool:
        """Whether a filter stands, the view and its order left aside."""
        return bool(self.q or self.values or self.spans)


def order(sort: Sort, *, backward: bool = False) -> list[Combinable | str]:
    """For ``order_by``: the column, rows without a value at the end, then the key; all of it turned round backward."""
    column, ends = F(sort.column), {"nulls_first": True} if backward else {"nulls_last": True}
    falling = sort.falling != backward
    return [column.desc(**ends) if falling else column.asc(**ends), "-pk" if backward else "pk"]


def span_of(text: str) -> tuple[datetime, datetime] | None:
    """ "2026-11-20", "2026-11" or "2026-11-10..2026-11-23" as moments from and until, in the city's zone."""
    first, _, last = text.partition("..")
    begin, end = _day(first, last=False), _day(last or first, last=True)
    if begin is None or end is None or begin < FIRST_DAY or end > LAST_DAY:
        return None
    zone = timezone.get_default_timezone()
    return (
        datetime.combine(begin, datetime.min.time(), zone),
        datetime.combine(end + timedelta(days=1), datetime.min.time(), zone),
    )


def _day(text: str, *, last: bool) -> date | None:
    try:
        if len(text) == len("2026-11"):
            month = min(date.fromisoformat(f"{text}-01"), LAST_DAY)
            following = (month + timedelta(days=31)).replace(day=1)
            return following - timedelta(days=1) if last else month
        return date.fromisoformat(text)
    except ValueError:
        return None
