"""Short pages that stand by themselves: emergency numbers, what this is, what happens to data."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanggap.areas.city import city
from tanggap.reports.guards import REOPEN_WITHIN
from tanggap.web.visitor import cached


@require_safe
def emergency(request: HttpRequest) -> HttpResponseBase:
    """Whom to call."""
    return cached(render(request, "web/pages/emergency.html", {"first": city().emergency}), request)


@require_safe
def about(request: HttpRequest) -> HttpResponseBase:
    """What happens to a report."""
    return cached(render(request, "web/pages/about.html", {"reopen_days": REOPEN_WITHIN.days}), request)


@require_safe
def privacy(request: HttpRequest) -> HttpResponseBase:
    """What is kept of a person, who sees it, and how to have it erased."""
    return cached(render(request, "web/pages/privacy.html"), request)
