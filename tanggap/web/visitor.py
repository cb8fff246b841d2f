"""Who is reading: what this browser may see as its own, where it says it lives, and whether it is a stranger."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from tanggap.accounts.models import User
from tanggap.areas import register
from tanggap.areas.models import Area
from tanggap.reports import tracking
from tanggap.reports.tracking import Reader

DEVICE = "device"
HOME = "kelurahan"
COOKIES_LAST = timedelta(days=365)


def reader(request: HttpRequest) -> Reader:
    """The reader of this request, with the reports that are theirs."""
    if stranger(request):
        return Reader()
    return tracking.reader_of(request.session, request.user)


def user_of(request: HttpRequest) -> User | None:
    """The person signed in, if any."""
    return request.user if isinstance(request.user, User) else None


def stranger(request: HttpRequest) -> bool:
    """A browser without a session: what it gets may be kept by caches between."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES


def cached(response: HttpResponseBase, request: HttpRequest) -> HttpResponseBase:
    """Let a proxy answer a flood day's readers: 15 seconds for strangers, nothing for anybody else."""
    shared = stranger(request) and not request.COOKIES and response.status_code == 200
    response["Cache-Control"] = "public, max-age=15, stale-while-revalidate=60" if shared else "private, no-store"
    return response


def device(request: HttpRequest) -> str:
    """What names this device among supporters: the account, the cookie, or a new name."""
    user = user_of(request)
    if user is not None:
        return f"user:{user.pk}"
    known = request.get_signed_cookie(DEVICE, default="", salt=DEVICE)
    return f"device:{known or secrets.token_urlsafe(16)}"


def remember_device(response: HttpResponseBase, name: str) -> None:
    """Let the device be known again, where it has no account."""
    kind, _, token = name.partition(":")
    if kind == "device":
        response.set_signed_cookie(DEVICE, token, salt=DEVICE, **cookie(COOKIES_LAST))


def cookie(lasts: timedelta) -> dict[str, Any]:
    """How all our cookies are set: for this site alone and closed to scripts."""
    return {"max_age": int(lasts.total_seconds()), "httponly": True, "samesite": "Lax", "secure": settings.HTTPS}


def home(request: HttpRequest) -> Area | None:
    """The kelurahan that this browser chose."""
    return register.register().by_code.get(request.COOKIES.get(HOME, ""))


def same_origin(request: HttpRequest) -> bool:
    """Whether one of our own pages sent this: for harmless acts on pages that caches keep, hence without a token."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(origin).netloc == request.get_host()
