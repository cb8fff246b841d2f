"""Main roads to orient a map, where a file of lines is given: from TANGGAP_ROADS, a path or an address."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import shapely
from django.conf import settings
from shapely.geometry.base import BaseGeometry

from tanggap.areas.boundaries import BoundariesUnreadable, fetched
from tanggap.areas.once import Once

log = logging.getLogger(__name__)

FINE = 0.00002  # degrees, about 2 m: finer bends than that no drawing shows

# The class of a road in OpenStreetMap, and whether it is drawn broad, middling or thin.
BREADTHS = {
    "motorway": 2,
    "trunk": 2,
    "primary": 2,
    "motorway_link": 1,
    "trunk_link": 1,
    "primary_link": 1,
    "secondary": 1,
    "secondary_link": 0,
    "tertiary": 0,
    "tertiary_link": 0,
}
CLASS_NAMES = ("k", "highway", "class")


class Roads:
    """Lines by breadth: 0 thin, 1 middling, 2 broad."""

    def __init__(self, lines: list[tuple[int, BaseGeometry]]) -> None:
        self.breadths = [breadth for breadth, _ in lines]
        self.lines = [shapely.simplify(line, FINE) for _, line in lines]
        self.tree = shapely.STRtree(self.lines)

    def within(self, box: tuple[float, float, float, float]) -> list[tuple[int, BaseGeometry]]:
        """The pieces of roads in a box of west, south, east, north."""
        places = self.tree.query(shapely.box(*box)).tolist()
        clipped = [(self.breadths[place], shapely.clip_by_rect(self.lines[place], *box)) for place in places]
        return [(breadth, line) for breadth, line in clipped if not line.is_empty]


def read(path: Path) -> Roads:
    """The roads of a GeoJSON file. Raises BoundariesUnreadable."""
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        lines = [(_breadth(one["properties"]), shapely.geometry.shape(one["geometry"])) for one in features]
    except OSError as wrong:
        raise BoundariesUnreadable(f"TANGGAP_ROADS: {path}: {wrong.strerror}") from wrong
    except (ValueError, KeyError, TypeError, AttributeError, shapely.errors.ShapelyError) as wrong:
        raise BoundariesUnreadable(f"TANGGAP_ROADS: {path} is no GeoJSON of lines: {wrong}") from wrong
    return Roads([(breadth, line) for breadth, line in lines if line.geom_type.endswith("LineString")])


def _breadth(properties: dict[str, str]) -> int:
    return next((BREADTHS.get(properties[name], 0) for name in CLASS_NAMES if name in properties), 0)


def _read_given() -> Roads | None:
    if not settings.ROADS:
        return None
    try:
        return read(fetched(settings.ROADS, name="roads"))
    except BoundariesUnreadable as wrong:
        log.error("roads_unreadable", extra={"reason": str(wrong)})  # a map without roads is still a map
        return None


roads = Once(_read_given)
"""The roads of this process; None where no file is given or it cannot be read."""

use, forget = roads.use, roads.forget
