"""The facts of the one city that this deployment serves, read from ``city.toml`` of its pack."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import time
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings


class BrokenCity(Exception):
    """``city.toml`` is missing or says something impossible; the message says what."""


@dataclass(frozen=True)
class Hotline:
    """Whom to call, and for what."""

    number: str
    name_id: str
    name_en: str


@dataclass(frozen=True)
class Box:
    """A rectangle in degrees, WGS 84."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, lat: float, lon: float) -> bool:
        return self.south <= lat <= self.north and self.west <= lon <= self.east


@dataclass(frozen=True)
class WorkingHours:
    """When offices work: weekdays (Monday is 0) and the hours of a day, in the city's zone."""

    days: frozenset[int]
    opens: time
    closes: time


@dataclass(frozen=True)
class City:
    """What differs from city to city and is not a row of a table."""

    code: str
    name_id: str
    name_en: str
    app_name: str
    number_prefix: str
    zone: ZoneInfo
    languages: tuple[str, ...]
    box: Box
    center: tuple[float, float]
    sea: tuple[tuple[float, float], ...]
    shore_m: float
    emergency: str
    hotlines: tuple[Hotline, ...]
    desk: str
    inspectorate: str
    holidays: str
    working: WorkingHours


def folder() -> Path:
    """The pack's folder: ``TANGGAP_CITY`` names one beside ``jakarta``, or is a path itself."""
    given = Path(settings.CITY).expanduser()
    return given if given.is_absolute() else Path(__file__).resolve().parents[1] / "city" / given


@cache
def city() -> City:
    """The city of this deployment. Raises BrokenCity."""
    return read(folder() / "city.toml")


def read(path: Path) -> City:
    """The facts in one ``city.toml``. Raises BrokenCity with the file and the reason."""
    try:
        return _city(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise BrokenCity(f"{path}: the file is missing") from None
    except tomllib.TOMLDecodeError as wrong:
        raise BrokenCity(f"{path.name}: {wrong}") from wrong
    except KeyError as missing:
        raise BrokenCity(f"{path.name}: the key {missing} is missing") from None
    except (TypeError, ValueError) as wrong:
        raise BrokenCity(f"{path.name}: {wrong}") from wrong


def _city(data: dict[str, Any]) -> City:
    place, offices, working = data["place"], data["offices"], data["working_hours"]
    return City(
        code=data["code"],
        name_id=data["name_id"],
        name_en=data["name_en"],
        app_name=data["app_name"],
        number_prefix=_prefix(data["number_prefix"]),
        zone=ZoneInfo(data["zone"]),
        languages=tuple(data["languages"]),
        box=Box(*(float(place[side]) for side in ("south", "west", "north", "east"))),
        center=(float(place["center"][0]), float(place["center"][1])),
        sea=tuple((float(lat), float(lon)) for lat, lon in place["sea"]),
        shore_m=float(place["shore_tolerance_m"]),
        emergency=data["emergency"],
        hotlines=tuple(Hotline(row["number"], row["name_id"], row["name_en"]) for row in data["hotlines"]),
        desk=offices["desk"],
        inspectorate=offices["inspectorate"],
        holidays=data["holidays"],
        working=WorkingHours(frozenset(working["days"]), working["opens"], working["closes"]),
    )


def _prefix(text: str) -> str:
    if not (text.isascii() and text.isalpha() and text.isupper() and len(text) <= 4):
        raise ValueError(f"number_prefix must be one to four capital letters, not {text!r}")
    return text
