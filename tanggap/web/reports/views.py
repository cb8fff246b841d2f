"""`/laporan`: what the city's people reported lately, for anyone to read."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tanggap.areas.city import city
from tanggap.reports import numbers
from tanggap.web import visitor
from tanggap.web.pace import paced
from tanggap.web.reports import listing


@paced(240)
@require_safe
def reports(request: HttpRequest) -> HttpResponseBase:
    """The list. A number typed into the search opens that report."""
    filters = listing.filters_of(request.GET)
    number = numbers.spelled(filters.words)
    if number.startswith(city().number_prefix) and number[len(city().number_prefix) :].isdigit() and len(number) > 9:
        return redirect("web:track_report", number=number)
    page = listing.page(filters, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    context = {
        "filters": filters,
        "page": page,
        "choices": listing.choices(),
        "unknown_area": filters.area_text if filters.area_text and filters.area is None else "",
    }
    return visitor.cached(render(request, "web/reports/list.html", context), request)
