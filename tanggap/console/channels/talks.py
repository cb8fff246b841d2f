"""Conversations that need the desk: is it a report, does it want an answer, or neither?"""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.core.files.base import ContentFile
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from PIL import Image, ImageOps

from tanggap.agencies.models import Seat
from tanggap.areas import register
from tanggap.channels import conversations, desk, hearing
from tanggap.channels.models import Conversation, Message
from tanggap.console.access import ConsoleRequest, seated
from tanggap.console.reports import wanted
from tanggap.kit.words import Pair
from tanggap.reports import catalogue, photos
from tanggap.reports.models import Report
from tanggap.reports.refusals import Incomplete, Refusal

Role = Seat.Role
SHOWN = 100
PREVIEW = 1200

REASONS: dict[str, tuple[str, Pair]] = {
    "unsure": ("help-circle", Pair("Belum jelas laporan", "Unclear whether a report")),
    "stranger": ("user-question", Pair("Menyebut laporan orang lain", "Names somebody else's report")),
    "ended": ("circle-check", Pair("Laporannya sudah selesai", "Their report has ended")),
    "flood": ("stack-2", Pair("Terlalu banyak pesan", "Too many messages")),
}
SAID_BY = {True: Pair("Kami", "We"), False: Pair("Warga", "Citizen")}


def waiting(request: ConsoleRequest) -> QuerySet[Conversation]:
    """What waits for the desk: what sounded like an emergency first, then the longest waiting."""
    rows = Conversation.objects.filter(state=Conversation.State.DESK)
    return rows.select_related("category", "area__parent", "report").order_by("-emergency", "updated_at", "pk")


@require_safe
@never_cache
@seated(Role.DESK)
def talks(request: ConsoleRequest) -> HttpResponse:
    """The list, and the conversation picked from it, else the first."""
    return render(request, "console/channels/talks.html", _context(request, request.GET.get("pilih", "")))


def _context(request: ConsoleRequest, picked: str, *, refusal: Refusal | None = None) -> dict[str, Any]:
    rows = list(waiting(request)[:SHOWN])
    names = {row.code: row for row in catalogue.current().channels.values()}
    listed: list[dict[str, Any]] = [
        {
            "talk": row,
            "channel": names.get(row.channel),
            "reason": REASONS.get(row.reason, REASONS["unsure"]),
            "words": desk.words_in(row),
        }
        for row in rows
    ]
    one = next((row for row in listed if str(row["talk"].pk) == picked), listed[0] if listed else None)
    context: dict[str, Any] = {"rows": listed, "one": one, "refusal": refusal, "total": waiting(request).count()}
    return context | (_detail(request, one, refusal) if one else {})


def _detail(request: ConsoleRequest, one: dict[str, Any], refusal: Refusal | None) -> dict[str, Any]:
    talk: Conversation = one["talk"]
    said = wanted.said_for("catat", request.POST) if refusal else _guessed(talk)
    report = Report(words=one["words"])
    asked = (wanted.ASKED["category"], wanted.ASKED["area_code"])
    offer = {name: part for ask in asked for name, part in ask.offer(report, request.viewer, timezone.now()).items()}
    lines = [
        {
            "message": message,
            "ours": message.outcome == Message.Outcome.OURS,
            "who": SAID_BY[message.outcome == Message.Outcome.OURS],
            "words": conversations.words_of(message),
            "photos": range(message.photos if message.inbound_id else 0),
        }
        for message in talk.messages.order_by("pk")
    ]
    return {
        "lines": lines,
        "field": {"offer": offer},
        "form": {"verb": "catat", "said": said},
        "answer": request.POST.get("words", "") if refusal else "",
        "guess": talk.category or talk.area,
    }


def _guessed(talk: Conversation) -> dict[str, str]:
    """What the words seemed to say, filled in for the desk to confirm with one key."""
    guessed = {}
    if talk.category is not None and not talk.category.emergency:
        guessed["category"] = talk.category.code
    if talk.area is not None:
        guessed["kelurahan"] = wanted.label_of(register.area(talk.area.code))
    return guessed


@require_POST
@seated(Role.DESK)
def act(request: ConsoleRequest, pk: int) -> HttpResponse:
    """File, answer or discard, then on to the next."""
    talk = get_object_or_404(Conversation, pk=pk)
    acts = {"catat": _file, "jawab": _answer, "sisihkan": _discard}
    verb = request.POST.get("verb", "")
    if verb not in acts:
        return HttpResponse(status=400)
    try:
        messages.success(request, str(acts[verb](request, talk)))
    except Refusal as refusal:
        return render(
            request,
            "console/channels/talks.html",
            _context(request, str(pk), refusal=refusal),
            status=refusal.http_status,
        )
    return redirect(reverse("console:talks"))


def _by(request: ConsoleRequest) -> str:
    seat = next(seat for seat in request.viewer.seats if seat.role == Role.DESK)
    return f"seat:{seat.pk}"


def _file(request: ConsoleRequest, talk: Conversation) -> Pair:
    said = wanted.said_for("catat", request.POST)
    blank = Report(words="")
    category = wanted.ASKED["category"].read(said, blank, request.viewer)["category"]
    area = wanted.find_kelurahan(said.get("kelurahan", ""))
    if area is None and said.get("kelurahan", "").strip():
        raise Incomplete(
            Pair("Kelurahan “{text}” tidak dikenal.", "There is no kelurahan “{text}”.", text=said["kelurahan"]),
            field="area_code",
        )
    report = desk.file(talk, category=category, area=area, by=_by(request), at=timezone.now())
    return Pair(
        "{n} dicatat, ditangani {holder}.", "{n} filed, with {holder}.", n=report.number, holder=report.holder.short
    )


def _answer(request: ConsoleRequest, talk: Conversation) -> Pair:
    desk.answer(talk, request.POST.get("words", ""), by=_by(request), at=timezone.now())
    return Pair("Jawaban dikirim.", "The answer is on its way.")


def _discard(request: ConsoleRequest, talk: Conversation) -> Pair:
    desk.discard(talk, by=_by(request), at=timezone.now())
    return Pair("Percakapan disisihkan.", "The conversation was put away.")


@require_safe
@never_cache
@seated(Role.DESK)
def photo(request: ConsoleRequest, pk: int, place: int) -> HttpResponse:
    """A picture that came with a message which still waits, as a small copy without EXIF."""
    message = get_object_or_404(Message.objects.select_related("inbound"), pk=pk, conversation__state="desk")
    heard = hearing.again(message)
    if heard is None or place >= len(heard.photos):
        raise Http404
    upload = ContentFile(heard.photos[place].content)
    try:
        photos.look_at(upload, at=timezone.now())
    except photos.NotAPhoto:
        raise Http404 from None
    upload.seek(0)
    with Image.open(upload) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((PREVIEW, PREVIEW))
    body = io.BytesIO()
    upright.save(body, "WEBP", quality=75)
    return HttpResponse(body.getvalue(), content_type=photos.COPY_TYPE)
