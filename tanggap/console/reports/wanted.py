"""How each need of a move is asked on a page, and how the answer is read: one table, drawn from by every form.

The inputs of a move carry its verb before their name (``assign-crew``), so that all forms may stand on one page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date

from tanggap.agencies.models import Agency, Seat
from tanggap.areas import lookup, register
from tanggap.areas.city import city
from tanggap.kit.words import Pair
from tanggap.reports import catalogue, duplicates, needs, numbers, promises, suggestions
from tanggap.reports.authority import Viewer, visible_to
from tanggap.reports.models import Report, Status
from tanggap.reports.refusals import Incomplete

MOST_NAMED = 5
"""So many agencies are named when a name fits several."""

Offer = dict[str, Any]
Answer = dict[str, Any]


class Asked(NamedTuple):
    """A need as a part of a page: its template, what it offers, how it is read."""

    template: str
    offer: Callable[[Report, Viewer, datetime], Offer]
    read: Callable[[Mapping[str, str], Report, Viewer], Answer]


def _nothing(report: Report, viewer: Viewer, at: datetime) -> Offer:
    return {}


def _words(said: Mapping[str, str], report: Report, viewer: Viewer) -> Answer:
    return {"words": said.get("words", "")}


# Agencies.


def _agencies(report: Report, viewer: Viewer, at: datetime) -> Offer:
    on = timezone.localdate(at)
    pack = catalogue.current()
    line = {area.pk for area in register.line(report.area.code)} if report.area else set()
    near = [
        row
        for row in pack.agencies.values()
        if catalogue.in_force(row, on)
        and row.pk != report.holder_id
        and row.kind != Agency.Kind.INSPEKTORAT
        and (row.area_id is None or row.area_id in line)
    ]
    route = pack.route(report.category, report.area.code, on=on) if report.category and report.area else None
    first = route if route is not None and route.pk != report.holder_id else None
    return {"agencies": sorted(near, key=lambda row: (row.area_id is None, row.short)), "suggested": first}


def find_agency(text: str) -> Agency | None:
    """The agency with this code, short or full name, or the only one that holds all these words.

    Raises Incomplete naming some of them when several do.
    """
    wanted = " ".join(text.split()).casefold()
    if not wanted:
        return None
    on = timezone.localdate()
    rows = [row for row in catalogue.current().agencies.values() if catalogue.in_force(row, on)]
    for row in rows:
        if wanted in {row.code.casefold(), row.short.casefold(), row.name_id.casefold(), row.name_en.casefold()}:
            return row
    found = [row for row in rows if all(word in f"{row.short} {row.name_id}".casefold() for word in wanted.split())]
    if len(found) > 1:
        names = ", ".join(row.short for row in found[:MOST_NAMED])
        raise Incomplete(
            Pair(
                "“{text}” cocok dengan {n} instansi, antara lain {names}. Tulis namanya lebih lengkap.",
                "“{text}” fits {n} agencies, {names} among them. Please write the full name.",
                text=text.strip(),
                n=len(found),
                names=names,
            ),
            field="agency",
        )
    return found[0] if found else None


def _agency(said: Mapping[str, str], report: Report, viewer: Viewer) -> Answer:
    return {"agency": find_agency(said.get("agency", ""))}


def _units(report: Report, viewer: Viewer, at: datetime) -> Offer:
    on = timezone.localdate(at)
    line = {area.pk for area in register.line(report.area.code)} if report.area else set()
    units = [row for row in catalogue.current().units_of(report.holder) if catalogue.in_force(row, on)]
    return {"units": sorted(units, key=lambda row: (row.area_id not in line, row.path))}


def _unit(said: Mapping[str, str], report: Report, viewer: Viewer) -> Answer:
    code = said.get("unit", "")
    return {"unit": next((row for row in catalogue.current().agencies.values() if row.code == code), None)}


# Crews.


def crews_of(agency: Agency) -> list[Seat]:
    """Who can be given a task, with how many they have: crews first (one query)."""
    busy = Count("tasks", filter=Q(tasks__status=Status.IN_PROGRESS, tasks__merged_into=None))
    seats = Seat.objects.filter(
        agency__path__startswith=agency.path, until=None, role__in=[Seat.Role.CREW, Seat.Role.OFFICER]
    )
    return list(seats.select_related("user", "agency").annotate(busy=busy).order_by("role", "busy", "title", "pk"))


def _crews(report: Report, viewer: Viewer, at: datetime) -> Offer:
    return {"crews": crews_of(report.holder)}


def _crew(said: Mapping[str, str], report: Report, viewer: Viewer) -> Answer:
    key = said.get("crew", "")
    found = Seat.objects.select_related("agency", "user").filter(pk=int(key)).first() if key.isdecimal() else None
    return {"crew": found}


# Dates, reasons, kinds.


def _until_offer(report: Report, viewer: Viewer, at: datetime) -> Offer:
    clock = promises.resolution_clock(report)
    return {"earliest": clock.due_at if clock else at, "latest": report.filed_at + promises.LONGEST}


def _until(said: Mapping[str, str], report: Report, viewer: Viewer) -> Answer:
    try:
        day = parse_date(said.get("until", ""))
    except ValueError:
        day = None
    if day is None:
        return {"until": None}
    return {"until": datetime.combine(day, time(23, 59), timezone.get_default_timezone())}


def _refusals(report: Report, viewer: Viewer, at: datetime) -> Offer:
    return {"refusals": catalogue.current().refusals}


def _refusal(said: Mapping[str, str], report: Report, viewer: Viewer) -> Answer:
    code = said.get("refusal", "")
    return {"refusal": next((row for row in catalogue.current().refusals if row.code == code), None)}


def _categories(report: Report, viewer: Viewer, at: datetime) -> Offer:
    seen = suggestions.suggest(report.words)[:3] if report.words else []
    return {"groups": catalogue.current().groups, "likely": [found.category for found in seen]}


def _category(said: Mapping[str, str], report: Report, viewer: Viewer) -> Answer:
    code = said.get("likely", "") or said.get("category", "")
    rows = catalogue.current().categories.values()
    return {"category": next((row for row in rows if row.code == code and row.active), None)}


# Duplicates.


def _parents(report: Report, viewer: Viewer, at: datetime) -> Offer:
    if report.lat is None or report.lon is None:
        return {"near": []}
    near = duplicates.nearby(report.lat, report.lon, at=at, within=visible_to(viewer), exclude=report)
    return {"near": near}


def _parent(said: Mapping[str, str], report: Report, viewer: Viewer) -> Answer:
    number = numbers.spelled(said.get("parent", "") or said.get("near", ""))
    if not number:
        return {"parent": None}
    found = Report.objects.filter(visible_to(viewer), number=number).first()
    if found is None:
        sentence = Pair("Laporan {n} tidak ditemukan.", "There is no report {n}.", n=number)
        raise Incomplete(sentence, field="parent")
    return {"parent": found}


# Places.


def _places(report: Report, viewer: Viewer, at: datetime) -> Offer:
    lat, lon = (report.lat, report.lon) if report.lat is not None and report.lon is not None else city().center
    names = [label_of(row) for row in register.register().kelurahan]
    return {"kelurahan": names, "lat": lat, "lon": lon, "around": f"?lat={lat}&lon={lon}"}


def label_of(row: Any) -> str:
    """ "Menteng (Kec. Menteng)": two kelurahan may share a name, never with their kecamatan."""
    return f"{row.name} (Kec. {row.parent.name})" if row.parent else row.name


def find_kelurahan(text: str) -> Any | None:
    """The kelurahan of this code, label or name; None where there is none or the name belongs to several."""
    wanted = " ".join(text.split()).casefold().removeprefix("kelurahan ").removeprefix("kel. ")
    rows = register.register().kelurahan
    exact = [row for row in rows if wanted in {row.code, label_of(row).casefold()}]
    named = exact or [row for row in rows if row.name.casefold() == wanted]
    return named[0] if len(named) == 1 else None


def _place(said: Mapping[str, str], report: Report, viewer: Viewer) -> Answer:
    landmark = said.get("landmark", "")
    point = _point(said)
    if point is not None:
        found = lookup.area_at(*point)
        if found is None:
            sentence = Pair("Titik itu di luar Jakarta.", "That point lies outside Jakarta.")
            raise Incomplete(sentence, field="area_code")
        lat, lon = point
        return {"area_code": found.code, "exact": found.exact, "lat": lat, "lon": lon, "landmark": landmark}
    text = said.get("kelurahan", "")
    row = find_kelurahan(text)
    if row is None and text.strip():
        sentence = Pair("Kelurahan “{text}” tidak dikenal.", "There is no kelurahan “{text}”.", text=text.strip())
        raise Incomplete(sentence, field="area_code")
    return {"area_code": row.code, "landmark": landmark} if row is not None else {}


def _point(said: Mapping[str, str]) -> tuple[float, float] | None:
    try:
        lat, lon = float(said.get("lat", "")), float(said.get("lon", ""))
    except ValueError:
        return None
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else None


def _proofs(report: Report, viewer: Viewer, at: datetime) -> Offer:
    return {"proofs": needs.proofs(report)}


ASKED: dict[str, Asked] = {
    "words": Asked("words", _nothing, _words),
    "agency": Asked("agency", _agencies, _agency),
    "unit": Asked("unit", _units, _unit),
    "crew": Asked("crew", _crews, _crew),
    "until": Asked("until", _until_offer, _until),
    "refusal": Asked("refusal", _refusals, _refusal),
    "category": Asked("category", _categories, _category),
    "parent": Asked("parent", _parents, _parent),
    "area_code": Asked("place", _places, _place),
    "proof": Asked("proof", _proofs, lambda said, report, viewer: {}),
}
"""By the names of ``reports.needs``; a test holds the two together."""


def said_for(verb: str, form: QueryDict) -> dict[str, str]:
    """What was typed into the form of one move, without its prefix."""
    prefix = f"{verb}-"
    # PostgreSQL takes no NUL in a text, and nobody means one.
    said = {name.removeprefix(prefix): str(form[name]) for name in form if name.startswith(prefix)}
    return {name: value.replace("\0", "") for name, value in said.items()}


def given(wanted: tuple[needs.Need, ...], said: Mapping[str, str], report: Report, viewer: Viewer) -> dict[str, Any]:
    """What a move is given, read from what was typed. Raises Incomplete where an answer cannot be understood."""
    answers: dict[str, Any] = {}
    for need in wanted:
        answers |= ASKED[need.name].read(said, report, viewer)
    return answers
