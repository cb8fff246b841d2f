"""`/lacak`: a report by its number, for anyone where it is public, for its reporter by link, PIN or account."""

from __future__ import annotations

import hashlib

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tanggap.accounts.visitor import address_of
from tanggap.kit.words import Pair, active_language
from tanggap.notifications import followers
from tanggap.reports import numbers, tracking
from tanggap.reports.models import Report
from tanggap.reports.refusals import Refusal
from tanggap.reports.tracking import Reader
from tanggap.web import visitor
from tanggap.web.pace import paced
from tanggap.web.tracking import shown

LONGEST_NUMBER = 40
NO_NUMBER = Pair("Ketik nomor laporan, misalnya JK2503050007.", "Type a report number, for example JK2503050007.")

UNKNOWN_LINK = Pair(
    "Tautan ini tidak membuka laporan apa pun. Mungkin terpotong waktu disalin.",
    "This link opens no report. Perhaps it was cut off when it was copied.",
)


@require_safe
def track(request: HttpRequest) -> HttpResponseBase:
    """A number in."""
    typed = request.GET.get("nomor", "").strip()[:LONGEST_NUMBER]
    if typed and numbers.spelled(typed):
        return redirect("web:track_report", number=typed.replace("/", ""))
    errors = [("nomor", NO_NUMBER)] if "nomor" in request.GET else []
    context = {"errors": errors, "typed": typed, "mine": shown.own_reports(visitor.reader(request))}
    return visitor.cached(render(request, "web/tracking/track.html", context), request)


@paced(240)
@require_safe
def report(request: HttpRequest, number: str) -> HttpResponseBase:
    """The report's page, or the same locked door for a private number and for one that nobody has."""
    reader = visitor.reader(request)
    found = tracking.find(number)
    if found is None or not tracking.may_read(found, reader):
        return locked(request, number)
    if found.number != number:
        return redirect("web:track_report", number=found.number)
    if found.public and visitor.stranger(request):
        # Nothing on a stranger's page changes unless the report does, but for the minutes that run.
        unchanged = get_conditional_response(request, etag=_etag(found))
        if unchanged is not None:
            return unchanged
    response = visitor.cached(page(request, found, reader), request)
    if response["Cache-Control"].startswith("public"):
        response["ETag"] = _etag(found)
    return response


def _etag(report: Report) -> str:
    minute = timezone.now().strftime("%Y%m%d%H%M")
    state = f"{report.number}/{report.journal_seq}/{report.supporters}/{report.updated_at}/{active_language()}/{minute}"
    return '"' + hashlib.sha256(state.encode()).hexdigest()[:24] + '"'


def page(
    request: HttpRequest,
    found: Report,
    reader: Reader,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page itself; with a refusal, everything typed stands in it again."""
    user = visitor.user_of(request)
    context = shown.context(found, reader, device=_known_device(request), at=timezone.now())
    context |= {
        "refusal": refusal,
        "errors": [(refusal.field or "acts", refusal.sentence)] if refusal else [],
        "typed": request.POST,
        "signed_in": user is not None,
        # Whose report it is hears of it anyway.
        "followed": user is not None
        and found.public
        and not reader.owns(found)
        and followers.follows(found, user=user),
    }
    return render(request, "web/tracking/report.html", context, status=status)


def _known_device(request: HttpRequest) -> str:
    """The device, where it has been here before; a stranger's page costs no query for it."""
    known = visitor.DEVICE in request.COOKIES or visitor.user_of(request) is not None
    return visitor.device(request) if known else ""


def locked(request: HttpRequest, number: str, *, refusal: Refusal | None = None, status: int = 404) -> HttpResponse:
    """The page that asks for the PIN. It says the same of a private number and of one that does not exist."""
    context = {
        "number": number[:LONGEST_NUMBER],
        "errors": [(refusal.field, refusal.sentence)] if refusal else [],
        "typed": request.POST.get("pin", "")[:20],
    }
    response = render(request, "web/tracking/locked.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


@never_cache
@require_POST
def pin(request: HttpRequest, number: str) -> HttpResponseBase:
    """Number and PIN open a report in this browser."""
    try:
        found = tracking.by_pin(number, request.POST.get("pin", ""), address=address_of(request), at=timezone.now())
    except Refusal as refusal:
        return locked(request, number, refusal=refusal, status=refusal.http_status)
    tracking.remember(request.session, found)
    return redirect("web:track_report", number=found.number)


@never_cache
@paced(60)
@require_safe
def link(request: HttpRequest, token: str) -> HttpResponseBase:
    """The secret link: exchanged for the session, so that it stands in no history, log or referrer after this."""
    found = tracking.by_link(token)
    if found is None:
        # No 404: its line in the log would hold a link that somebody mistyped by one letter.
        messages.error(request, str(UNKNOWN_LINK))
        response = redirect("web:track")
    else:
        tracking.remember(request.session, found)
        response = redirect("web:track_report", number=found.number)
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response
