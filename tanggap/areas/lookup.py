"""Which kelurahan a point lies in: by boundary where a file is loaded, else by the nearest centres."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import shapely

from tanggap.areas.boundaries import METRES, Boundaries, boundaries, sea
from tanggap.areas.city import city
from tanggap.areas.models import Area
from tanggap.areas.register import UnknownArea, area, line, register
from tanggap.kit.words import Pair

__all__ = [
    "Boundaries",
    "Candidate",
    "Found",
    "UnknownArea",
    "area",
    "area_at",
    "boundaries",
    "line",
    "why_outside",
]

OFFERED = 3  # candidates where no boundary is loaded
# Measured on the 267 kelurahan: the nearest centre is right for 80 % of points, one of three for 96 % and more;
# this steepness gives the measured shares the highest likelihood.
SHARE_OF_OFFERED = 0.96
STEEPNESS = 4.0
# In units of the square root of the area. The farthest corner of a kelurahan on land measures 1.2.
FARTHEST = 1.3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A kelurahan and how likely it is the right one, from 0 to 1."""

    code: str
    share: float


@dataclass(frozen=True, slots=True)
class Found:
    """The kelurahan of a point. ``exact`` says by boundary; else the candidates are to be confirmed."""

    code: str
    exact: bool
    candidates: tuple[Candidate, ...]


def area_at(lat: float, lon: float) -> Found | None:
    """The kelurahan of a point in degrees, WGS 84; None outside the city (why_outside says the reason)."""
    loaded = boundaries()
    if loaded is None:
        return _by_centre(lat, lon)
    code = loaded.code_at(lat, lon)
    if code is None:
        code = _beside(loaded, lat, lon)
    return None if code is None else _exactly(code)


@cache
def _exactly(code: str) -> Found:
    return Found(code, True, (Candidate(code, 1.0),))


def _beside(loaded: Boundaries, lat: float, lon: float) -> str | None:
    """The nearest kelurahan of a point at the shore or in a seam between two polygons."""
    here = city()
    if not here.box.holds(lat, lon):
        return None
    code, distance = loaded.nearest(lat, lon)
    if distance > here.shore_m:
        return None
    at_sea = shapely.intersects_xy(sea(), lon, lat)
    return code if at_sea or loaded.in_a_gap(lat, lon) else None


# Without boundaries.


def _by_centre(lat: float, lon: float) -> Found | None:
    if not city().box.holds(lat, lon):
        return None
    near = sorted((_remoteness(row, lat, lon), row.code) for row in register().kelurahan)[:OFFERED]
    # At sea an island may be far from the one point known of its kelurahan; on land that means another city.
    if not near or (near[0][0] > FARTHEST and not shapely.intersects_xy(sea(), lon, lat)):
        return None
    weights = [max(remoteness, 0.05) ** -STEEPNESS for remoteness, _ in near]
    scale = SHARE_OF_OFFERED / sum(weights)
    candidates = tuple(Candidate(code, weight * scale) for (_, code), weight in zip(near, weights, strict=True))
    return Found(candidates[0].code, False, candidates)


def _remoteness(row: Area, lat: float, lon: float) -> float:
    """Distance to the centre divided by the square root of the area; below about 0.56 inside a round one."""
    north = (lat - row.lat) * METRES
    east = (lon - row.lon) * METRES * math.cos(math.radians(lat))
    return math.hypot(north, east) / 1000 / math.sqrt(max(row.area_km2, 0.01))


# Saying no.


def why_outside(lat: float, lon: float) -> Pair | None:
    """Why a point belongs to no kelurahan, in a sentence for the person who sent it; None where it does."""
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        if city().box.holds(lon, lat):
            return _swapped(lat, lon)
        return Pair(
            "Koordinat tidak sah: lintang dari −90 sampai 90, bujur dari −180 sampai 180.",
            "These are no coordinates: latitude runs from −90 to 90, longitude from −180 to 180.",
        )
    if area_at(lat, lon) is not None:
        return None
    if area_at(lon, lat) is not None or city().box.holds(lon, lat):
        return _swapped(lat, lon)
    here = city()
    return Pair(
        "Titik ini di luar {id}. Laporkan ke pemerintah daerah setempat atau lewat LAPOR! di lapor.go.id.",
        "This point is outside {en}. Please report it to the local government there, or through LAPOR! at lapor.go.id.",
        id=here.name_id,
        en=here.name_en,
    )


def _swapped(lat: float, lon: float) -> Pair:
    return Pair(
        "Tampaknya lintang dan bujur tertukar; maksudnya {lat}, {lon}?",
        "Latitude and longitude seem to be swapped; did you mean {lat}, {lon}?",
        lat=lon,
        lon=lat,
    )
