"""The polygons of the kelurahan, where a file of them is given, behind a grid that answers most points at once."""

from __future__ import annotations

import hashlib
import json
import logging
import math
import os
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import shapely
from django.conf import settings
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from tanggap.areas.city import city
from tanggap.areas.once import Once

log = logging.getLogger(__name__)

CELL = 0.0015  # degrees, about 165 m: seven of ten points of Jakarta then lie in a cell of one kelurahan
ROW = 1 << 20  # more cells than any row has
METRES = 111_195.0  # per degree on the sphere of radius 6,371 km
CODE_NAMES = ("kode", "code")
LONGEST_WAIT = 60  # seconds for a file that is fetched

# ``shapely.intersects_xy`` without its wrapper: the same test, three times as fast.
_meets = shapely.lib.intersects_xy


class BoundariesUnreadable(Exception):
    """The file of boundaries is missing or is not what it should be; the message says which and why."""


Candidates = str | list[tuple[str, BaseGeometry | None]]


class Boundaries:
    """Polygons by code. A point on the line between two belongs to the one with the lower code."""

    def __init__(self, shapes: Mapping[str, BaseGeometry]) -> None:
        self.codes = sorted(shapes)
        self.shapes = [shapes[code] for code in self.codes]
        self.tree = shapely.STRtree(self.shapes)
        self.west, self.south, self.east, self.north = (float(side) for side in shapely.total_bounds(self.shapes))
        shapely.prepare(self.shapes)
        self._cells = self._grid()

    def shape(self, code: str) -> BaseGeometry:
        """The polygon of a code. Raises KeyError."""
        place = self.codes.index(code) if code in self.codes else -1
        if place < 0:
            raise KeyError(code)
        return self.shapes[place]

    def code_at(self, lat: float, lon: float) -> str | None:
        """The code of the polygon that holds the point; None outside all of them."""
        if not (self.south <= lat <= self.north and self.west <= lon <= self.east):
            return None
        here = self._cells.get(int((lat - self.south) / CELL) * ROW + int((lon - self.west) / CELL))
        if here is None or isinstance(here, str):
            return here
        for code, shape in here:
            if shape is None or _meets(shape, lon, lat):
                return code
        return None

    def _grid(self) -> dict[int, Candidates]:
        """Each cell's candidates, lowest code first; the code alone where its polygon covers the whole cell."""
        meeting: dict[int, list[tuple[str, BaseGeometry | None]]] = defaultdict(list)
        for code, shape in zip(self.codes, self.shapes, strict=True):
            keys, boxes = self._cells_of(shape)
            whole = shapely.contains_properly(shape, boxes)
            touched = whole | shapely.intersects(shape, boxes)
            for key, full, meets in zip(keys.tolist(), whole.tolist(), touched.tolist(), strict=True):
                if meets:
                    meeting[key].append((code, None if full else shape))
        return {key: rows[0][0] if rows[0][1] is None else rows for key, rows in meeting.items()}

    def _cells_of(self, shape: BaseGeometry) -> tuple[Any, Any]:
        west, south, east, north = shape.bounds
        columns = np.arange(int((west - self.west) / CELL), int((east - self.west) / CELL) + 1)
        rows = np.arange(int((south - self.south) / CELL), int((north - self.south) / CELL) + 1)
        column, row = (grid.ravel() for grid in np.meshgrid(columns, rows))
        left, low = self.west + column * CELL, self.south + row * CELL
        # A hair wider, so that a rounded division never puts a point into a cell that was not tested.
        hair = CELL * 1e-6
        return row * ROW + column, shapely.box(left - hair, low - hair, left + CELL + hair, low + CELL + hair)

    # Beside the polygons. Rare, so it may cost more.

    def nearest(self, lat: float, lon: float) -> tuple[str, float]:
        """The nearest polygon's code and how far it is, in metres."""
        middle = math.cos(math.radians((self.south + self.north) / 2))
        point = Point(lon * middle, lat)
        place, distance = self._flat.query_nearest(point, return_distance=True, all_matches=True)
        return self.codes[int(min(place))], float(distance[0]) * METRES

    @cached_property
    def _flat(self) -> shapely.STRtree:
        """The polygons with degrees of longitude shortened to those of latitude, so that distances are true."""
        middle = math.cos(math.radians((self.south + self.north) / 2))
        return shapely.STRtree(shapely.transform(self.shapes, lambda xy: xy * (middle, 1.0)))

    def in_a_gap(self, lat: float, lon: float) -> bool:
        """Whether the polygons surround the point without holding it: a seam of the file, not the outside."""
        return bool(shapely.intersects_xy(self._filled, lon, lat))

    @cached_property
    def _filled(self) -> BaseGeometry:
        parts = shapely.get_parts(shapely.union_all(self.shapes))
        return shapely.union_all(shapely.polygons(shapely.get_exterior_ring(parts)))


