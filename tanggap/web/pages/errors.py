"""The pages for what went wrong, in the look of all others."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string

from tanggap.kit.words import Pair
from tanggap.web.visitor import same_origin

FIELDS_MOST = 60
NOT_KEPT = {"csrfmiddlewaretoken"}


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        404,
        Pair("Halaman ini tidak ada", "There is no such page"),
        Pair(
            "Mungkin alamatnya salah ketik, atau halamannya sudah pindah.",
            "Perhaps the address has a typing mistake, or the page has moved.",
        ),
        icon="map-search",
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        403,
        Pair("Halaman ini bukan untuk dibuka di sini", "This page is not open to you"),
        Pair(
            "Masuk dengan akun yang berhak, lalu coba lagi.", "Sign in with an account that may see it, and try again."
        ),
        icon="lock",
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        400,
        Pair("Permintaan ini tidak dapat dibaca", "We could not read this request"),
        Pair("Kembali ke halaman sebelumnya dan coba lagi.", "Go back to the page before and try again."),
        icon="alert-triangle",
    )


def too_many(request: HttpRequest) -> HttpResponse:
    response = _page(
        request,
        429,
        Pair("Terlalu sering", "Too often"),
        Pair(
            "Tunggu satu menit, lalu coba lagi. Tidak ada yang hilang.", "Wait a minute and try again. Nothing is lost."
        ),
        icon="clock-hour-4",
    )
    response["Retry-After"] = "60"
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """Something of ours broke: this page asks neither the database nor the session."""
    try:
        body = str(render_to_string("web/pages/failed.html"))
    except TemplateDoesNotExist:
        body = "500"
    return HttpResponse(body, status=500)


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is too old: everything typed is kept, and sent again by one press."""
    fields = [(name, value) for name, values in request.POST.lists() if name not in NOT_KEPT for value in values]
    again = request.method == "POST" and same_origin(request) and 0 < len(fields) <= FIELDS_MOST
    context = {"fields": fields if again else [], "address": request.get_full_path(), "files": bool(request.FILES)}
    return render(request, "web/pages/expired.html", context, status=403)


def _page(request: HttpRequest, status: int, title: Pair, text: Pair, *, icon: str) -> HttpResponse:
    context = {"status": status, "title": title, "text": text, "icon_name": icon}
    return render(request, "web/pages/error.html", context, status=status)
