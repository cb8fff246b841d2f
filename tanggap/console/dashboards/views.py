"""The mini dashboard: what a kelurahan, an agency or a tree of them has in hand, and how it does."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from tanggap.console import acting
from tanggap.console.access import ConsoleRequest, seated
from tanggap.console.dashboards.drawing import Bar, Group, bars, spots_map
from tanggap.dashboards import kelurahan as questions
from tanggap.dashboards.kelurahan import Day, Period, Spot
from tanggap.kit import formatting
from tanggap.kit.words import Pair, active_language
from tanggap.reports.authority import Viewer, below, visible_to
from tanggap.reports.models import Report

GOOD_SHARE = 0.9
"""From this share in time on the figure is shown in green."""


class Choice(NamedTuple):
    """One of the periods offered."""

    code: str
    label: Pair
    title: Pair
    days: int | None


PERIODS = (
    Choice("14", Pair("14 hari", "14 days"), Pair("14 hari terakhir", "the last 14 days"), 14),
    Choice("30", Pair("30 hari", "30 days"), Pair("30 hari terakhir", "the last 30 days"), 30),
    Choice("tahun", Pair("Tahun ini", "This year"), Pair("tahun ini", "this year"), None),
)


def period_of(choice: Choice, *, at: datetime) -> Period:
    """Whole days of the city's zone, today included."""
    today = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    if choice.days is None:
        return Period(today.replace(month=1, day=1), today + timedelta(days=1))
    return Period(today - timedelta(days=choice.days - 1), today + timedelta(days=1))


def _chosen(request: ConsoleRequest) -> Choice:
    asked = request.GET.get("periode", "")
    return next((choice for choice in PERIODS if choice.code == asked), PERIODS[0])


@require_safe
@seated()
def dashboard(request: ConsoleRequest) -> HttpResponse:
    """The figures, the course, the kinds, the spots that repeat, and what asks for a look."""
    at, viewer = timezone.now(), acting.here(request)
    choice = _chosen(request)
    period, within = period_of(choice, at=at), _scope(viewer)
    course = questions.course(within, period)
    kinds = questions.kinds(within, period)
    spots = questions.spots(within, period)
    figures = questions.figures(within, period, at=at)
    peak = max(course, key=lambda day: day.came)
    context = {
        "choice": choice,
        "periods": PERIODS,
        "figures": figures,
        "fewer": -figures.change,
        "stars": None if figures.stars is None else round(figures.stars, 1),
        "city_median": questions.median(questions.counted_in_public(), period),
        "good_share": GOOD_SHARE,
        "course": [_told(day, by_month=period.by_month) for day in course],
        "chart": _chart(course, by_month=period.by_month),
        "peak": peak,
        "peak_name": _told(peak, by_month=period.by_month)["name"],
        "kinds": kinds[:6],
        "most": max((kind.n for kind in kinds), default=1),
        "spots": spots,
        "map": _map(spots, viewer),
        "attention": questions.attention(within, period, at=at),
        "span": f"{timezone.localdate(period.since)}..{timezone.localdate(at)}",
    }
    return render(request, "console/dashboards/dashboard.html", context)


def _scope(viewer: Viewer) -> Any:
    """What the unit holds now, units under it included, of what the viewer may see."""
    return visible_to(viewer) & below(viewer.seats[0].agency)


def _list(day: Day, column: str) -> str:
    return f"{reverse('console:queue')}?{urlencode({'tampilan': 'semua', column: day.span})}"


def _name(day: Day, *, by_month: bool) -> str:
    return formatting.MONTHS[active_language()][day.first.month - 1] if by_month else str(day.first.day)


def _told(day: Day, *, by_month: bool) -> dict[str, Any]:
    language = active_language()
    month = formatting.MONTHS[language][day.first.month - 1]
    return {
        "name": f"{month} {day.first.year}" if by_month else f"{day.first.day} {month}",
        "came": day.came,
        "done": day.done,
        "came_href": _list(day, "masuk"),
        "done_href": _list(day, "selesai"),
    }


CAME = Pair("{d}: {n} masuk", "{d}: {n} in")
DONE = Pair("{d}: {n} selesai", "{d}: {n} done")


def _chart(course: list[Day], *, by_month: bool) -> str:
    groups = [
        Group(
            _name(day, by_month=by_month),
            Bar(day.came, str(Pair("{d}: {n} masuk", "{d}: {n} in", d=day.span, n=day.came)), _list(day, "masuk")),
            Bar(
                day.done, str(Pair("{d}: {n} selesai", "{d}: {n} done", d=day.span, n=day.done)), _list(day, "selesai")
            ),
        )
        for day in course
    ]
    return bars(groups, label=str(Pair("Masuk dan selesai; tabelnya di bawah", "In and done; the table is below")))


def _map(spots: list[Spot], viewer: Viewer) -> str:
    area = viewer.seats[0].agency.area
    if spots:
        lat, lon = sum(s.lat for s in spots) / len(spots), sum(s.lon for s in spots) / len(spots)
    elif area is not None:
        lat, lon = area.lat, area.lon
    else:
        return ""
    return spots_map(spots, lat, lon)


class Echo:
    """A file that hands back what is written to it, so that the CSV streams."""

    def write(self, line: str) -> str:
        return line


COLUMNS = (
    "nomor",
    "kategori",
    "kelurahan",
    "status",
    "pemegang",
    "masuk",
    "selesai",
    "batas",
    "tepat_waktu",
    "privasi",
)


@require_safe
@seated()
def export(request: ConsoleRequest) -> HttpResponseBase:
    """The reports behind the figures as CSV: no words, no points, nobody's identity."""
    at = timezone.now()
    choice = _chosen(request)
    period = period_of(choice, at=at)
    found = Report.objects.filter(_scope(acting.here(request)), period.holds("filed_at")).order_by("filed_at", "pk")
    found = found.select_related("category", "area", "holder").prefetch_related("clocks")
    writer = csv.writer(Echo())
    lines = (writer.writerow(row) for row in _lines(found))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"tanggap-{acting.here(request).seats[0].agency.code}-{timezone.localdate(at)}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _lines(found: Any) -> Any:
    yield COLUMNS
    for report in found.iterator(chunk_size=500):
        clock = max((c for c in report.clocks.all() if c.kind == "resolution"), key=lambda c: c.round, default=None)
        yield (
            report.number,
            report.category.name_id if report.category else "",
            report.area.name if report.area else "",
            report.get_status_display(),
            report.holder.short,
            _moment(report.filed_at),
            _moment(report.resolved_at),
            _moment(clock.due_at if clock else None),
            {True: "ya", False: "tidak", None: ""}[clock.in_time if clock else None],
            report.privacy,
        )


def _moment(at: datetime | None) -> str:
    return "" if at is None else f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
