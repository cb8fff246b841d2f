"""The home page, and the choice of the kelurahan it speaks of."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tanggap.areas import choropleth, register
from tanggap.kit.words import Pair
from tanggap.reports import expected
from tanggap.reports.refusals import Refusal
from tanggap.web import visitor
from tanggap.web.filing import draft, place
from tanggap.web.home.figures import figures
from tanggap.web.pace import paced
from tanggap.web.tracking import shown

GREETINGS = (
    (4, Pair("Selamat malam", "Good evening")),
    (11, Pair("Selamat pagi", "Good morning")),
    (15, Pair("Selamat siang", "Good afternoon")),
    (19, Pair("Selamat sore", "Good afternoon")),
    (25, Pair("Selamat malam", "Good evening")),
)
"""Until which hour people here say what."""

OWN_SHOWN = 3


@paced(240)
@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """What a citizen meets first."""
    at = timezone.now()
    area = visitor.home(request)
    user = visitor.user_of(request)
    city = figures(at=at)
    own = shown.own_reports(visitor.reader(request))
    context = {
        "greeting": greeting(timezone.localtime(at)),
        "name": user.name.split(" ")[0] if user and user.name else "",
        "area": area,
        "kota": place.kota_of(area) if area else "",
        "average": expected.average(area, at=at) if area else None,
        "figures": city,
        "choropleth": choropleth.choropleth_svg(
            city.open_by_kecamatan,
            here=area.parent.code if area and area.parent else "",
            label=str(Pair("Laporan terbuka per kecamatan", "Open reports by kecamatan")),
        ),
        "by_kecamatan": by_name(city.open_by_kecamatan),
        "own": own[:OWN_SHOWN],
        "own_count": len(own),
        "draft": draft.find(request),
    }
    return visitor.cached(render(request, "web/home/home.html", context), request)


def greeting(local: datetime) -> Pair:
    """As people greet each other at this hour."""
    return next(words for until, words in GREETINGS if local.hour < until)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose_place(request: HttpRequest) -> HttpResponseBase:
    """Which kelurahan is mine: kept in a cookie of this browser, nowhere else."""
    back = _back(request)
    if request.method != "POST":
        area = visitor.home(request)
        return _choose(request, typed=place.label(area) if area else "", back=back)
    typed = request.POST.get("kelurahan", "")
    response = redirect(back)
    try:
        area = place.named(typed)
    except Refusal as refusal:
        return _choose(request, typed=typed, back=back, errors=[(refusal.field, refusal.sentence)])
    if area is None:
        response.delete_cookie(visitor.HOME)
    else:
        response.set_cookie(visitor.HOME, area.code, **visitor.cookie(visitor.COOKIES_LAST))
    return response


def _choose(
    request: HttpRequest, *, typed: str, back: str, errors: list[tuple[str, Pair]] | None = None
) -> HttpResponseBase:
    context = {"typed": typed, "back": back, "errors": errors or [], "error_of": dict(errors or [])}
    context["kelurahan"] = place.all_labels()
    return render(request, "web/home/choose_place.html", context, status=422 if errors else 200)


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=settings.HTTPS)
    return wanted if safe and wanted.startswith("/") else reverse("web:home")


def by_name(counts: dict[str, int]) -> list[tuple[str, int]]:
    """The figures of the map as a table, the largest first."""
    rows = [(register.area(code).name, count) for code, count in counts.items()]
    return sorted(rows, key=lambda row: (-row[1], row[0]))
