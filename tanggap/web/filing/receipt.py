"""The receipt: number, secret link and PIN, shown to whoever holds the draft's token and to nobody else."""

from __future__ import annotations

import segno
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from tanggap.reports import filing
from tanggap.web.filing import draft

GROUP = 4  # letters of a PIN that stand together


@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponseBase:
    """What the reporter takes home; any other browser is sent to the tracking page."""
    token = draft.token_of(request)
    found = filing.receipt(token) if token else None
    if found is None or found.number != number:
        return redirect("web:track_report", number=number)
    link = settings.SITE + reverse("web:track_link", args=[found.link_token])
    context = {
        "receipt": found,
        "report": found.report,
        "pin": f"{found.pin[:GROUP]}-{found.pin[GROUP:]}",
        "link": link,
        "qr": qr(link),
        "track": settings.SITE + reverse("web:track_report", args=[found.number]),
    }
    response = render(request, "web/filing/receipt.html", context)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def qr(address: str) -> SafeString:
    """The address as a QR code, drawn as SVG."""
    # Made of squares alone by segno, from an address that we wrote.
    return mark_safe(segno.make(address, error="m", micro=False).svg_inline(scale=4, border=2, omitsize=True))  # noqa: S308
