"""Balai Warga: a report on one page, without JavaScript, and the same page inside another site of the city.

In a frame on another site a browser keeps no cookie of ours. The form needs none: who sends it has no rights here that
a stranger could borrow, so a forged request has nothing to gain. Its signed ticket makes sending it twice harmless and
lets it grow old; a limit for each address keeps floods out.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from tanggap.accounts import limits
from tanggap.accounts.visitor import address_of
from tanggap.kit.words import Pair
from tanggap.reports import catalogue, filing, photos, suggestions
from tanggap.reports.filing import Receipt
from tanggap.reports.refusals import Refusal
from tanggap.reports.suggestions import EmergencyHint
from tanggap.web.balai_warga import form
from tanggap.web.balai_warga.form import Said
from tanggap.web.filing import place
from tanggap.web.filing.receipt import GROUP, qr
from tanggap.web.pace import paced

SENT = limits.Limit("balai warga", 20, timedelta(hours=1))
"""Reports from one address; offices and carriers share theirs among many."""

SCRIPTS = Path(__file__).parent
NOBODY, FRAMED_BY = "frame-ancestors 'none'", "frame-ancestors {sites}"
LABELS: dict[str, Pair] = {
    "words": Pair("Apa masalahnya", "What is the problem"),
    "street": Pair("Jalan atau alamat", "Street or address"),
    "landmark": Pair("Patokan", "Landmark"),
    "name": Pair("Nama", "Name"),
    "email": Pair("Surel", "E-mail"),
    "phone": Pair("Nomor telepon", "Phone number"),
}


class TooMany(Refusal):
    """This address sent as many reports as one may in an hour."""

    http_status = 429


# No session, no cookie: see the top of this file.
@csrf_exempt
@never_cache
@paced(60)
@sensitive_post_parameters("name", "email", "phone")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponseBase:
    """The form on a page of its own."""
    return _answer(request, framed=False)


@csrf_exempt
@xframe_options_exempt
@never_cache
@paced(60)
@sensitive_post_parameters("name", "email", "phone")
@require_http_methods(["GET", "HEAD", "POST"])
def widget(request: HttpRequest) -> HttpResponseBase:
    """The form inside a page of another site; only here may others put a frame around us."""
    response = _answer(request, framed=True)
    framed = FRAMED_BY.format(sites=" ".join(settings.WIDGET_SITES))
    response["Content-Security-Policy"] = settings.CONTENT_SECURITY_POLICY.replace(NOBODY, framed)
    return response


@require_safe
def script(request: HttpRequest, name: str) -> HttpResponse:
    """The one script tag that a site needs, and the few lines by which the frame tells its height."""
    source = (SCRIPTS / f"{name}.js").read_text(encoding="utf-8")
    response = HttpResponse(source, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _answer(request: HttpRequest, *, framed: bool) -> HttpResponse:
    if request.method != "POST":
        return _form(request, Said({}), framed=framed)
    said = form.read(request)
    hint = None if "not_emergency" in request.POST else suggestions.emergency_in(said.get("words"))
    if hint is not None:
        return _form(request, said, framed=framed, emergency=hint)
    try:
        receipt = _file(request, said, at=timezone.now())
    except filing.Emergency as refusal:
        context = {"number": refusal.number, "name": refusal.sentence, "framed": framed}
        return render(request, "web/balai_warga/emergency.html", context, status=422)
    except Refusal as refusal:
        return _form(request, said, framed=framed, refusal=refusal)
    return _thanks(request, receipt, framed=framed)


def _file(request: HttpRequest, said: Said, *, at: datetime) -> Receipt:
    token = form.token_of(request.POST.get("ticket", ""))
    if earlier := filing.receipt(token):
        return earlier
    asked = form.filing_of(said, token=token)
    form.check_photos(said, at=at)
    try:
        limits.spend(SENT, who=address_of(request), at=at)
    except limits.TooOften as refusal:
        raise TooMany(refusal.sentence, field="words") from None
    with transaction.atomic():
        receipt = filing.file(asked, at=at)
        for photo in () if receipt.again else said.photos:
            photos.take_in(photo, report=receipt.report, at=at)
    return receipt


def _form(
    request: HttpRequest,
    said: Said,
    *,
    framed: bool,
    refusal: Refusal | None = None,
    emergency: EmergencyHint | None = None,
) -> HttpResponse:
    wrong = [(refusal.field or "words", refusal.sentence)] if refusal else []
    # A refusal by age brings a fresh ticket; any other keeps the first, so that a second click stays a second click.
    old = request.POST.get("ticket", "")
    context = {
        "ticket": old if old and not isinstance(refusal, form.Expired) else form.new_ticket(),
        "said": said.fields,
        "errors": wrong,
        "error_of": dict(wrong),
        "groups": catalogue.current().groups,
        "kelurahan": place.all_labels(),
        "labels": LABELS,
        "framed": framed,
        "emergency": emergency,
        "photos_again": bool(said.photos),
    }
    status = refusal.http_status if refusal else 422 if emergency else 200
    return render(request, "web/balai_warga/form.html", context, status=status)


def _thanks(request: HttpRequest, receipt: Receipt, *, framed: bool) -> HttpResponse:
    link = settings.SITE + reverse("web:track_link", args=[receipt.link_token])
    context = {
        "receipt": receipt,
        "pin": f"{receipt.pin[:GROUP]}-{receipt.pin[GROUP:]}",
        "link": link,
        "qr": qr(link),
        "framed": framed,
    }
    response = render(request, "web/balai_warga/received.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response
