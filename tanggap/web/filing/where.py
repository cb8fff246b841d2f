"""Step 2 of a report: the place, and what is already reported near it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tanggap.areas import drawing, register
from tanggap.areas.city import city
from tanggap.areas.models import Area
from tanggap.kit.looks import STATUS_LOOKS
from tanggap.kit.words import Pair
from tanggap.reports import duplicates, tracking
from tanggap.reports.duplicates import Near
from tanggap.reports.models import Photo, Report
from tanggap.reports.refusals import Refusal
from tanggap.reports.support import support
from tanggap.web import visitor
from tanggap.web.filing import draft, place
from tanggap.web.filing.draft import Held
from tanggap.web.filing.place import Point
from tanggap.web.reports.thumbs import first_photos

LONGEST_ADDRESS = 160

SWAPPED = Pair(
    "Lintang dan bujur tertukar, sudah kami balik. Periksa titiknya di peta.",
    "Latitude and longitude were swapped; we put them right. Please check the point on the map.",
)
JOINED = Pair(
    "Kamu ikut laporan ini. Kamu bisa memantaunya di sini sampai selesai.",
    "You have joined this report. You can follow it here until it is done.",
)


class PhotoPlace(NamedTuple):
    """Where a photo of the draft says it was taken."""

    lat: float
    lon: float
    area: Area


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def where(request: HttpRequest) -> HttpResponseBase:
    """The place of the problem."""
    held = draft.find(request)
    if held is None:
        return redirect("web:report")
    if request.method != "POST":
        return _where(request, held, typed=_typed(held.data))
    return _take(request, held, at=timezone.now())


def _take(request: HttpRequest, held: Held, *, at: datetime) -> HttpResponseBase:
    if request.POST.get("go") == "photo" and (offered := photo_place(held)):
        draft.save(held, at=at, **_words(request), **_of_photo(offered))
        return _where(request, held, typed=_typed(held.data))
    try:
        taken = place.take(request.POST)
    except Refusal as refusal:
        draft.save(held, at=at, **_words(request))
        typed = {**_typed(held.data), **{name: request.POST.get(name, "") for name in ("lat", "lon", "kelurahan")}}
        return _where(request, held, typed=typed, errors=[(refusal.field, refusal.sentence)])
    before = (held.data.get("lat"), held.data.get("lon"), held.data.get("area_code"))
    if before[:2] == (taken.fields["lat"], taken.fields["lon"]) and before[0] is not None:
        taken.fields["place_source"] = held.data["place_source"]
    draft.save(held, at=at, **_words(request), **taken.fields)
    if request.POST.get("go") == "back":
        return redirect("web:report_category")
    fresh = (held.data["lat"], held.data["lon"], held.data["area_code"]) != before
    if taken.swapped or (fresh and _something_to_see(request, held, at=at)):
        notice = SWAPPED if taken.swapped else None
        return _where(request, held, typed=_typed(held.data), notice=notice)
    return redirect("web:report_send")


def _something_to_see(request: HttpRequest, held: Held, *, at: datetime) -> bool:
    """Without scripts the likely kelurahan and what is near are known only now: shown once, before going on."""
    if request.POST.get("seen"):
        return False
    return not held.data["area_exact"] or bool(near(held, at=at))


def _words(request: HttpRequest) -> dict[str, str]:
    return {
        name: request.POST.get(name, "").replace("\0", "").strip()[:LONGEST_ADDRESS] for name in ("street", "landmark")
    }


def _of_photo(offered: PhotoPlace) -> dict[str, Any]:
    found = place.where(Point(offered.lat, offered.lon))
    return {
        "lat": offered.lat,
        "lon": offered.lon,
        "accuracy_m": None,
        "place_source": Report.PlaceSource.PHOTO.value,
        "area_code": found.area.code,
        "area_exact": found.exact,
    }


def _typed(data: dict[str, Any]) -> dict[str, Any]:
    """The values of the form, as the draft knows them."""
    by_words = data.get("place_source") == Report.PlaceSource.WORDS
    return {
        "lat": _written(data.get("lat")),
        "lon": _written(data.get("lon")),
        "accuracy_m": _written(data.get("accuracy_m")),
        "street": data.get("street", ""),
        "landmark": data.get("landmark", ""),
        "kelurahan": place.label(register.area(data["area_code"])) if by_words and data.get("area_code") else "",
    }


def _where(
    request: HttpRequest,
    held: Held,
    *,
    typed: dict[str, Any],
    errors: list[tuple[str, Pair]] | None = None,
    notice: Pair | None = None,
) -> HttpResponse:
    at = timezone.now()
    home = visitor.home(request)
    point = _point(typed)
    center = point[:2] if point else (home.lat, home.lon) if home else city().center
    found = found_at(point, held.data)
    cards = near(held, at=at) if point else []
    context = {
        "typed": typed,
        "errors": errors or [],
        "error_of": dict(errors or []),
        "notice": notice,
        "found": found,
        "near": cards,
        "seen": bool(cards) or (found is not None and not found.exact),
        "photo_place": photo_place(held) if point is None else None,
        "kelurahan": place.all_labels(),
        "drawn": drawing.map_svg(point.lat, point.lon, width=640, height=320, pins=[(point.lat, point.lon)])
        if point
        else "",
        # To a hundredth of a degree, so that neighbours share what a cache keeps.
        "shapes_around": f"?lat={center[0]:.2f}&lon={center[1]:.2f}",
        "tiles": settings.TILES,
        "landmark_label": Pair("Patokan", "Landmark"),
        "street_label": Pair("Alamat atau nama jalan", "Address or street"),
        "landmark_hint": Pair("mis. depan warung Bu Tini", "e.g. in front of Bu Tini's stall"),
    }
    return render(request, "web/filing/where.html", context, status=422 if errors else 200)


def _point(typed: dict[str, Any]) -> Point | None:
    try:
        return place.read_point(typed["lat"], typed["lon"])
    except Refusal:
        return None


def _written(number: float | None) -> str:
    """A number as an input carries it: with a point in both languages."""
    return "" if number is None else str(number)


def found_at(point: Point | None, data: dict[str, Any]) -> place.Where | None:
    """The kelurahan around a point; of the likely ones, that which was chosen before."""
    if point is None:
        return None
    try:
        found = place.where(point)
    except place.OutsideCity:
        return None
    chosen = {area.code: area for area, _ in found.candidates}.get(str(data.get("area_code")))
    return found._replace(area=chosen) if chosen is not None else found


def photo_place(held: Held) -> PhotoPlace | None:
    """The place in the photos' EXIF, or what the phone read from it before it shrank them; inside the city only."""
    found = [(photo.lat, photo.lon) for photo in draft.photos_of(held)]
    try:
        sent = place.read_point(str(held.data.get("photo_lat", "")), str(held.data.get("photo_lon", "")))
    except Refusal:
        sent = None
    if sent is not None:
        found.append((sent.lat, sent.lon))
    for lat, lon in found:
        if lat is not None and lon is not None:
            try:
                return PhotoPlace(lat, lon, place.where(Point(lat, lon)).area)
            except place.OutsideCity:
                continue
    return None


