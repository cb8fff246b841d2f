"""Answers on paper: for whoever comes back with number and PIN, and the tray of letters to be posted."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tanggap.accounts.visitor import address_of
from tanggap.carriers import delivery
from tanggap.carriers.models import Delivery
from tanggap.channels import papers, printing
from tanggap.console.access import ConsoleRequest, seated
from tanggap.console.counter.desks import Desk
from tanggap.console.counter.views import Role, at_a_desk, sheet, whole
from tanggap.reports import tracking
from tanggap.reports.refusals import Refusal


@seated(Role.OFFICER, Role.DESK)
@never_cache
@sensitive_post_parameters("pin")
@require_http_methods(["GET", "HEAD", "POST"])
@at_a_desk
def answer(request: ConsoleRequest, desk: Desk) -> HttpResponse:
    """Number and PIN in, the answer as a letter out: the person at the desk holds both on the receipt."""
    number, errors, status = request.POST.get("number", ""), [], 200
    if request.method == "POST":
        at = timezone.now()
        try:
            found = tracking.by_pin(number, request.POST.get("pin", ""), address=address_of(request), at=at)
            return sheet(printing.answer(found, at=at), f"jawaban-{found.number}")
        except Refusal as refusal:
            errors, status = [(refusal.field, refusal.sentence)], refusal.http_status
    context = {"desk": desk, "number": number[:40], "errors": errors}
    return render(request, "console/counter/answer.html", context, status=status)


@seated(Role.DESK)
@never_cache
@require_POST
@at_a_desk
def letter(request: ConsoleRequest, desk: Desk, delivery_id: int) -> HttpResponse:
    """Print one of the tray; it counts as posted from then on."""
    row = Delivery.objects.filter(pk=delivery_id, carrier=papers.CARRIER).first()
    found = whole(int(row.recipient.removeprefix("reporter:"))) if row else None
    if row is None or found is None or found.channel_id != desk.channel.pk:
        raise Http404
    with translation.override(found.language):
        to = papers.addressed(found)
    body = printing.answer(found, to=to, at=timezone.now())
    delivery.confirm(row, arrived=True)
    return sheet(body, f"surat-{found.number}")
