"""The queue: what waits for this seat, in the order in which it falls due."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from tanggap.agencies.models import Seat
from tanggap.console import acting
from tanggap.console.access import ConsoleRequest, seated
from tanggap.console.inbox import rail, rows
from tanggap.console.inbox.filters import FILTERS, SORTS, Chosen
from tanggap.console.inbox.pages import page
from tanggap.console.models import SavedFilter
from tanggap.console.refusals import report_or_404
from tanggap.console.reports.views import panel_context
from tanggap.kit.words import Pair
from tanggap.reports import catalogue
from tanggap.reports.authority import SIGHT, Viewer
from tanggap.reports.models import Report

MOST_SAVED = 12


@require_safe
@seated()
def queue(request: ConsoleRequest) -> HttpResponse:
    """The list with its rail, filters and, where one is picked, its handling panel."""
    at, viewer = timezone.now(), acting.here(request)
    chosen = Chosen.of(request.GET)
    saved = list(SavedFilter.objects.filter(user=request.user))
    counts = _counts(viewer, saved, at=at)
    found = Report.objects.filter(chosen.condition(viewer, at=at))
    shown = page(
        rows.for_list(found),
        SORTS[chosen.sort],
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "chosen": chosen,
        "view": rail.VIEWS[chosen.view],
        "rail": _rail(chosen, viewer, counts),
        "saved": [(one, counts.get(f"saved_{one.pk}", 0), one.query == chosen.query()) for one in saved],
        "page": shown,
        "rows": rows.dress(shown.rows),
        "filters": _filters(chosen, viewer),
        "spans": _spans(chosen),
        "sorts": [(name, sort.label, name == chosen.sort) for name, sort in SORTS.items()],
        "at": at,
        "sees_reports": any(seat.role in SIGHT for seat in viewer.seats),
        "back": chosen.query(),
        "bulk_verbs": BULK_BUTTONS,
    }
    return render(request, "console/inbox/queue.html", context | _picked(request, chosen))


def _picked(request: ConsoleRequest, chosen: Chosen) -> dict[str, Any]:
    number = request.GET.get("pilih", "")
    if not number:
        return {}
    return panel_context(request, report_or_404(request, number)) | {"back": chosen.query()}


BULK_BUTTONS = (
    ("take", Pair("Kerjakan", "Take")),
    ("assign", Pair("Tugaskan", "Assign")),
    ("coordinate", Pair("Teruskan", "Pass on")),
    ("merge", Pair("Gabung", "Merge")),
    ("refuse", Pair("Tolak", "Refuse")),
)


def _counts(viewer: Viewer, saved: list[SavedFilter], *, at: datetime) -> dict[str, int]:
    extra = []
    for one in saved:
        wanted = Chosen.of(QueryDict(one.query))
        extra.append((f"saved_{one.pk}", rail.VIEWS[wanted.view].condition(viewer, at) & wanted.narrowing(at=at)))
    return rail.counts(viewer, extra=extra, at=at)


def _rail(chosen: Chosen, viewer: Viewer, counts: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "label": view.label,
            "icon": view.icon,
            "count": counts.get(name.replace("-", "_")),
            "late": view.late and counts.get(name.replace("-", "_")),
            "current": name == chosen.view,
        }
        for name, view in rail.offered(viewer).items()
    ]


def _filters(chosen: Chosen, viewer: Viewer) -> list[dict[str, Any]]:
    found = []
    for name, one in FILTERS.items():
        choices = _officers(viewer) if name == "petugas" else one.choices(viewer)
        value = chosen.values.get(name, "")
        if choices or value:
            said = next((label for code, label in choices if code == value), _unlisted(name, value))
            without = chosen.query(**{name: ""})
            shown = {"label": one.label, "choices": choices, "value": value, "said": said, "without": without}
            found.append({"name": name, **shown})
    return found


def _unlisted(name: str, value: str) -> object:
    """What a value is called that came by a link and not from the form."""
    rows = catalogue.current().categories.values() if name == "jenis" else ()
    return next((row.name for row in rows if row.code == value), "" if name == "sel" else value)


SPAN_LABELS = {"masuk": Pair("Masuk", "Came in"), "selesai": Pair("Selesai", "Done")}


def _spans(chosen: Chosen) -> list[dict[str, Any]]:
    return [
        {"label": SPAN_LABELS[name], "value": value.replace("..", " – "), "without": chosen.query(**{name: ""})}
        for name, value in chosen.spans.items()
    ]


def _officers(viewer: Viewer) -> list[tuple[str, object]]:
    agencies = [seat.agency_id for seat in viewer.seats]
    seats = Seat.objects.filter(agency__in=agencies, until=None, role__in=[Seat.Role.CREW, Seat.Role.OFFICER])
    named = seats.order_by("role", "title").values_list("pk", "title", "user__name")
    return [("belum", Pair("Belum ditugaskan", "Unassigned")), *((str(pk), f"{name}, {t}") for pk, t, name in named)]


@require_safe
@seated()
def news(request: ConsoleRequest) -> HttpResponse:
    """ "3 laporan baru": how many came into this view since the page was drawn; nothing when none did."""
    since = _moment(request.GET.get("sejak", ""))
    if since is None:
        return HttpResponse(status=204)
    at, chosen = timezone.now(), Chosen.of(request.GET)
    found = Report.objects.filter(chosen.condition(acting.here(request), at=at), filed_at__gt=since).count()
    if not found:
        return HttpResponse(status=204)
    return render(request, "console/inbox/_news.html", {"n": found, "back": chosen.query()})


def _moment(text: str) -> datetime | None:
    """When the page was drawn, as its address says; None for anything else."""
    try:
        said = parse_datetime(text.replace(" ", "+"))
        return said.astimezone(UTC) if said is not None else None
    except (ValueError, OverflowError):
        return None


@require_POST
@seated()
def save_filter(request: ConsoleRequest) -> HttpResponse:
    """Keep the present filters under a name, or forget a kept one."""
    if forget := request.POST.get("lupakan"):
        SavedFilter.objects.filter(user=request.user, pk=int(forget) if forget.isdecimal() else 0).delete()
        return HttpResponseRedirect(reverse("console:queue"))
    query = Chosen.of(QueryDict(request.POST.get("kembali", ""))).query()
    name = " ".join(request.POST.get("nama", "").replace("\0", "").split())[:40]
    mine = SavedFilter.objects.filter(user=request.user)
    if not name:
        messages.error(request, str(Pair("Beri nama saringan ini dulu.", "Give this filter a name first.")))
    elif mine.exclude(name=name).count() >= MOST_SAVED:
        messages.error(request, str(Pair("Paling banyak {n} saringan.", "At most {n} filters.", n=MOST_SAVED)))
    else:
        SavedFilter.objects.update_or_create(user=request.user, name=name, defaults={"query": query})
        messages.success(request, str(Pair("Saringan disimpan.", "Filter saved.")))
    return HttpResponseRedirect(f"{reverse('console:queue')}?{query}")
