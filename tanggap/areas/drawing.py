"""Maps drawn on the server as SVG, so that they need neither tiles nor a script, and shapes for the map that does.

From the loaded boundaries and roads; where there are none, from the kelurahan's points on a plain ground.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from shapely.geometry.base import BaseGeometry

from tanggap.areas import register, roads
from tanggap.areas.boundaries import METRES, Boundaries, boundaries, sea
from tanggap.areas.lookup import area_at
from tanggap.kit.words import Pair

GROUND, INSIDE, WATER, LINE = "#F1EEE7", "#E4F1F7", "#CFE2EB", "#0B6285"
ROAD, CASING, LABEL = "#fff", "#DCD5C6", "#40505C"
PIN, DOT = "#C7430D", "#0A4D68"

ZOOM = 15.7  # as web maps count: 640 pixels then show about 1.9 km of Jakarta
BLEED = 12  # pixels drawn beyond each side, so that no line of a cut shows
SMALLEST_LABELLED = 0.05  # share of the view that a kelurahan must fill to be named
PIN_ROOM = 50  # pixels around the pin that stay free of names
WIDTHS = {0: (0.0, 3.4), 1: (8.5, 6.0), 2: (11.0, 8.0)}  # casing and road, by breadth

NEARBY_KM = 2.5
FINE = 0.00003  # degrees, about 3 m, of the shapes that go to the browser

Point = tuple[float, float]


@dataclass(frozen=True)
class View:
    """A window of so many pixels around a point."""

    lat: float
    lon: float
    width: int
    height: int
    scale: float  # degrees of latitude in a pixel

    @property
    def flat(self) -> float:
        return math.cos(math.radians(self.lat))

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north, a little beyond the window."""
        east = (self.width / 2 + BLEED) * self.scale / self.flat
        north = (self.height / 2 + BLEED) * self.scale
        return self.lon - east, self.lat - north, self.lon + east, self.lat + north

    def pixel(self, lat: float, lon: float) -> Point:
        return (
            self.width / 2 + (lon - self.lon) * self.flat / self.scale,
            self.height / 2 - (lat - self.lat) / self.scale,
        )

    def drawn(self, shape: BaseGeometry) -> BaseGeometry:
        """The part of a shape that the window shows, in pixels and without bends below half of one."""
        clipped = shapely.clip_by_rect(shape, *self.box)
        factor = (self.flat / self.scale, -1 / self.scale)
        moved = shapely.transform(
            clipped, lambda xy: (xy - (self.lon, self.lat)) * factor + (self.width / 2, self.height / 2)
        )
        return shapely.simplify(moved, 0.5)


def map_svg(
    lat: float,
    lon: float,
    *,
    width: int = 640,
    height: int = 360,
    zoom: float = ZOOM,
    pins: Sequence[Point] | None = None,
) -> SafeString:
    """A map around a point. The first pin (by default the point itself) is the place, the others stand near it."""
    view = View(lat, lon, width, height, 360 * math.cos(math.radians(lat)) / 256 / 2**zoom)
    marks = [(lat, lon)] if pins is None else list(pins)
    free = [view.pixel(*mark) for mark in marks[:1]]
    loaded = boundaries()
    body = "".join(_areas(view, loaded, free) if loaded else _points(view, free))
    return mark_safe(  # noqa: S308  (numbers, our own colours, and names that are escaped)
        f'<svg class="map" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(_said(marks))}" '
        f'preserveAspectRatio="xMidYMid slice">{body}{"".join(_marks(view, marks))}</svg>'
    )


def _said(marks: Sequence[Point]) -> str:
    found = area_at(*marks[0]) if marks else None
    if found is None:
        return str(Pair("Peta lokasi", "Map of the place"))
    name = register.area(found.code).name
    return str(Pair("Peta lokasi di Kelurahan {name}", "Map of the place in Kelurahan {name}", name=name))


def _areas(view: View, loaded: Boundaries, free: list[Point]) -> Iterator[str]:
    shown = {}
    for place in loaded.tree.query(shapely.box(*view.box)).tolist():
        shape = view.drawn(loaded.shapes[place])
        if not shape.is_empty:
            shown[loaded.codes[place]] = shape
    yield f'<rect width="{view.width}" height="{view.height}" fill="{GROUND}"/>'
    water = view.drawn(sea())
    if not water.is_empty:
        # The sea is drawn coarsely by the pack, so the land goes over it.
        land = "".join(map(polygon_path, shown.values()))
        yield f'<path d="{polygon_path(water)}" fill="{WATER}"/><path d="{land}" fill="{GROUND}"/>'
    here = loaded.code_at(view.lat, view.lon)
    if here in shown:
        yield f'<path d="{polygon_path(shown[here])}" fill="{INSIDE}"/>'
    yield from _roads(view)
    lines = shapely.union_all([shapely.boundary(shape) for shape in shown.values()])
    if not lines.is_empty:
        yield (
            f'<path d="{_line_path(shapely.line_merge(lines))}" fill="none" stroke="{LINE}" stroke-opacity=".5" '
            'stroke-width="1.6" stroke-dasharray="6 5"/>'
        )
    yield _labels(view, _named(view, shown), free)


def _named(view: View, shown: dict[str, BaseGeometry]) -> Iterator[tuple[str, Point]]:
    window = shapely.box(0, 0, view.width, view.height)
    for code, shape in shown.items():
        visible = shapely.intersection(shapely.make_valid(shape), window)
        if visible.area >= SMALLEST_LABELLED * window.area:
            spot = shapely.point_on_surface(visible)
            yield _name(code), (spot.x, spot.y)


