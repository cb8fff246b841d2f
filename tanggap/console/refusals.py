"""What the domain declines, mapped once to an answer: NotNow 409, NotYours 403, Incomplete 422.

A view that shows its own form again catches the refusal itself; everything else arrives here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from tanggap.console.access import ConsoleRequest
from tanggap.kit.words import Pair
from tanggap.reports import numbers
from tanggap.reports.authority import visible_to
from tanggap.reports.models import Report
from tanggap.reports.refusals import Refusal

View = Callable[..., HttpResponse]

TITLES: dict[int, Pair] = {
    403: Pair("Bukan wewenang Anda", "Not yours to do"),
    409: Pair("Laporan sudah berubah", "The report has changed"),
    422: Pair("Ada yang belum lengkap", "Something is missing"),
}


def answered(view: View) -> View:
    """Let a view's refusals become a page with their sentence and their status."""

    @wraps(view)
    def answering(request: ConsoleRequest, *args: Any, **given: Any) -> HttpResponse:
        try:
            return view(request, *args, **given)
        except Refusal as refusal:
            return page_of(request, refusal, number=given.get("number", ""))

    return answering


def page_of(request: ConsoleRequest, refusal: Refusal, *, number: str = "") -> HttpResponse:
    """The refusal as a page of its own, with the way back."""
    said = [value for name, value in request.POST.items() if len(str(value).split()) > 1 and name != "kembali"]
    context = {
        "refusal": refusal,
        "heading": TITLES.get(refusal.http_status, TITLES[422]),
        "number": number,
        "said": said,
    }
    return render(request, "console/reports/refused.html", context, status=refusal.http_status)


def report_or_404(request: ConsoleRequest, number: str) -> Report:
    """The report of this number if the viewer may see it; one that they may not is not there for them."""
    found = (
        Report.objects.filter(visible_to(request.viewer), number=numbers.spelled(number))
        .select_related(
            "category__group",
            "area__parent__parent",
            "holder__parent",
            "channel",
            "assignee__user",
            "assignee__agency",
            "merged_into",
            "refusal",
            "resolved_by__user",
        )
        .first()
    )
    if found is None:
        raise Http404
    return found
