"""What a citizen does on the tracking page: confirm, object, answer, write, appeal, withdraw, support, keep."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tanggap.accounts import vault
from tanggap.accounts.models import User
from tanggap.kit.words import Pair
from tanggap.notifications import followers
from tanggap.reports import feedback, lifecycle, tracking
from tanggap.reports.models import Report
from tanggap.reports.refusals import NotNow, NotYours, Refusal
from tanggap.reports.support import support as count_support
from tanggap.reports.tracking import Reader
from tanggap.web import visitor
from tanggap.web.pages import errors
from tanggap.web.tracking import views


class Act(NamedTuple):
    """One thing a reporter may press, and what is said when it is done."""

    do: Callable[[HttpRequest, Report, Reader, datetime], object]
    done: Pair


def _stars(request: HttpRequest) -> int | None:
    text = request.POST.get("stars", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else None


def _settle(request: HttpRequest, report: Report, reader: Reader, at: datetime) -> object:
    text = request.POST.get("words", "")
    return feedback.settle(report, by=reader.actor, stars=_stars(request), text=text, at=at)


def _object(request: HttpRequest, report: Report, reader: Reader, at: datetime) -> object:
    words = request.POST.get("words", "")
    photo = request.FILES.get("photo")
    return feedback.object_to(report, by=reader.actor, words=words, stars=_stars(request), photo=photo, at=at)


def _move(verb: str) -> Callable[[HttpRequest, Report, Reader, datetime], object]:
    def do(request: HttpRequest, report: Report, reader: Reader, at: datetime) -> object:
        return lifecycle.move(report, verb, by=reader.actor, at=at, words=request.POST.get("words", ""))

    return do


def _keep(request: HttpRequest, report: Report, reader: Reader, at: datetime) -> object:
    user = _signed_in(request)
    if not reader.owns(report):
        raise NotYours(Pair("Laporan ini bukan milikmu.", "This report is not yours."))
    try:
        vault.claim(report.pk, user, at)
    except vault.AlreadyClaimed as taken:
        raise NotNow(taken.sentence) from None
    return None


def _follow(request: HttpRequest, report: Report, reader: Reader, at: datetime) -> object:
    return followers.follow(report, user=_signed_in(request), at=at)


def _unfollow(request: HttpRequest, report: Report, reader: Reader, at: datetime) -> object:
    followers.unfollow(report, user=_signed_in(request))
    return None


def _signed_in(request: HttpRequest) -> User:
    user = visitor.user_of(request)
    if user is None:
        raise NotYours(Pair("Masuk dulu ke akunmu.", "Sign in to your account first."))
    return user


ACTS: dict[str, Act] = {
    "beres": Act(
        _settle, Pair("Terima kasih. Laporanmu ditutup sebagai selesai.", "Thank you. Your report is closed as done.")
    ),
    "belum": Act(
        _object,
        Pair(
            "Laporan dibuka kembali. Petugas diberi tahu sekarang juga.", "Reopened. The officers are told right away."
        ),
    ),
    "jawab": Act(_move("answer"), Pair("Jawabanmu sudah diteruskan.", "Your answer has been passed on.")),
    "tulis": Act(_move("write"), Pair("Pesanmu sudah diteruskan.", "Your message has been passed on.")),
    "keberatan": Act(
        _move("appeal"), Pair("Keberatanmu diterima dan akan diputuskan.", "Your appeal is in and will be decided.")
    ),
    "terbitkan": Act(
        _move("publish"),
        Pair("Laporanmu terbit tanpa kata-katamu. Terima kasih.", "Your report is public now, without your words."),
    ),
    "batal": Act(_move("withdraw"), Pair("Laporanmu dibatalkan.", "Your report is withdrawn.")),
    "ikuti": Act(_follow, Pair("Kamu akan dikabari tiap ada perkembangan.", "You will be told of every step.")),
    "lepas": Act(_unfollow, Pair("Kamu tidak mengikuti laporan ini lagi.", "You no longer follow this report.")),
    "simpan": Act(_keep, Pair("Tersimpan di akunmu.", "Saved in your account.")),
}


@never_cache
@require_POST
def act(request: HttpRequest, number: str, verb: str) -> HttpResponseBase:
    """Carry out one act of the reporter; a refusal shows the page again with everything typed."""
    reader = visitor.reader(request)
    found = tracking.find(number)
    if found is None or not tracking.may_read(found, reader):
        return views.locked(request, number)
    if verb not in ACTS:
        return errors.not_found(request)
    try:
        ACTS[verb].do(request, found, reader, timezone.now())
    except Refusal as refusal:
        fresh = tracking.find(found.number) or found
        response = views.page(request, fresh, reader, refusal=refusal, status=refusal.http_status)
        response["Cache-Control"] = "private, no-store"
        return response
    messages.success(request, str(ACTS[verb].done))
    return redirect("web:track_report", number=found.number)


@never_cache
@csrf_exempt
@require_POST
def support(request: HttpRequest, number: str) -> HttpResponseBase:
    """ "Dukung". Pages that a cache keeps carry no token, so the sending page is checked instead."""
    if not visitor.same_origin(request):
        return errors.forbidden(request)
    found = tracking.find(number)
    if found is None or not found.public:
        return views.locked(request, number)
    device = visitor.device(request)
    if count_support(found, by=device, at=timezone.now()):
        messages.success(request, str(Pair("Dukunganmu dihitung.", "Your support counts.")))
    else:
        messages.info(request, str(Pair("Kamu sudah mendukung laporan ini.", "You support this report already.")))
    response = redirect("web:track_report", number=found.number)
    visitor.remember_device(response, device)
    return response
