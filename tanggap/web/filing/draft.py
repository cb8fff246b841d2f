"""The draft that a browser is writing: a row on the server, named by a signed cookie that scripts cannot read.

The draft's token is the idempotency key of the filing and the root of the receipt's link and PIN, so it never stands
in an address.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from tanggap.accounts import sealing
from tanggap.kit.words import active_language
from tanggap.reports import catalogue, keys, photos
from tanggap.reports.models import Category, Draft, Photo
from tanggap.web.visitor import cookie

COOKIE = "draft"
KEPT = timedelta(days=7)

_KEY_OF_A_PHONE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Held(NamedTuple):
    """A draft with the token that names it."""

    row: Draft
    token: str

    @property
    def data(self) -> dict[str, Any]:
        data: dict[str, Any] = self.row.data
        return data


def token_of(request: HttpRequest) -> str:
    """The token that this browser carries, of a draft or of what became of it; empty where there is none."""
    return request.get_signed_cookie(COOKIE, default="", salt=COOKIE) or ""


def find(request: HttpRequest) -> Held | None:
    """This browser's draft (one query)."""
    token = token_of(request)
    row = Draft.objects.filter(token_hash=keys.digest(token)).first() if token else None
    return Held(row, token) if row is not None else None


def phone_token(request: HttpRequest) -> str:
    """The token of a draft that a phone wrote without a signal, from the key it chose then; empty for any other."""
    key = request.POST.get("idempotency_key", "")
    return f"phone-{key}" if _KEY_OF_A_PHONE.fullmatch(key) else ""


def find_or_begin(request: HttpRequest, *, at: datetime) -> Held:
    """The draft that a phone sends late, else this browser's, else a new one."""
    token = phone_token(request)
    if not token:
        held = find(request)
        if held is not None:
            return held
        token = keys.new_token()
    row, _ = Draft.objects.get_or_create(
        token_hash=keys.digest(token), defaults={"language": active_language(), "created_at": at, "updated_at": at}
    )
    return Held(row, token)


def is_of(request: HttpRequest, draft: Draft) -> bool:
    """Whether this browser is the one that writes the draft."""
    token = token_of(request)
    return bool(token) and keys.same(keys.digest(token), draft.token_hash)


def save(held: Held, *, at: datetime, **changed: Any) -> None:
    """Keep what was typed."""
    held.row.data = {**held.row.data, **changed}
    held.row.language = active_language()
    held.row.updated_at = at
    held.row.save(update_fields=["data", "language", "updated_at"])


def discard(held: Held) -> None:
    """Throw the draft and its photos away."""
    for photo in held.row.photos.all():
        photos.drop(photo)
    held.row.delete()


def carry(response: HttpResponseBase, token: str) -> HttpResponseBase:
    """Let the browser carry the draft's token."""
    response.set_signed_cookie(COOKIE, token, salt=COOKIE, **cookie(KEPT))
    return response


def photos_of(held: Held | None) -> list[Photo]:
    """The photos taken so far (one query)."""
    return list(held.row.photos.all()) if held is not None else []


def category_of(held: Held | None) -> Category | None:
    """The category that was chosen; None where it was left to the desk, or withdrawn meanwhile."""
    code = held.data.get("category") if held is not None else None
    if not code:
        return None
    try:
        found = catalogue.current().category(code)
    except catalogue.UnknownCode:
        return None
    return found if found.active else None


def sealed(text: str) -> str:
    """A contact typed into a draft is kept encrypted: identity never stands readable beside a report."""
    return sealing.seal_text(text, about="draft") if text else ""


def unsealed(token: str) -> str:
    """The contact again; empty where it cannot be opened any more."""
    try:
        return sealing.unseal_text(token, about="draft") if token else ""
    except sealing.CannotOpen:
        return ""
