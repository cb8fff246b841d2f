"""Judging a follow-up: the photos before and after side by side, the facts of the proof, accept or reject, next."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tanggap.agencies.models import Seat
from tanggap.console import acting
from tanggap.console.access import ConsoleRequest, seated
from tanggap.console.inbox import rows
from tanggap.console.inbox.filters import Sort
from tanggap.console.inbox.pages import following, page
from tanggap.console.refusals import answered, report_or_404
from tanggap.console.reports import history, wanted
from tanggap.console.reports.panel import Tried, panel, pictures
from tanggap.console.reports.views import act
from tanggap.kit import formatting
from tanggap.kit.words import LANGUAGES, Pair
from tanggap.reports import evidence
from tanggap.reports.authority import Viewer, visible_to
from tanggap.reports.models import Photo, Report, Status
from tanggap.reports.refusals import Incomplete

NEAR_M = 100.0
"""A proof taken within this distance counts as taken on the spot; beyond it the page says so."""

OLDEST = Sort(Pair("Terlama menunggu", "Waiting longest"), "resolved_at")
VERBS = frozenset({"accept", "reject"})


class Truth(NamedTuple):
    """One fact about a proof; ``state`` is ok, bad or unsure."""

    state: str
    icon: str
    said: Pair


def waiting(request: ConsoleRequest) -> QuerySet[Report]:
    """What this validator may judge."""
    seats = tuple(seat for seat in request.viewer.seats if seat.role == Seat.Role.VALIDATOR)
    own = [seat.user_id for seat in seats]
    sight = visible_to(Viewer(request.viewer.user, seats))
    return Report.objects.filter(sight, status=Status.VALIDATION).exclude(resolved_by__user__in=own)


@require_safe
@seated(Seat.Role.VALIDATOR)
def validation(request: ConsoleRequest) -> HttpResponse:
    """The one that waits longest, or the one picked."""
    return render(request, "console/validation/validation.html", _context(request, request.GET.get("pilih", "")))


def _context(request: ConsoleRequest, number: str, *, tried: Tried | None = None) -> dict[str, Any]:
    shown = page(rows.for_list(waiting(request)), OLDEST, after=request.GET.get("after", ""))
    context: dict[str, Any] = {"rows": rows.dress(shown.rows), "page": shown, "total": waiting(request).count()}
    picked = number or (shown.rows[0].number if shown.rows else "")
    if not picked:
        return context
    found, at = report_or_404(request, picked), timezone.now()
    proofs = evidence.checked_proofs(found)
    drawn = panel(found, acting.anywhere(request), at=at, tried=tried, only=VERBS)
    lines = history.history(found)
    return context | {
        "report": found,
        "row": rows.dress([rows.for_list(Report.objects.filter(pk=found.pk)).get()])[0],
        "panel": drawn,
        "tried": tried,
        "before": pictures([photo for photo in drawn.before if not photo.hidden]),
        "after": pictures(proofs),
        "truths": [truth for photo in proofs for truth in truths(photo, found)],
        "note": next((line for line in lines if line.verb == "resolve"), None),
        "earlier": [line for line in lines if line.verb == "reject"],
    }


def truths(photo: Photo, report: Report) -> list[Truth]:
    """What the check of a proof found."""
    return [_where(photo), _origin(photo), _when(photo, report), _unused(photo)]


def _where(photo: Photo) -> Truth:
    if photo.distance_m is None:
        return Truth("unsure", "map-pin-off", Pair("Lokasi foto tidak diketahui", "The photo's place is unknown"))
    n = round(photo.distance_m)
    said = Pair("{n} meter dari titik laporan", "{n} metres from the report's pin", n=n)
    return Truth("ok" if n <= NEAR_M else "bad", "map-pin", said)


def _origin(photo: Photo) -> Truth:
    if photo.origin == Photo.Origin.APP:
        return Truth("ok", "camera", Pair("Diambil lewat aplikasi", "Taken in the app"))
    return Truth("unsure", "upload", Pair("Unggahan, bukan diambil lewat aplikasi", "An upload, not taken in the app"))


def _when(photo: Photo, report: Report) -> Truth:
    taken: datetime = photo.taken_at or photo.uploaded_at
    now = timezone.localtime()
    near = {language: formatting.moment(taken, now=now, language=language) for language in LANGUAGES}
    said = Pair(f"Diambil {near['id']}", f"Taken {near['en']}")
    return Truth("ok" if taken >= report.filed_at else "bad", "clock", said)


def _unused(photo: Photo) -> Truth:
    return Truth("ok", "fingerprint", Pair("Belum pernah dipakai di laporan lain", "Not used for any other report"))


@require_POST
@seated(Seat.Role.VALIDATOR)
@answered
def judge(request: ConsoleRequest, number: str) -> HttpResponse:
    """Accept or reject, then on to the next."""
    found = report_or_404(request, number)
    verb = request.POST.get("verb", "")
    if verb not in VERBS:
        return HttpResponse(status=400)
    said, at = wanted.said_for(verb, request.POST), timezone.now()
    after = following(waiting(request), OLDEST, found)
    try:
        act(request, found, verb, said, at=at)
    except Incomplete as refusal:
        context = _context(request, number, tried=Tried(verb, said, refusal))
        return render(request, "console/validation/validation.html", context, status=refusal.http_status)
    done = Pair("{n} diterima.", "{n} accepted.") if verb == "accept" else Pair("{n} dikembalikan.", "{n} returned.")
    messages.success(request, str(done.format(n=found.number)))
    return HttpResponseRedirect(reverse("console:validation") + (f"?pilih={after.number}" if after else ""))