def _name(code: str) -> str:
    row = register.register().by_code.get(code)
    return row.name if row else ""


def _points(view: View, free: list[Point]) -> Iterator[str]:
    """Without boundaries: the centres of the kelurahan that the window shows."""
    yield f'<rect width="{view.width}" height="{view.height}" fill="{INSIDE}"/>'
    yield from _roads(view)
    west, south, east, north = view.box
    near = [row for row in register.register().kelurahan if south <= row.lat <= north and west <= row.lon <= east]
    spots = [(row.name, view.pixel(row.lat, row.lon)) for row in near]
    for _, (x, y) in spots:
        yield f'<circle cx="{x:.0f}" cy="{y:.0f}" r="4" fill="{DOT}" stroke="#fff" stroke-width="2"/>'
    yield _labels(view, ((name, (x, y - 10)) for name, (x, y) in spots), free)


def _roads(view: View) -> Iterator[str]:
    loaded = roads.roads()
    if loaded is None:
        return
    paths: dict[int, str] = {0: "", 1: "", 2: ""}
    for breadth, line in loaded.within(view.box):
        paths[breadth] += _line_path(view.drawn(line))
    # All casings below all roads, so that crossings stay open.
    for layer, colour in ((0, CASING), (1, ROAD)):
        for breadth, path in paths.items():
            stroke = WIDTHS[breadth][layer]
            if path and stroke:
                yield (
                    f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{stroke}" '
                    'stroke-linecap="round" stroke-linejoin="round"/>'
                )


def _labels(view: View, named: Iterator[tuple[str, Point]], free: list[Point]) -> str:
    texts = []
    for name, (x, y) in named:
        for pin_x, pin_y in free:
            if abs(x - pin_x) < PIN_ROOM and -PIN_ROOM * 1.5 < y - pin_y < PIN_ROOM * 0.6:
                y = pin_y + PIN_ROOM
        if name and 14 < y < view.height - 4:
            texts.append(f'<text x="{x:.0f}" y="{y:.0f}">{escape(name)}</text>')
    return (
        '<g font-family="Plus Jakarta Sans, sans-serif" font-weight="700" font-size="15" text-anchor="middle" '
        f'fill="{LABEL}" stroke="#fff" stroke-width="4" paint-order="stroke">{"".join(texts)}</g>'
    )


def _marks(view: View, marks: Sequence[Point]) -> Iterator[str]:
    for lat, lon in marks[1:]:
        x, y = view.pixel(lat, lon)
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9" fill="{DOT}" stroke="#fff" stroke-width="3"/>'
    for lat, lon in marks[:1]:
        x, y = view.pixel(lat, lon)
        yield (
            f'<g transform="translate({x:.1f},{y:.1f})"><circle r="38" fill="{LINE}" opacity=".14"/>'
            f'<path d="M0 4c-16-20-22-30-22-40a22 22 0 0 1 44 0c0 10-6 20-22 40z" fill="{PIN}" stroke="#fff" '
            'stroke-width="3"/><circle cy="-36" r="8" fill="#fff"/></g>'
        )


def _line_path(shape: BaseGeometry) -> str:
    """The ``d`` of a path along lines, to a tenth of a pixel."""
    return "".join("M" + _numbers(line.coords) for line in shapely.get_parts(shape) if line.geom_type == "LineString")


def polygon_path(shape: BaseGeometry, digits: int = 1) -> str:
    """The ``d`` of a path around polygons, holes included."""
    rings = [
        ring
        for part in shapely.get_parts(shape)
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
    ]
    return "".join("M" + _numbers(ring.coords[:-1], digits) + "Z" for ring in rings)


def _numbers(coords: Sequence[tuple[float, ...]], digits: int = 1) -> str:
    return " ".join(f"{_short(x, digits)},{_short(y, digits)}" for x, y in coords)


def _short(value: float, digits: int) -> str:
    text = f"{value:.{digits}f}"
    return text.removesuffix(".0") if digits else text


# For Leaflet.


def shapes_near(lat: float, lon: float) -> dict[str, Any]:
    """GeoJSON of the kelurahan around a point: polygons, or points where no boundaries are loaded."""
    north = NEARBY_KM * 1000 / METRES
    east = north / math.cos(math.radians(lat))
    loaded = boundaries()
    if loaded is None:
        rows = [
            row
            for row in register.register().kelurahan
            if abs(row.lat - lat) <= 2 * north and abs(row.lon - lon) <= 2 * east
        ]
        features = [_feature(row.code, shapely.Point(row.lon, row.lat), here=False) for row in rows]
    else:
        here = loaded.code_at(lat, lon)
        box = shapely.box(lon - east, lat - north, lon + east, lat + north)
        places = sorted(loaded.tree.query(box, predicate="intersects").tolist())
        shapes = [(loaded.codes[place], shapely.simplify(loaded.shapes[place], FINE)) for place in places]
        features = [_feature(code, shape, here=code == here) for code, shape in shapes]
    return {"type": "FeatureCollection", "features": features}


def _feature(code: str, shape: BaseGeometry, *, here: bool) -> dict[str, Any]:
    rounded = shapely.set_precision(shape, 0.000001, mode="pointwise")
    return {
        "type": "Feature",
        "properties": {"code": code, "name": _name(code), "here": here},
        "geometry": shapely.geometry.mapping(rounded),
    }
