"""The city by kecamatan, each the darker the higher its figure: for the home page and the dashboards."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import shapely
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from shapely.geometry.base import BaseGeometry

from tanggap.areas import register
from tanggap.areas.boundaries import Boundaries, boundaries
from tanggap.areas.city import city
from tanggap.areas.drawing import polygon_path
from tanggap.areas.models import Area
from tanggap.kit.words import Pair

WIDTH = 420
EDGE = 4
FINE = 0.6  # pixels
FAR = 0.32  # degrees from the city's middle: what lies farther would shrink all the rest
FILLS = ("#E8F1F6", "#C5E0EC", "#8FC1D5", "#4F98B7", "#0B6285")
BOTTOM = 380  # where these circles stand, right below, where the land leaves room
ISLAND = 8  # radius of the circle that stands for a kecamatan too far to draw


@dataclass(frozen=True)
class Shapes:
    """What does not change with the figures: a piece of SVG for each kecamatan, and the size of the whole."""

    pieces: dict[str, str]
    height: float


_shapes: tuple[Boundaries | None, Shapes] | None = None


def choropleth_svg(values: Mapping[str, int], *, here: str = "", label: str = "") -> SafeString:
    """The map for figures by kecamatan code; ``here`` is outlined. A table with the same figures belongs beside it."""
    shapes = _current_shapes()
    levels = levels_of(values)
    paths = "".join(_drawn(code, piece, values, levels, here) for code, piece in shapes.pieces.items())
    said = escape(label or str(Pair("Peta per kecamatan", "Map by kecamatan")))
    size = f"{-EDGE} {-EDGE} {WIDTH + 2 * EDGE} {shapes.height + 2 * EDGE:.0f}"
    return mark_safe(  # noqa: S308  (numbers, our own classes, and names that are escaped)
        f'<svg class="choropleth" viewBox="{size}" role="img" aria-label="{said}">{paths}</svg>'
    )


def levels_of(values: Mapping[str, int]) -> dict[str, int]:
    """0 for nothing; the others in four classes of about equal number, equal figures in the same class."""
    ranked = sorted(value for value in values.values() if value > 0)
    levels = {}
    for code, value in values.items():
        below = sum(other < value for other in ranked)
        levels[code] = 0 if value <= 0 else 1 + below * (len(FILLS) - 1) // len(ranked)
    return levels


def _drawn(code: str, piece: str, values: Mapping[str, int], levels: Mapping[str, int], here: str) -> str:
    level = levels.get(code, 0)
    classes = f"level-{level} is-here" if code == here else f"level-{level}"
    title = f"{escape(register.area(code).name)}: {values.get(code, 0)}"
    tag = "path" if piece.startswith("d=") else "circle"
    return f'<{tag} {piece} class="{classes}" fill="{FILLS[level]}" stroke="#fff"><title>{title}</title></{tag}>'


def _current_shapes() -> Shapes:
    global _shapes
    loaded = boundaries()
    if _shapes is None or _shapes[0] is not loaded or not _shapes[1].pieces:
        _shapes = (loaded, _make(loaded))
    return _shapes[1]


def _make(loaded: Boundaries | None) -> Shapes:
    kecamatan = [row for row in register.register().by_code.values() if row.level == Area.Level.KECAMATAN]
    near = [row for row in kecamatan if not _far(row)]
    if not near:
        return Shapes({}, 0)
    outlines = _dissolved(loaded, near) if loaded else {row.code: _disc(row) for row in near}
    flat = math.cos(math.radians(city().center[0]))
    west, south, east, north = shapely.total_bounds(list(outlines.values())).tolist()
    scale = WIDTH / ((east - west) * flat)
    pieces = {}
    for code, shape in sorted(outlines.items()):
        moved = shapely.transform(shape, lambda xy: (xy - (west, north)) * (flat * scale, -scale))
        pieces[code] = f'd="{polygon_path(shapely.simplify(moved, FINE), 0)}"'
    pieces |= dict(_islands([row for row in kecamatan if _far(row)]))
    return Shapes(pieces, (north - south) * scale)


def _far(row: Area) -> bool:
    middle = city().center
    return math.hypot(row.lat - middle[0], row.lon - middle[1]) > FAR


def _islands(rows: list[Area]) -> Iterator[tuple[str, str]]:
    for place, row in enumerate(rows):
        yield row.code, f'cx="{WIDTH - ISLAND - place * (2 * ISLAND + 6)}" cy="{BOTTOM - ISLAND}" r="{ISLAND}"'


def _dissolved(loaded: Boundaries, rows: list[Area]) -> dict[str, BaseGeometry]:
    parts: dict[str, list[BaseGeometry]] = {row.code: [] for row in rows}
    for code, shape in zip(loaded.codes, loaded.shapes, strict=True):
        area = register.register().by_code.get(code)
        if area is not None and area.parent is not None and area.parent.code in parts:
            parts[area.parent.code].append(shape)
    return {code: shapely.union_all(shapes) for code, shapes in parts.items() if shapes}


def _disc(row: Area) -> BaseGeometry:
    """Where no boundaries are loaded: a circle of the kecamatan's area around its point."""
    radius = math.sqrt(row.area_km2 / math.pi) / 111.2 * 0.8
    return shapely.buffer(shapely.Point(row.lon, row.lat), radius, quad_segs=8)
