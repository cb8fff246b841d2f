"""Polygons made for the tests, near the real city so that its box, sea and tolerance hold."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from shapely.geometry import Polygon, box, mapping
from shapely.geometry.base import BaseGeometry

from tanggap.areas import boundaries, roads
from tanggap.areas.boundaries import Boundaries

METRE = 1 / boundaries.METRES  # in degrees of latitude

# Real codes, so that the register knows them; shapes of our own.
WEST, EAST, LAKE, ISLES = "31.71.06.1001", "31.71.06.1002", "31.71.06.1003", "31.01.01.1001"

SOUTH_EDGE, NORTH_EDGE = -6.20, -6.10
MIDDLE = 106.83


def two_neighbours() -> dict[str, BaseGeometry]:
    """West and east of a common line, with the sea north of both and land of another city south of them."""
    return {
        WEST: box(106.80, SOUTH_EDGE, MIDDLE, NORTH_EDGE),
        EAST: box(MIDDLE, SOUTH_EDGE, 106.86, NORTH_EDGE),
    }


def with_a_hole() -> dict[str, BaseGeometry]:
    """A kelurahan around another one, as Vatican City lies in Rome."""
    hole = box(106.82, -6.17, 106.84, -6.15)
    whole = box(106.80, SOUTH_EDGE, 106.86, NORTH_EDGE)
    return {WEST: whole.difference(hole), LAKE: hole}


def islands() -> dict[str, BaseGeometry]:
    """One kelurahan of two islands, forty kilometres off the coast."""
    first, second = box(106.53, -5.71, 106.54, -5.70), box(106.60, -5.75, 106.61, -5.74)
    return {ISLES: first.union(second)}


def slanted() -> dict[str, BaseGeometry]:
    """A line between neighbours that follows no grid."""
    return {
        WEST: Polygon([(106.80, -6.20), (106.853, -6.20), (106.8117, -6.10), (106.80, -6.10)]),
        EAST: Polygon([(106.853, -6.20), (106.90, -6.20), (106.90, -6.10), (106.8117, -6.10)]),
    }


@contextmanager
def standing_on(shapes: Mapping[str, BaseGeometry] | None) -> Iterator[Boundaries | None]:
    """The city's boundaries are these for a while; None means no file was given."""
    made = Boundaries(shapes) if shapes else None
    boundaries.use(made)
    roads.use(None)
    try:
        yield made
    finally:
        boundaries.forget()
        roads.forget()


def write_geojson(path: Path, shapes: dict[str, BaseGeometry], **properties: Any) -> Path:
    """The shapes as a file like the real one."""
    features = [
        {"type": "Feature", "properties": {"kode": code, **properties}, "geometry": mapping(shape)}
        for code, shape in shapes.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path
