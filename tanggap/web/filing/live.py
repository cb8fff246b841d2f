"""The small answers that the form fetches while somebody types or moves the pin. Every page works without them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import shapely
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from shapely.geometry.base import BaseGeometry

from tanggap.areas import drawing, roads
from tanggap.kit.words import Pair
from tanggap.reports.refusals import Refusal
from tanggap.web.filing import answers, draft, place, problem, where
from tanggap.web.filing.place import Point
from tanggap.web.pace import paced

LONGEST_READ = 2000
AROUND = 0.02  # degrees, some 2 km


@never_cache
@paced(120)
@require_POST
def suggestion(request: HttpRequest) -> HttpResponse:
    """Categories that the words so far sound like. By POST, so that nobody's words stand in a log."""
    words = request.POST.get("words", "")[:LONGEST_READ]
    context = {"suggested": problem.suggested(words), "chosen": request.POST.get("category", "")}
    return render(request, "web/filing/_suggested.html", context)


@never_cache
@paced(120)
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """The questions of the category that was just chosen."""
    chosen = problem.known(request.GET.get("category", ""))
    context: dict[str, Any] = {"questions": answers.shown(chosen, []), "chosen": chosen, "error_of": {}}
    return render(request, "web/filing/_questions.html", context)


@never_cache
@paced(240)
@require_POST
def surroundings(request: HttpRequest) -> HttpResponse:
    """The address line of the pin, and what is reported near it."""
    held = draft.find(request)
    found: place.Where | None = None
    cards: list[where.NearCard] = []
    error: Pair | None = None
    try:
        point = place.read_point(request.POST.get("lat", ""), request.POST.get("lon", ""))
        if point is not None:
            found = place.where(point)
            cards = where.near_point(point.lat, point.lon, held, at=timezone.now()) if held else []
    except Refusal as refusal:
        error = refusal.sentence
    seen = bool(cards) or (found is not None and not found.exact)
    context: dict[str, Any] = {"found": found, "near": cards, "error": error, "seen": seen}
    return render(request, "web/filing/_surroundings.html", context)


@paced(240)
@require_safe
def shapes(request: HttpRequest) -> HttpResponseBase:
    """The areas around a point as GeoJSON, for the map under the pin."""
    try:
        point = place.read_point(request.GET.get("lat", ""), request.GET.get("lon", ""))
    except Refusal as refusal:
        return JsonResponse({"error": str(refusal.sentence)}, status=422)
    if point is None:
        return JsonResponse({"error": str(Pair("Sebutkan titiknya.", "Name a point."))}, status=422)
    found = drawing.shapes_near(point.lat, point.lon)
    response = JsonResponse({**found, "features": [*found["features"], *_roads(point)]})
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _roads(point: Point) -> Iterator[dict[str, Any]]:
    """Main roads within a walk of the point, where a file of them is loaded; one feature for each breadth."""
    loaded = roads.roads()
    box = (point.lon - AROUND, point.lat - AROUND, point.lon + AROUND, point.lat + AROUND)
    lines: dict[int, list[BaseGeometry]] = {}
    for breadth, line in loaded.within(box) if loaded is not None else ():
        lines.setdefault(breadth, []).append(line)
    for breadth in sorted(lines):
        shape = shapely.set_precision(shapely.union_all(lines[breadth]), 0.00001, mode="pointwise")
        geometry = shapely.geometry.mapping(shape)
        yield {"type": "Feature", "properties": {"breadth": breadth}, "geometry": geometry}
