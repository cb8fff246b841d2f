"""One act on many reports: each is moved by itself, so that one that cannot be does not stop the others."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from tanggap.console import acting
from tanggap.console.access import ConsoleRequest, seated
from tanggap.console.inbox import rows
from tanggap.console.reports import naming, wanted
from tanggap.console.reports.panel import Field
from tanggap.console.reports.views import act
from tanggap.kit.words import Pair
from tanggap.reports import lifecycle, numbers
from tanggap.reports.authority import visible_to
from tanggap.reports.models import Report
from tanggap.reports.refusals import Incomplete, Refusal

VERBS = frozenset({"take", "assign", "coordinate", "refuse", "merge"})
MOST = 50


class Outcome(NamedTuple):
    """What became of one report; ``why`` is empty where it went well."""

    report: Report
    title: str
    why: Pair | None


@require_POST
@seated()
def bulk(request: ConsoleRequest) -> HttpResponse:
    """First ask for what the act needs, then carry it out and say what went well and what did not, and why."""
    verb = request.POST.get("verb", "")
    picked = _picked(request)
    back = f"{reverse('console:queue')}?{request.POST.get('kembali', '')}"
    if verb not in VERBS or not picked:
        return HttpResponseRedirect(back)
    context = {"verb": verb, "move": lifecycle.MOVES[verb], "picked": rows.dress(picked), "back_to": back}
    context |= {"back": request.POST.get("kembali", "")}
    if request.POST.get("jalankan") is None:
        return render(request, "console/inbox/bulk_ask.html", context | _form(request, verb, picked))
    said = wanted.said_for(verb, request.POST)
    try:
        _understood(request, verb, said, picked[0])
    except Incomplete as refusal:
        form = _form(request, verb, picked, refusal=refusal, said=said)
        return render(request, "console/inbox/bulk_ask.html", context | form, status=refusal.http_status)
    outcomes = [_one(request, report, verb, said, at=timezone.now()) for report in picked]
    done = [outcome for outcome in outcomes if outcome.why is None]
    failed = [outcome for outcome in outcomes if outcome.why is not None]
    return render(request, "console/inbox/bulk_done.html", context | {"done": done, "failed": failed})


def _picked(request: ConsoleRequest) -> list[Report]:
    picked = [numbers.spelled(number) for number in request.POST.getlist("pick")[:MOST]]
    found = rows.for_list(Report.objects.filter(visible_to(request.viewer), number__in=picked))
    return list(found.order_by("next_due_at", "pk"))


def _form(
    request: ConsoleRequest,
    verb: str,
    picked: list[Report],
    *,
    refusal: Refusal | None = None,
    said: dict[str, str] | None = None,
) -> dict[str, Any]:
    at, viewer = timezone.now(), acting.anywhere(request)
    fields = [
        Field(
            need.name,
            f"console/moves/{wanted.ASKED[need.name].template}.html",
            need.label,
            wanted.ASKED[need.name].offer(picked[0], viewer, at),
            refusal.sentence if refusal and refusal.field == need.name else None,
        )
        for need in lifecycle.MOVES[verb].needs
    ]
    return {"form": {"verb": verb, "fields": fields, "said": said or {}}, "refusal": refusal}


def _understood(request: ConsoleRequest, verb: str, said: dict[str, str], first: Report) -> None:
    """Refuse once what is missing for all of them."""
    answers = wanted.given(lifecycle.MOVES[verb].needs, said, first, acting.anywhere(request))
    for need in lifecycle.MOVES[verb].needs:
        if not answers.get(need.name):
            need.refuse(first, answers, at=timezone.now())


def _one(request: ConsoleRequest, report: Report, verb: str, said: dict[str, str], *, at: datetime) -> Outcome:
    title = naming.title(report)
    try:
        act(request, report, verb, said, at=at)
    except Refusal as refusal:
        return Outcome(report, title, refusal.sentence)
    return Outcome(report, title, None)
