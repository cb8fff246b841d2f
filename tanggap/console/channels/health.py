"""The health of the ways in, and the events that could not be read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tanggap.agencies.models import Seat
from tanggap.carriers.models import Delivery
from tanggap.channels import health, intake
from tanggap.channels.models import Inbound
from tanggap.console.access import ConsoleRequest, seated
from tanggap.kit.words import Pair
from tanggap.reports import catalogue
from tanggap.reports.authority import visible_to
from tanggap.reports.models import Report

Role = Seat.Role
PER_PAGE = 50

LIGHTS: dict[str, tuple[str, str, Pair]] = {
    "green": ("green", "circle-check", Pair("Sehat", "Well")),
    "amber": ("gold", "alert-triangle", Pair("Perlu dilihat", "Needs a look")),
    "red": ("red", "alert-circle", Pair("Bermasalah", "In trouble")),
    "off": ("grey", "plug-connected-x", Pair("Belum disetel", "Not set up")),
}
"""Badge, icon and word of each light: never the colour alone."""


UNSAID: dict[str, Pair] = {
    Delivery.State.UNCLEAR: Pair("tidak jelas sampai atau tidak", "unclear whether it arrived"),
    Delivery.State.REFUSED: Pair("ditolak penerima", "refused by the receiver"),
    Delivery.State.GIVEN_UP: Pair("gagal setelah seminggu", "failed for a week"),
}
"""How a reply can miss its reporter."""


@require_safe
@seated(Role.DESK, Role.ADMIN)
def channels(request: ConsoleRequest) -> HttpResponse:
    """One line a channel: light, last event, failures, backlog."""
    found = health.of_all(at=timezone.now())
    rows = [{"health": one, "light": LIGHTS[one.light]} for one in found]
    failed = sum(one.failed for one in found)
    return render(request, "console/channels/channels.html", {"rows": rows, "failed": failed})


@require_safe
@seated(Role.DESK, Role.ADMIN)
def failed(request: ConsoleRequest) -> HttpResponse:
    """What could not be read, newest first; nothing of what was written in it."""
    events = Inbound.objects.filter(state=Inbound.State.FAILED).order_by("-received_at", "-pk")
    code = request.GET.get("kanal", "")
    if code:
        events = events.filter(channel=code)
    names = {row.code: row for row in catalogue.current().channels.values()}
    page = Paginator(events.defer("sealed"), PER_PAGE).get_page(request.GET.get("page"))
    rows = [{"event": event, "channel": names.get(event.channel)} for event in page]
    context = {"page": page, "rows": rows, "code": code, "unsaid": [] if code else _unsaid(request)}
    return render(request, "console/channels/failed.html", context)


def _unsaid(request: ConsoleRequest) -> list[dict[str, Any]]:
    """The latest replies that did not reach a reporter, or of which nobody knows, by report."""
    lost = Delivery.objects.filter(state__in=UNSAID, recipient__startswith="reporter:").order_by("-made_at", "-pk")
    latest = list(lost[:PER_PAGE])
    ids = [int(one.recipient.removeprefix("reporter:")) for one in latest]
    seen = Report.objects.filter(visible_to(request.viewer), pk__in=ids).select_related("channel").in_bulk()
    return [
        {"delivery": one, "report": seen[pk], "said": UNSAID[one.state]}
        for one, pk in zip(latest, ids, strict=True)
        if pk in seen
    ]


@require_POST
@seated(Role.DESK, Role.ADMIN)
def replay(request: ConsoleRequest) -> HttpResponse:
    """Have one event, or all failed ones of the list, read again."""
    chosen = Inbound.objects.filter(state=Inbound.State.FAILED)
    one, code = request.POST.get("event", ""), request.POST.get("kanal", "")
    if one:
        chosen = chosen.filter(pk=int(one)) if one.isdecimal() else chosen.none()
    elif code:
        chosen = chosen.filter(channel=code)
    count = 0
    for event in chosen.order_by("pk"):
        intake.replay(event)
        count += 1
    said = Pair("{n} kejadian dibaca ulang.", "{n} {n:event is|events are} being read again.", n=count)
    messages.success(request, str(said))
    return redirect("console:channels_failed")
