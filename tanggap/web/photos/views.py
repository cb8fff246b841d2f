"""The one way to a photo: its copy, for whoever may see the report it belongs to."""

from __future__ import annotations

import hashlib
from typing import Final

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from tanggap.accounts.models import User
from tanggap.kit.words import Pair
from tanggap.reports import authority, photos, tracking
from tanggap.reports.models import Photo
from tanggap.web.filing import draft as drafts

# Long enough to spare a phone's data, short enough that a hidden photo soon leaves the caches between.
PUBLIC: Final = "public, max-age=300"
PRIVATE: Final = "private, max-age=60"
CHUNK: Final = 64 * 2**10

GETTING_READY = Pair("Foto sedang disiapkan", "The photo is being prepared")
PLACEHOLDER: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 360" role="img" aria-label="{words}">'
    '<rect width="480" height="360" fill="#E4F1F7"/>'
    '<g fill="none" stroke="#0B6285" stroke-width="10" stroke-linejoin="round">'
    '<path d="M165 130h35l14-24h52l14 24h35v104H165z"/><circle cx="240" cy="180" r="30"/></g>'
    '<text x="240" y="290" text-anchor="middle" font-family="sans-serif" font-size="24" fill="#062F41">{words}</text>'
    "</svg>"
)


@require_safe
def photo(request: HttpRequest, token: str, size: str) -> HttpResponseBase:
    """One copy of one photo; whoever may not see it learns no more than that there is nothing here."""
    found = Photo.objects.select_related("report", "draft").filter(token=token).first()
    if found is None or size not in photos.SIZES:
        raise Http404
    shared = open_to_all(found)
    if not shared and not open_to(request, found):
        raise Http404
    if not found.copies_ready:
        return _getting_ready()
    response = _copy(request, found, size)
    response["Cache-Control"] = PUBLIC if shared else PRIVATE
    return response


def open_to_all(photo: Photo) -> bool:
    """A photo in view, of a report that anyone may read."""
    return photo.report is not None and photo.report.public and not photo.hidden


def open_to(request: HttpRequest, photo: Photo) -> bool:
    """The draft's own browser, the reporter by link, PIN or account, and staff who handle the report.

    A hidden photo stays open to staff only, who must be able to judge whether to lift it.
    """
    if photo.report is None:
        return photo.draft is not None and drafts.is_of(request, photo.draft)
    if not photo.hidden and tracking.reader_of(request.session, request.user).owns(photo.report):
        return True
    if not isinstance(request.user, User):
        return False
    return authority.may_see(authority.viewer_of(request.user), photo.report)


def _copy(request: HttpRequest, photo: Photo, size: str) -> HttpResponseBase:
    # Copies never change, so the photo and the size name the bytes.
    etag = '"' + hashlib.sha256(f"{photo.token}/{size}".encode()).hexdigest()[:24] + '"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        unchanged["ETag"] = etag
        return unchanged
    try:
        file = default_storage.open(photos.copy_name(photo, size))
    except FileNotFoundError:
        return _getting_ready()
    response = StreamingHttpResponse(file.chunks(CHUNK), content_type=photos.COPY_TYPE)
    response["Content-Length"] = str(file.size)
    response["ETag"] = etag
    return response


def _getting_ready() -> HttpResponse:
    """A drawing in place of the photo. 202, because browsers show it and no cache keeps it."""
    body = PLACEHOLDER.format(words=GETTING_READY)
    response = HttpResponse(body, content_type="image/svg+xml", status=202)
    response["Cache-Control"] = "no-store"
    response["Retry-After"] = "3"
    return response
