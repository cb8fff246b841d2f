"""The report page, the handling panel, and the one address to which every move is sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from tanggap.areas import drawing
from tanggap.console import acting
from tanggap.console.access import ConsoleRequest, seated
from tanggap.console.inbox import presence, rows
from tanggap.console.inbox.filters import SORTS, Chosen
from tanggap.console.inbox.pages import following
from tanggap.console.refusals import answered, report_or_404
from tanggap.console.reports import wanted
from tanggap.console.reports.page import proof_photos, report_page
from tanggap.console.reports.panel import Tried, panel, pictures
from tanggap.kit.words import Pair
from tanggap.notifications import bell
from tanggap.reports import hiding, lifecycle
from tanggap.reports.authority import Officer
from tanggap.reports.models import Report
from tanggap.reports.refusals import NotYours, Refusal


@require_safe
@seated()
def report(request: ConsoleRequest, number: str) -> HttpResponse:
    """Everything about one report."""
    found = report_or_404(request, number)
    bell.mark_report(request.user, found, at=timezone.now())
    return render(request, "console/reports/report.html", _page(request, found))


@require_safe
@seated()
def handling(request: ConsoleRequest, number: str) -> HttpResponse:
    """The panel alone, for the side of the queue."""
    found = report_or_404(request, number)
    return render(request, "console/reports/_panel.html", panel_context(request, found))


def panel_context(request: ConsoleRequest, found: Report, *, tried: Tried | None = None) -> dict[str, Any]:
    """What the panel needs; it also notes that this seat is looking."""
    at = timezone.now()
    drawn = panel(found, acting.anywhere(request), at=at, tried=tried)
    query = request.POST.get("kembali") if request.method == "POST" else request.GET.urlencode()
    return {
        "report": found,
        "panel": drawn,
        "before": pictures(drawn.before),
        "after": pictures(drawn.after),
        "map": map_of(found),
        "others": presence.look(found, by=request.seat, at=at),
        "back": query or "",
        "row": rows.for_list(Report.objects.filter(pk=found.pk)).first(),
    }


def map_of(found: Report, *, width: int = 480, height: int = 400) -> str:
    """The report's point on a map, or nothing where it has none."""
    if found.lat is None or found.lon is None:
        return ""
    return drawing.map_svg(found.lat, found.lon, width=width, height=height)


def _page(request: ConsoleRequest, found: Report, *, tried: Tried | None = None) -> dict[str, Any]:
    context = panel_context(request, found, tried=tried)
    may_merge = any(form.verb == "merge" for form in context["panel"].forms)
    more = {"proofs": pictures(proof_photos(found)), "may_merge": may_merge}
    return context | report_page(found, request.viewer, at=timezone.now()) | more


@require_POST
@seated()
def move(request: ConsoleRequest, number: str) -> HttpResponse:
    """Make one move; then on to the next report, or back to this one. A refusal shows the page and what was typed."""
    found = report_or_404(request, number)
    verb, at = request.POST.get("verb", ""), timezone.now()
    if verb not in lifecycle.MOVES:
        return HttpResponse(status=400)
    said = wanted.said_for(verb, request.POST)
    next_one = _next(request, found, at=at)
    try:
        act(request, found, verb, said, at=at)
    except Refusal as refusal:
        return _refused(request, number, Tried(verb, said, refusal))
    messages.success(request, f"{found.number}: {lifecycle.MOVES[verb].label}.")
    return HttpResponseRedirect(_after(request, found, next_one))


def act(request: ConsoleRequest, found: Report, verb: str, said: dict[str, str], *, at: datetime) -> None:
    """Make the move from whichever of the viewer's seats may make it."""
    viewer = acting.anywhere(request)
    step = lifecycle.MOVES[verb]
    allowed = [officer for officer in viewer.officers if step.allowed_to(officer, found)]
    by = allowed[0] if allowed else Officer(request.seat)
    if not allowed:
        # The report may have gone elsewhere since the page was drawn: then that is what is said.
        lifecycle.refuse_unless_open(found, verb, at=at)
        raise NotYours(
            Pair(
                "“{label}” bukan wewenang kursi Anda. Laporan ini sekarang di {holder}.",
                "“{label}” is not for your seat. The report is now with {holder}.",
                label=step.label,
                holder=found.holder.short,
            )
        )
    lifecycle.move(found, verb, by=by, at=at, **wanted.given(step.needs, said, found, viewer))


def _refused(request: ConsoleRequest, number: str, tried: Tried) -> HttpResponse:
    found = report_or_404(request, number)
    context = _page(request, found, tried=tried)
    return render(request, "console/reports/report.html", context, status=tried.refusal.http_status)


def _next(request: ConsoleRequest, found: Report, *, at: datetime) -> str:
    if "lanjut" not in request.POST:
        return ""
    chosen = Chosen.of(QueryDict(request.POST.get("kembali", "")))
    queue = Report.objects.filter(chosen.condition(acting.here(request), at=at))
    row = following(queue, SORTS[chosen.sort], found)
    return row.number if row is not None else ""


def _after(request: ConsoleRequest, found: Report, next_one: str) -> str:
    target = request.POST.get("tujuan", "")
    if target and url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return target
    if "lanjut" in request.POST:
        query = Chosen.of(QueryDict(request.POST.get("kembali", ""))).query(pilih=next_one)
        return f"{reverse('console:queue')}?{query}"
    return reverse("console:report", args=[found.number])


@require_POST
@seated()
@answered
def hide(request: ConsoleRequest, number: str) -> HttpResponse:
    """Take a part of the report out of public view, with a reason; or bring it back."""
    found = report_or_404(request, number)
    target, at = request.POST.get("target", ""), timezone.now()
    officers = acting.anywhere(request).officers
    by = next((officer for officer in officers if hiding.may_hide(officer, found)), officers[0])
    if request.POST.get("act") == "lift":
        hiding.lift(found, target, by=by, at=at)
        messages.success(request, str(Pair("Ditampilkan kembali.", "Shown again.")))
    else:
        hiding.hide(found, target, reason=request.POST.get("reason", ""), by=by, at=at)
        messages.success(request, str(Pair("Disembunyikan dari umum.", "Hidden from the public.")))
    return HttpResponseRedirect(reverse("console:report", args=[found.number]))


@require_safe
@seated()
def also_here(request: ConsoleRequest, number: str) -> HttpResponse:
    """Who else has the report open: asked again while the page is seen."""
    found = report_or_404(request, number)
    others = presence.look(found, by=request.seat, at=timezone.now())
    return render(request, "console/reports/_others.html", {"others": others})
