"""Recent public reports: searched, filtered, and paged by (filed_at, id) so that no page is ever counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.http import QueryDict

from tanggap.areas import register
from tanggap.areas.models import Area
from tanggap.kit.looks import STATUS_LOOKS
from tanggap.kit.words import Pair
from tanggap.reports import authority, catalogue
from tanggap.reports.models import Photo, Report, Status
from tanggap.reports.refusals import Incomplete
from tanggap.search import reports as search
from tanggap.web.filing import place
from tanggap.web.reports.thumbs import first_photos

PAGE = 20
LONGEST_SEARCH = 100
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

STAGE = {
    Status.WAITING: 1,
    Status.COORDINATED: 2,
    Status.DISPATCHED: 2,
    Status.IN_PROGRESS: 3,
    Status.VALIDATION: 4,
    Status.DONE: 5,
    Status.CLOSED: 5,
}

OPEN = "terbuka"
FINISHED = "tuntas"
STATUS_GROUPS: dict[str, tuple[Pair, frozenset[str]]] = {
    OPEN: (
        Pair("Masih terbuka", "Still open"),
        frozenset({Status.WAITING, Status.COORDINATED, Status.DISPATCHED, Status.IN_PROGRESS, Status.VALIDATION}),
    ),
    FINISHED: (Pair("Sudah selesai", "Done"), frozenset({Status.DONE, Status.CLOSED})),
}


@dataclass(frozen=True)
class Filters:
    """What the address asks for. An unknown value is no filter, and is named to the reader."""

    words: str = ""
    area: Area | None = None
    area_text: str = ""
    group: str = ""
    status: str = ""

    @property
    def any(self) -> bool:
        """Whether something narrows the list."""
        return bool(self.words or self.area or self.group or self.status)


class Card(NamedTuple):
    """One report in the list."""

    report: Report
    photo: Photo | None
    place: str
    stage: int | None


class Page(NamedTuple):
    """One page; ``before`` and ``after`` are marks, or None at the ends."""

    cards: list[Card]
    before: str | None
    after: str | None


def filters_of(query: QueryDict) -> Filters:
    """Read the address."""
    group, status = query.get("kategori", ""), query.get("status", "")
    area_text = query.get("kelurahan", "").strip()[:LONGEST_SEARCH]
    return Filters(
        words=query.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH],
        area=_area(area_text),
        area_text=area_text,
        group=group if any(group == row.code for row in catalogue.current().groups) else "",
        status=status if status in STATUS_GROUPS or status in STATUS_LOOKS else "",
    )


def _area(text: str) -> Area | None:
    """A kelurahan by its label or name, a kecamatan or kota by its code."""
    area = register.register().by_code.get(text)
    if area is not None or not text:
        return area
    try:
        return place.named(text)
    except Incomplete:
        return None


def matching(filters: Filters) -> QuerySet[Report]:
    """The public reports that the filters let through."""
    reports = Report.objects.filter(authority.public())
    if filters.words:
        reports = reports.filter(search.matching(filters.words))
    if filters.area is not None:
        reports = reports.filter(area__in=_below(filters.area))
    if filters.group:
        reports = reports.filter(category__in=_in_group(filters.group))
    if filters.status:
        statuses = STATUS_GROUPS[filters.status][1] if filters.status in STATUS_GROUPS else {filters.status}
        reports = reports.filter(status__in=statuses)
    return reports


def _below(area: Area) -> list[int]:
    return [row.pk for row in register.register().kelurahan if any(up.pk == area.pk for up in register.line(row.code))]


def _in_group(code: str) -> list[int]:
    return [row.pk for row in catalogue.current().categories.values() if row.group.code == code]


def page(filters: Filters, *, after: str = "", before: str = "") -> Page:
    """One page of the list, newest first (two queries)."""
    reports = matching(filters)
    if mark := read_mark(before):
        newer = reports.filter(_newer(mark)).order_by("filed_at", "pk")
        rows = list(_with_parts(newer)[: PAGE + 1])
        more, rows = len(rows) > PAGE, list(reversed(rows[:PAGE]))
        return Page(cards(rows), mark_of(rows[0]) if more else None, mark_of(rows[-1]) if rows else None)
    mark = read_mark(after)
    older = reports.filter(_older(mark)) if mark else reports
    rows = list(_with_parts(older.order_by("-filed_at", "-pk"))[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    return Page(cards(rows), mark_of(rows[0]) if mark and rows else None, mark_of(rows[-1]) if more else None)


def _with_parts(reports: QuerySet[Report]) -> QuerySet[Report]:
    return reports.select_related("holder")


def cards(reports: Iterable[Report]) -> list[Card]:
    """Reports as cards, with their photos (one query) and the catalogue's rows from memory."""
    rows = list(reports)
    photos = first_photos(rows)
    pack = catalogue.current()
    places = register.register().by_id
    for row in rows:
        row.category = pack.categories.get(row.category_id) if row.category_id else None
        row.area = places.get(row.area_id) if row.area_id else None
    return [Card(row, photos.get(row.pk), place_of(row), STAGE.get(Status(row.status))) for row in rows]


def place_of(report: Report) -> str:
    """ "Jl. Cikini Raya, Kel. Menteng"."""
    kelurahan = f"Kel. {report.area.name}" if report.area else str(Pair("Lokasi belum jelas", "Place not known yet"))
    return ", ".join(part for part in (report.street, kelurahan) if part)


class Mark(NamedTuple):
    """Where a page ends."""

    filed_at: datetime
    pk: int


def mark_of(report: Report) -> str:
    """The mark of a row, for the address."""
    return f"{(report.filed_at - EPOCH) // timedelta(microseconds=1)}-{report.pk}"


def read_mark(text: str) -> Mark | None:
    """The mark again; None for anything that is none."""
    micros, _, pk = text.partition("-")
    if (
        not (micros.isascii() and micros.isdigit() and pk.isascii() and pk.isdigit())
        or len(micros) > 17
        or len(pk) > 18
    ):
        return None
    try:
        return Mark(EPOCH + timedelta(microseconds=int(micros)), int(pk))
    except OverflowError:
        return None


def _older(mark: Mark) -> Q:
    # The first condition lets the index find the place; the second settles equal moments.
    return Q(filed_at__lte=mark.filed_at) & (Q(filed_at__lt=mark.filed_at) | Q(pk__lt=mark.pk))


def _newer(mark: Mark) -> Q:
    return Q(filed_at__gte=mark.filed_at) & (Q(filed_at__gt=mark.filed_at) | Q(pk__gt=mark.pk))


def choices() -> dict[str, Any]:
    """What the filters offer."""
    return {
        "groups": [(row.code, row.name) for row in catalogue.current().groups],
        "statuses": [(code, words) for code, (words, _) in STATUS_GROUPS.items()]
        + [(code, look.word) for code, look in STATUS_LOOKS.items()],
        "kelurahan": place.all_labels(),
    }
