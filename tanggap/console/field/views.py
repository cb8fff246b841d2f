"""The page of a crew in the street: my tasks, the way there, the proof photo, done. For a phone first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tanggap.agencies.models import Seat
from tanggap.console import acting
from tanggap.console.access import ConsoleRequest, seated
from tanggap.console.inbox import rows
from tanggap.console.refusals import report_or_404
from tanggap.console.reports import wanted
from tanggap.console.reports.page import proof_photos
from tanggap.console.reports.panel import Tried, pictures
from tanggap.console.reports.views import act, map_of
from tanggap.kit.words import Pair
from tanggap.reports import evidence, lifecycle
from tanggap.reports.authority import Officer, assignee, holder, visible_to
from tanggap.reports.models import Report, Status
from tanggap.reports.refusals import Incomplete, Refusal

WORKERS = (Seat.Role.CREW, Seat.Role.OFFICER)
EARTH_ROUND_M = 40_075_017.0
"""No measurement is off by more."""

FINISHED_SHOWN = timedelta(hours=18)
"""How long a finished task stays on the page: the rest of the shift."""


def tasks(request: ConsoleRequest) -> QuerySet[Report]:
    """What this person is to do: given to one of their seats, or held by their unit and given to nobody."""
    mine = Q(assignee__in=[seat.pk for seat in request.viewer.seats])
    units = [seat.agency_id for seat in request.viewer.seats if seat.role == Seat.Role.OFFICER]
    return Report.objects.filter(mine | Q(holder__in=units, assignee=None), merged_into=None)


@require_safe
@seated(*WORKERS)
def field(request: ConsoleRequest) -> HttpResponse:
    """My tasks, the next deadline first, and what I finished this shift."""
    at = timezone.now()
    working = rows.for_list(tasks(request).filter(status=Status.IN_PROGRESS))
    finished = rows.for_list(
        tasks(request).filter(
            status__in=[Status.VALIDATION, Status.DONE, Status.CLOSED], resolved_at__gte=at - FINISHED_SHOWN
        )
    )
    context = {
        "tasks": rows.dress(list(working.order_by("next_due_at", "pk")[:50])),
        "finished": rows.dress(list(finished.order_by("-resolved_at")[:20])),
    }
    return render(request, "console/field/field.html", context)


@require_safe
@seated(*WORKERS)
def task(request: ConsoleRequest, number: str) -> HttpResponse:
    """One task: what was reported, the way there, proof and the last words."""
    return render(request, "console/field/task.html", _context(request, _task_or_404(request, number)))


def _task_or_404(request: ConsoleRequest, number: str) -> Report:
    found = report_or_404(request, number)
    if _worker(request, found) is None:
        raise Http404
    return found


def _worker(request: ConsoleRequest, found: Report) -> Officer | None:
    """The seat from which this person works on the report."""
    officers = acting.anywhere(request).officers
    return next((by for by in officers if assignee(by, found) or holder(by, found)), None)


def _context(request: ConsoleRequest, found: Report, **more: Any) -> dict[str, Any]:
    proofs = proof_photos(found)
    counted = {photo.pk for photo in evidence.checked_proofs(found)}
    before = [photo for photo in found.photos.order_by("pk") if photo.purpose != "proof" and not photo.hidden]
    verbs = {move.verb for move in lifecycle.open_moves(found, acting.anywhere(request), at=timezone.now())}
    return {
        "report": found,
        "row": rows.dress([rows.for_list(Report.objects.filter(pk=found.pk)).get()])[0],
        "before": pictures(before),
        "map": map_of(found),
        "proofs": [(shown, shown["photo"].pk in counted) for shown in pictures(proofs)],
        "ready": bool(counted),
        "can_work": found.status == Status.IN_PROGRESS and found.merged_into_id is None,
        "can_take": "take" in verbs,
        "can_resolve": "resolve" in verbs,
        **more,
    }


@never_cache
@require_safe
@seated(*WORKERS)
def nonce(request: ConsoleRequest, number: str) -> JsonResponse:
    """A sign for the camera that it was opened here and now."""
    found = _task_or_404(request, number)
    by = _worker(request, found)
    assert by is not None
    return JsonResponse({"nonce": evidence.nonce(by.seat, found, timezone.now())})


@require_POST
@seated(*WORKERS)
def proof(request: ConsoleRequest, number: str) -> HttpResponse:
    """Take a proof photo in and say at once what the check found."""
    found = _task_or_404(request, number)
    by = _worker(request, found)
    assert by is not None
    upload = request.FILES.get("proof")
    try:
        if upload is None:
            raise Incomplete(Pair("Ambil atau pilih fotonya dulu.", "Take or choose a photo first."), field="proof")
        photo = evidence.take_proof(
            upload,
            report=found,
            seat=by.seat,
            lat=_number(request.POST.get("lat", ""), most=90),
            lon=_number(request.POST.get("lon", ""), most=180),
            accuracy=_number(request.POST.get("accuracy_m", ""), most=EARTH_ROUND_M),
            nonce=request.POST.get("nonce", ""),
            at=timezone.now(),
        )
    except evidence.Reused as reused:
        blocked = {
            "blocked": pictures([reused.photo])[0],
            "earlier": pictures([reused.earlier])[0],
            "earlier_number": _number_of(request, reused.earlier),
            "reused": reused.sentence,
        }
        return render(request, "console/field/task.html", _context(request, found, **blocked), status=409)
    except Refusal as refusal:
        found = _task_or_404(request, number)
        context = _context(request, found, proof_error=refusal.sentence)
        return render(request, "console/field/task.html", context, status=refusal.http_status)
    messages.success(request, str(_judged(photo)))
    return HttpResponseRedirect(reverse("console:field_task", args=[found.number]) + "#selesai")


def _number(text: str, *, most: float) -> float | None:
    """A number that a device measured, at most so far from zero; None for anything else, "nan" and "inf" too."""
    try:
        measured = float(text)
    except ValueError:
        return None
    return measured if abs(measured) <= most else None


def _number_of(request: ConsoleRequest, earlier: Any) -> str:
    """The number of the report that a photo was used for, where this person may see it."""
    if earlier.report is None:
        return ""
    seen = Report.objects.filter(visible_to(request.viewer), pk=earlier.report_id).exists()
    return earlier.report.number if seen else ""


def _judged(photo: Any) -> Pair:
    if photo.distance_m is None:
        return Pair("Foto diterima. Lokasi tidak terbaca.", "Photo taken in. Its place could not be read.")
    metres = round(photo.distance_m)
    return Pair("Foto diterima, {n} meter dari titik laporan.", "Photo taken in, {n} metres from the report.", n=metres)


@require_POST
@seated(*WORKERS)
def finish(request: ConsoleRequest, number: str) -> HttpResponse:
    """Done: with a note, and with the proof that was checked."""
    found = _task_or_404(request, number)
    said = wanted.said_for("resolve", request.POST)
    try:
        act(request, found, "resolve", said, at=timezone.now())
    except Refusal as refusal:
        context = _context(request, _task_or_404(request, number), tried=Tried("resolve", said, refusal))
        return render(request, "console/field/task.html", context, status=refusal.http_status)
    messages.success(request, str(Pair("{n} selesai. Terima kasih.", "{n} is done. Thank you.", n=found.number)))
    return HttpResponseRedirect(reverse("console:field"))