def read(path: Path) -> Boundaries:
    """The boundaries of a GeoJSON file whose features carry ``kode`` (or ``code``). Raises BoundariesUnreadable."""
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        shapes = {_code(feature): _polygon(feature) for feature in features}
    except OSError as wrong:
        raise BoundariesUnreadable(f"TANGGAP_BOUNDARIES: {path}: {wrong.strerror}") from wrong
    except (ValueError, KeyError, TypeError, shapely.errors.ShapelyError) as wrong:
        raise BoundariesUnreadable(f"TANGGAP_BOUNDARIES: {path} is no GeoJSON of kelurahan: {wrong}") from wrong
    if not shapes:
        raise BoundariesUnreadable(f"TANGGAP_BOUNDARIES: {path} has no feature")
    return Boundaries(shapes)


def _code(feature: dict[str, Any]) -> str:
    for name in CODE_NAMES:
        if name in feature["properties"]:
            return str(feature["properties"][name])
    raise ValueError(f"a feature has none of the properties {', '.join(CODE_NAMES)}")


def _polygon(feature: dict[str, Any]) -> BaseGeometry:
    shape = shapely.geometry.shape(feature["geometry"])
    if shape.geom_type not in {"Polygon", "MultiPolygon"}:
        raise ValueError(f"{_code(feature)} is a {shape.geom_type}, not a polygon")
    return shape if shape.is_valid else shapely.make_valid(shape)


def fetched(source: str, *, name: str) -> Path:
    """The file itself, or the copy of an address that is fetched once into the cache. Raises BoundariesUnreadable."""
    if not source.startswith(("http://", "https://")):
        return Path(source).expanduser()
    kept = Path(settings.HOME) / "cache" / f"{name}-{hashlib.sha256(source.encode()).hexdigest()[:16]}.geojson"
    if not kept.exists():
        try:
            answer = httpx.get(source, follow_redirects=True, timeout=LONGEST_WAIT).raise_for_status()
        except httpx.HTTPError as wrong:
            raise BoundariesUnreadable(f"{source} cannot be fetched: {wrong}") from wrong
        kept.parent.mkdir(parents=True, exist_ok=True)
        draft = kept.with_suffix(f".{os.getpid()}")
        draft.write_bytes(answer.content)
        draft.replace(kept)  # another process may be fetching too: whole files only
    return kept


def _read_given() -> Boundaries | None:
    if not settings.BOUNDARIES:
        return None
    try:
        return read(fetched(settings.BOUNDARIES, name="boundaries"))
    except BoundariesUnreadable as wrong:
        # The city still works by nearest centres and says "perkiraan"; `tanggap doctor` names the reason.
        log.error("boundaries_unreadable", extra={"reason": str(wrong)})
        return None


boundaries = Once(_read_given)
"""The boundaries of this process; None where no file is given or it cannot be read."""

use, forget = boundaries.use, boundaries.forget


@cache
def sea() -> BaseGeometry:
    """The water around the city, coarsely, as its pack draws it."""
    return shapely.polygons([(lon, lat) for lat, lon in city().sea])