class NearCard(NamedTuple):
    """A report close by, with the photo that shows it."""

    near: Near
    photo: Photo | None

    @property
    def status(self) -> str:
        """The word of its status, for the middle of a line."""
        return str(STATUS_LOOKS[self.near.report.status].word).lower()


def near(held: Held, *, at: datetime) -> list[NearCard]:
    """Public open reports of the same group close to the draft's point, nearest first (at most two queries)."""
    lat, lon = held.data.get("lat"), held.data.get("lon")
    return near_point(lat, lon, held, at=at) if lat is not None and lon is not None else []


def near_point(lat: float, lon: float, held: Held, *, at: datetime) -> list[NearCard]:
    """The same for a point that is not kept yet."""
    found = duplicates.nearby(lat, lon, at=at, category=draft.category_of(held), most=3)
    photos = first_photos([item.report for item in found])
    return [NearCard(item, photos.get(item.report.pk)) for item in found]


@require_POST
def join(request: HttpRequest, number: str) -> HttpResponseBase:
    """Join what is already reported instead of filing it again: support it, follow it, drop the draft."""
    at = timezone.now()
    report = tracking.find(number)
    if report is None or not report.public:
        return redirect("web:report_place")
    device = visitor.device(request)
    support(report, by=device, at=at)
    held = draft.find(request)
    if held is not None:
        draft.discard(held)
    messages.success(request, str(JOINED))
    response = redirect("web:track_report", number=report.number)
    visitor.remember_device(response, device)
    return response
