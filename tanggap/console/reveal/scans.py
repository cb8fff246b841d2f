"""The scan of a letter names its sender: it opens as an identity does, with a reason that is recorded."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from tanggap.accounts import vault
from tanggap.agencies.models import Seat
from tanggap.channels import papers
from tanggap.console.access import ConsoleRequest, seated
from tanggap.console.reveal.rules import identity_seat
from tanggap.kit.words import Pair
from tanggap.reports import tracking
from tanggap.reports.refusals import NotYours


@seated(Seat.Role.IDENTITY)
@never_cache
@sensitive_post_parameters()
@require_POST
def scan(request: ConsoleRequest) -> HttpResponse:
    """Number and reason in, the letter out; nothing is recorded where there is none."""
    number, reason = request.POST.get("number", ""), request.POST.get("reason", "")
    try:
        body, content_type = _open(request, number, reason)
    except (papers.NoScan, vault.NoIdentity, NotYours) as refusal:
        return _refused(request, "number", refusal.sentence, number, reason)
    except vault.ReasonTooShort as refusal:
        return _refused(request, "reason", refusal.sentence, number, reason)
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = "inline"
    return response


def _open(request: ConsoleRequest, number: str, reason: str) -> tuple[bytes, str]:
    report = tracking.find(number)
    if report is None:
        raise papers.NoScan
    seat = identity_seat(request.viewer, report)
    opened = papers.scan_of(report)
    vault.reveal(report.pk, by=f"seat:{seat.pk}", reason=reason, at=timezone.now())
    return opened


def _refused(request: ConsoleRequest, field: str, sentence: Pair, number: str, reason: str) -> HttpResponse:
    context = {
        "number": number,
        "reason": reason,
        "errors": [(field, sentence)],
        "error_of": {field: sentence},
        "least": vault.REASON_LEAST,
    }
    return render(request, "console/reveal/reveal.html", context, status=422)
