"""The desk: one fast form, several in a row, a receipt for whoever came."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanggap.agencies.models import Seat
from tanggap.areas import register
from tanggap.areas.city import city
from tanggap.channels import papers, printing
from tanggap.channels.understanding import understand
from tanggap.console.access import ConsoleRequest, seated
from tanggap.console.counter import form, nearby, slips
from tanggap.console.counter.desks import Desk, desk_of
from tanggap.console.counter.form import Said
from tanggap.console.reports.wanted import label_of
from tanggap.kit.words import Pair
from tanggap.reports import catalogue, filing, suggestions
from tanggap.reports.filing import Receipt
from tanggap.reports.models import Category, Report
from tanggap.reports.refusals import Refusal

Role = Seat.Role
LONGEST_READ = 2000
PDF = "application/pdf"
SHOWN = 5  # receipts listed beside the form

View = Callable[..., HttpResponse]


def at_a_desk(view: View) -> View:
    """Give a view the desk of the seat; a seat without one has no business here."""

    @wraps(view)
    def seated_there(request: ConsoleRequest, *args: Any, **given: Any) -> HttpResponse:
        code = request.POST.get("kanal", "") or request.GET.get("kanal", "")
        desk = desk_of(request.viewer, seat=request.seat, code=code)
        if desk is None:
            return render(request, "console/sign_in/not_yours.html", status=403)
        return view(request, desk, *args, **given)

    return seated_there


@seated(Role.OFFICER, Role.DESK)
@never_cache
@sensitive_post_parameters()
@sensitive_variables("said")
@require_http_methods(["GET", "HEAD", "POST"])
@at_a_desk
def counter(request: ConsoleRequest, desk: Desk) -> HttpResponse:
    """The form; saving brings the next one, with the receipt of the last above it."""
    if request.method != "POST":
        return _page(request, desk, form.blank(desk))
    said = form.read(request.POST, scan=request.FILES.get("scan"))
    try:
        receipt, token = _file(said, desk, at=timezone.now())
    except Refusal as refusal:
        return _page(request, desk, said, refusal=refusal)
    slips.remember(request.session, receipt, token=token)
    return HttpResponseRedirect(f"{reverse('console:counter')}?kanal={desk.channel.code}&baru={receipt.number}")


@sensitive_variables("said", "filed")
def _file(said: Said, desk: Desk, *, at: datetime) -> tuple[Receipt, str]:
    filed = form.filing_of(said, desk, at=at)
    written_on = form.letter_date(said, on=timezone.localdate(at))
    with transaction.atomic():
        receipt = filing.file(filed, at=at)
        if desk.takes_letters:
            papers.keep(receipt.report, agenda_number=said.agenda, written_on=written_on, scan=said.scan, at=at)
    return receipt, filed.token


def _page(request: ConsoleRequest, desk: Desk, said: Said, *, refusal: Refusal | None = None) -> HttpResponse:
    fresh = slips.find(request.session, request.GET.get("baru", ""))
    lat, lon = form.point_of(said) or _middle(desk)
    errors = [(BESIDE.get(refusal.field, refusal.field) or "words", refusal.sentence)] if refusal else []
    context = {
        "desk": desk,
        "said": said.fields,
        "errors": errors,
        "error_of": dict(errors),
        "groups": catalogue.current().groups,
        "likely": likely(said.words),
        "around": nearby.around(said, request.viewer, at=timezone.now()) if refusal else None,
        "kelurahan": [label_of(row) for row in register.register().kelurahan],
        "lat": lat,
        "lon": lon,
        "map_around": f"?lat={lat}&lon={lon}",
        "fresh": fresh,
        "latest": [number for number in slips.latest(request.session)[:SHOWN] if not fresh or number != fresh.number],
        "tray": papers.tray(desk.channel.code) if desk.takes_letters else [],
        "labels": LABELS,
    }
    return render(request, "console/counter/counter.html", context, status=refusal.http_status if refusal else 200)


BESIDE = {"category": "words", "area_code": "kelurahan"}
"""Beside which field a refusal stands whose own name is not on the form."""

LABELS: dict[str, Pair] = {
    "agenda": Pair("Nomor agenda", "Agenda number"),
    "written_on": Pair("Tanggal surat", "Date of the letter"),
    "name": Pair("Nama", "Name"),
    "sender": Pair("Pengirim", "Sender"),
    "phone": Pair("Telepon", "Phone"),
    "email": Pair("Surel", "E-mail"),
    "street": Pair("Jalan atau alamat", "Street or address"),
    "landmark": Pair("Patokan", "Landmark"),
}


def _middle(desk: Desk) -> tuple[float, float]:
    area = desk.seat.agency.area
    return (area.lat, area.lon) if area is not None else city().center


def likely(words: str) -> list[Category]:
    """At most three categories that the words sound like; none where they tell too little."""
    read = words[:LONGEST_READ]
    offered = [one.category for one in suggestions.suggest(read)] if read else []
    best = understand(read).category if read else None
    return [best, *(one for one in offered if one != best)][:3] if best else offered[:3]


@seated(Role.OFFICER, Role.DESK)
@require_POST
@at_a_desk
def suggestion(request: ConsoleRequest, desk: Desk) -> HttpResponse:
    """The categories for the words so far. By POST, so that nobody's words stand in a log."""
    said = form.read(request.POST)
    emergency = suggestions.emergency_in(said.words[:LONGEST_READ]) if said.words else None
    context = {"likely": likely(said.words), "said": said.fields, "emergency": emergency}
    return render(request, "console/counter/_likely.html", context)


@seated(Role.OFFICER, Role.DESK)
@require_POST
@at_a_desk
def around(request: ConsoleRequest, desk: Desk) -> HttpResponse:
    """What is reported around the place so far."""
    found = nearby.around(form.read(request.POST), request.viewer, at=timezone.now())
    return render(request, "console/counter/_around.html", {"around": found})


@seated(Role.OFFICER, Role.DESK)
@never_cache
@require_safe
@at_a_desk
def receipt(request: ConsoleRequest, desk: Desk, number: str) -> HttpResponse:
    """The A6 receipt, for the clerk who keyed it in and for nobody else."""
    found = slips.find(request.session, number)
    if found is None:
        raise Http404
    return sheet(printing.receipt(found), f"tanda-terima-{number}")


def sheet(body: bytes, name: str) -> HttpResponse:
    """A PDF to look at and print; no cache keeps it."""
    response = HttpResponse(body, content_type=PDF)
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Referrer-Policy"] = "no-referrer"
    return response


def whole(report_id: int) -> Report | None:
    """A report with everything that stands on a sheet."""
    return Report.objects.select_related("category", "area", "channel", "holder").filter(pk=report_id).first()
