"""Refusals as ``application/problem+json`` (RFC 9457), in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import get_language_from_request
from pydantic import ValidationError

from tanggap.kit.words import Pair
from tanggap.reports.refusals import Refusal

CONTENT_TYPE = "application/problem+json"
TITLES: dict[int, Pair] = {
    400: Pair("Permintaan tidak terbaca", "The request cannot be read"),
    403: Pair("Bukan wewenang Anda", "Not yours to do"),
    404: Pair("Tidak ditemukan", "Not found"),
    409: Pair("Sudah berubah", "It has changed"),
    415: Pair("Jenis isi tidak dikenal", "Unknown type of content"),
    422: Pair("Ada yang belum lengkap", "Something is missing"),
    429: Pair("Terlalu sering", "Too often"),
}

View = Callable[..., HttpResponse]


class Problem(Exception):
    """An answer that is no success, with the sentence for the person who reads it."""

    def __init__(self, status: int, sentence: Pair, *, field: str = "", **more: Any) -> None:
        super().__init__(sentence.en)
        self.status, self.sentence, self.field, self.more = status, sentence, field, more


def spoken(view: View) -> View:
    """Speak the reader's language (``Accept-Language``) and answer every refusal as a problem."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        with translation.override(get_language_from_request(request)):
            try:
                response = view(request, *args, **given)
            except Problem as problem:
                response = _response(problem)
            except Refusal as refusal:
                response = _response(Problem(refusal.http_status, refusal.sentence, field=refusal.field))
            except ValidationError as errors:
                response = _response(_invalid(errors))
            response["Content-Language"] = translation.get_language() or "id"
        response["Vary"] = "Accept-Language"
        response["Cache-Control"] = "no-store"
        return response

    return answering


def _invalid(errors: ValidationError) -> Problem:
    first = errors.errors(include_url=False, include_input=False)[0]
    name = ".".join(str(part) for part in first["loc"])
    sentence = Pair("Isian “{name}” tidak benar.", "The field “{name}” is not right.", name=name)
    return Problem(422, sentence, field=name, reason=first["type"])


def _response(problem: Problem) -> HttpResponse:
    title = TITLES.get(problem.status)
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": str(title) if title else HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": str(problem.sentence),
    }
    if problem.field:
        body["field"] = problem.field
    response = HttpResponse(json.dumps(body | problem.more), status=problem.status, content_type=CONTENT_TYPE)
    if problem.status == 429:
        response["Retry-After"] = "3600"
    return response
