"""The desk of Biro Pemerintahan: reports without a place or a category, those sent back to it, and appeals."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tanggap.agencies.models import Seat
from tanggap.areas import register
from tanggap.channels import conversations
from tanggap.console.access import ConsoleRequest, seated
from tanggap.console.inbox import rows
from tanggap.console.inbox.filters import SORTS
from tanggap.console.inbox.pages import following, page
from tanggap.console.refusals import report_or_404
from tanggap.console.reports import wanted
from tanggap.console.reports.panel import Tried
from tanggap.console.reports.views import act, panel_context
from tanggap.kit.words import Pair
from tanggap.reports.authority import visible_to
from tanggap.reports.lifecycle import UNTOUCHED
from tanggap.reports.models import Report, Turn
from tanggap.reports.refusals import Refusal

SENT_BACK = Exists(Turn.objects.filter(report=OuterRef("pk"), ended_at=None, came_by="send_back"))
APPEALED = Exists(Turn.objects.filter(report=OuterRef("pk"), ended_at=None, came_by="appeal"))

PILES: dict[str, tuple[Pair, str, Q]] = {
    "semua": (Pair("Semua di meja", "All at the desk"), "inbox", Q()),
    "tanpa-lokasi": (Pair("Tanpa lokasi", "No place"), "map-pin", Q(area=None)),
    "tanpa-kategori": (Pair("Tanpa kategori", "No category"), "tag", Q(category=None)),
    "dikembalikan": (Pair("Dikembalikan", "Sent back"), "arrow-back-up", Q(SENT_BACK)),
    "keberatan": (Pair("Keberatan", "Appeals"), "scale", Q(APPEALED)),
}
"""What lies on the desk, by what is to be done with it."""


def at_the_desk(request: ConsoleRequest, pile: str) -> Any:
    """The reports of one pile that this viewer may see."""
    agencies = [seat.agency_id for seat in request.viewer.seats if seat.role == Seat.Role.DESK]
    return Report.objects.filter(
        visible_to(request.viewer), PILES[pile][2], holder__in=agencies, status__in=UNTOUCHED, merged_into=None
    )


@require_safe
@seated(Seat.Role.DESK)
def desk(request: ConsoleRequest) -> HttpResponse:
    """The pile, and the form of the report picked from it, else of the first."""
    return render(request, "console/desk/desk.html", _context(request, request.GET.get("pilih", "")))


def _context(request: ConsoleRequest, number: str, *, tried: Tried | None = None) -> dict[str, Any]:
    asked = (request.POST if request.method == "POST" else request.GET).get("tumpukan", "semua")
    pile = asked if asked in PILES else "semua"
    queue = at_the_desk(request, pile)
    shown = page(rows.for_list(queue), SORTS["batas"], after=request.GET.get("after", ""))
    counts = at_the_desk(request, "semua").aggregate(**_counts())
    context: dict[str, Any] = {
        "pile": pile,
        "pile_label": PILES[pile][0],
        "piles": [
            {"name": name, "label": label, "icon": icon, "count": counts[name.replace("-", "_")]}
            for name, (label, icon, _) in PILES.items()
        ],
        "rows": rows.dress(shown.rows),
        "page": shown,
    }
    picked = number or (shown.rows[0].number if shown.rows else "")
    if not picked:
        return context
    found = report_or_404(request, picked)
    asked_for = (wanted.ASKED["category"], wanted.ASKED["area_code"])
    offer = {name: one for ask in asked_for for name, one in ask.offer(found, request.viewer, timezone.now()).items()}
    lacking = {
        "complete_field": {"offer": offer},
        "complete_form": {"verb": "lengkapi", "said": tried.said if tried else guessed(found)},
        "lacks": found.category_id is None or found.area_id is None,
    }
    drawn = panel_context(request, found, tried=tried)
    if lacking["lacks"]:
        # The one form above asks for both at once.
        drawn["panel"].forms[:] = [form for form in drawn["panel"].forms if form.verb not in ("locate", "categorise")]
    return context | drawn | lacking


def guessed(report: Report) -> dict[str, str]:
    """What a message's words seemed to say, filled in so that one key confirms it; nothing where nothing is known."""
    talk = conversations.of_report(report)
    if talk is None or (talk.category is None and talk.area is None):
        return {}
    category, area = report.category or talk.category, report.area or talk.area
    return {
        "category": category.code if category is not None and not category.emergency else "",
        "kelurahan": wanted.label_of(register.area(area.code)) if area is not None else "",
        "landmark": report.landmark,
    }


def _counts() -> dict[str, Any]:
    return {name.replace("-", "_"): Count("pk", filter=rule or Q(pk__gt=0)) for name, (_, _, rule) in PILES.items()}


@require_POST
@seated(Seat.Role.DESK)
def complete(request: ConsoleRequest, number: str) -> HttpResponse:
    """Set category and place in one go; the report leaves for its holder and the next one comes up."""
    found = report_or_404(request, number)
    said, at = wanted.said_for("lengkapi", request.POST), timezone.now()
    pile = request.POST.get("tumpukan", "semua")
    after = following(at_the_desk(request, pile if pile in PILES else "semua"), SORTS["batas"], found)
    try:
        with transaction.atomic():
            if said.get("category") or said.get("likely") or found.category_id is None:
                act(request, found, "categorise", said, at=at)
            if said.get("kelurahan") or said.get("lat") or found.area_id is None:
                act(request, found, "locate", said, at=at)
    except Refusal as refusal:
        context = _context(request, number, tried=Tried("lengkapi", said, refusal))
        return render(request, "console/desk/desk.html", context, status=refusal.http_status)
    found = Report.objects.select_related("holder").get(pk=found.pk)
    went = Pair("{n} diteruskan ke {holder}.", "{n} went to {holder}.", n=found.number, holder=found.holder.short)
    messages.success(request, str(went))
    query = f"?tumpukan={pile}" + (f"&pilih={after.number}" if after else "")
    return HttpResponseRedirect(reverse("console:desk") + query)
