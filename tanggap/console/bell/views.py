"""The bell: what is new for this person, and whether it comes by e-mail too."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_POST, require_safe

from tanggap.console.access import ConsoleRequest, seated
from tanggap.console.reports import naming
from tanggap.kit.words import Pair
from tanggap.notifications import bell, preferences
from tanggap.reports import numbers
from tanggap.reports.authority import visible_to
from tanggap.reports.models import Report

SHOWN = 60


def unread_in_page(request: HttpRequest) -> dict[str, Any]:
    """For templates: how many things are new, counted only where a page says it."""
    if getattr(request, "viewer", None) is None:
        return {}
    return {"bell_unread": SimpleLazyObject(lambda: bell.unread_count(request.user))}  # type: ignore[arg-type]


@require_safe
@seated()
def notifications(request: ConsoleRequest) -> HttpResponse:
    """The latest, new ones marked; and the choice of e-mail."""
    items = bell.recent(request.user, most=SHOWN)
    reports = Report.objects.filter(visible_to(request.viewer), pk__in=[item.report_id for item in items])
    seen = set(reports.values_list("pk", flat=True))
    context = {
        # A report that went to somebody else, or became confidential, keeps its number here and no more.
        "items": [
            (item, naming.title(item.report) if item.report_id in seen else item.report.number) for item in items
        ],
        "wants_email": preferences.wants_email(request.user),
    }
    return render(request, "console/bell/bell.html", context)


@require_POST
@seated()
def open_item(request: ConsoleRequest, item_id: int) -> HttpResponse:
    """Mark one as read and go to its report."""
    bell.mark_read(request.user, [item_id], at=timezone.now())
    number = numbers.spelled(request.POST.get("nomor", ""))
    target = reverse("console:report", args=[number]) if number else reverse("console:bell")
    return HttpResponseRedirect(target)


@require_POST
@seated()
def read_all(request: ConsoleRequest) -> HttpResponse:
    """Mark everything as read."""
    bell.mark_all(request.user, at=timezone.now())
    return HttpResponseRedirect(reverse("console:bell"))


@require_POST
@seated()
def prefer(request: ConsoleRequest) -> HttpResponse:
    """Ask for e-mail beside the bell, or for none."""
    wanted = request.POST.get("surel") == "ya"
    preferences.want_email(request.user, wanted)
    said = Pair("Surel dinyalakan.", "E-mail is on.") if wanted else Pair("Surel dimatikan.", "E-mail is off.")
    messages.success(request, str(said))
    return HttpResponseRedirect(reverse("console:bell"))
