"""Where the problem is: from what was typed, tapped or measured to a point and a kelurahan."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from django.http import QueryDict

from tanggap.areas import lookup, register
from tanggap.areas.city import city
from tanggap.areas.models import Area
from tanggap.kit.words import Pair
from tanggap.reports.models import Report
from tanggap.reports.refusals import Incomplete

Source = Report.PlaceSource

NOT_NUMBERS = Pair(
    "Koordinat harus dua angka, misalnya -6,1754 dan 106,8272.",
    "Coordinates are two numbers, for example -6.1754 and 106.8272.",
)
ONE_MISSING = Pair(
    "Isi lintang dan bujur, atau kosongkan keduanya.", "Give both latitude and longitude, or neither of them."
)
OUT_OF_RANGE = Pair(
    "Koordinat {lat}; {lon} tidak ada di bumi: lintang dari -90 sampai 90, bujur dari -180 sampai 180.",
    "There is no place at {lat}; {lon}: latitudes go from -90 to 90, longitudes from -180 to 180.",
)
OUTSIDE = Pair(
    "Titik ini di luar {city}. Untuk daerah lain, lapor lewat SP4N-LAPOR! di lapor.go.id atau SMS 1708.",
    "This point lies outside {city}. For other places, report through SP4N-LAPOR! at lapor.go.id or by SMS to 1708.",
)
NO_PLACE = Pair(
    "Taruh pin di peta, atau tulis alamat dan pilih kelurahannya.",
    "Put the pin on the map, or write the address and choose the kelurahan.",
)
UNKNOWN_AREA = Pair(
    "Kelurahan “{name}” tidak ada di {city}. Pilih dari daftar.",
    "There is no kelurahan “{name}” in {city}. Choose one from the list.",
)
SEVERAL = Pair(
    "Ada beberapa kelurahan “{name}”: {which}. Pilih salah satu.",
    "There are several kelurahan “{name}”: {which}. Choose one.",
)


class OutsideCity(Incomplete):
    """The point lies in no kelurahan of this city."""

    def __init__(self) -> None:
        here = city()
        super().__init__(Pair(OUTSIDE.id, OUTSIDE.en, city=Pair(here.name_id, here.name_en)), field="place")


class Point(NamedTuple):
    """A point in degrees (WGS 84). ``swapped`` says that the two numbers came the other way round."""

    lat: float
    lon: float
    swapped: bool = False


class Where(NamedTuple):
    """A point in its kelurahan. Without a boundary file the kelurahan is the likeliest of the candidates."""

    area: Area
    exact: bool
    candidates: list[tuple[Area, float]]

    @property
    def kota(self) -> str:
        """The kota around it, as people say it."""
        return kota_of(self.area)


def read_point(lat_text: str, lon_text: str) -> Point | None:
    """The point that was given, if any. Raises Incomplete for what is no place."""
    lat_text, lon_text = lat_text.strip(), lon_text.strip()
    if not lat_text and not lon_text:
        return None
    if not lat_text or not lon_text:
        raise Incomplete(ONE_MISSING, field="lat" if not lat_text else "lon")
    try:
        lat, lon = _degrees(lat_text), _degrees(lon_text)
    except ValueError:
        raise Incomplete(NOT_NUMBERS, field="lat") from None
    if not city().box.holds(lat, lon) and city().box.holds(lon, lat):
        return Point(lon, lat, swapped=True)
    if abs(lat) > 90 or abs(lon) > 180:
        raise Incomplete(OUT_OF_RANGE.format(lat=f"{lat:g}", lon=f"{lon:g}"), field="lat")
    return Point(lat, lon)


def _degrees(text: str) -> float:
    value = float(text.replace("−", "-").replace(",", ".").rstrip("°"))
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def where(point: Point) -> Where:
    """The kelurahan around a point. Raises OutsideCity."""
    found = lookup.area_at(point.lat, point.lon)
    if found is None:
        raise OutsideCity
    candidates = [(register.area(candidate.code), candidate.share) for candidate in found.candidates]
    return Where(register.area(found.code), found.exact, [] if found.exact else candidates)


def label(area: Area) -> str:
    """ "Menteng, Kec. Menteng": how a kelurahan stands in the list to choose from."""
    return f"{area.name}, Kec. {area.parent.name}" if area.parent else area.name


def kota_of(area: Area) -> str:
    """ "Jakarta Pusat": the kota or kabupaten of a kelurahan without its official title."""
    return register.line(area.code)[-1].name.removeprefix("Kota Administrasi ").removeprefix("Kabupaten Administrasi ")


def named(text: str) -> Area | None:
    """The kelurahan somebody chose or typed. Raises Incomplete where there is none, or more than one."""
    wanted = " ".join(text.split()).casefold()
    if not wanted:
        return None
    wanted = wanted.removeprefix("kelurahan ").removeprefix("kel. ")
    found = [area for area in register.register().kelurahan if wanted in (label(area).casefold(), area.code)]
    found = found or [area for area in register.register().kelurahan if area.name.casefold() == wanted]
    if len(found) == 1:
        return found[0]
    here = city()
    if found:
        which = "; ".join(label(area) for area in found)
        raise Incomplete(SEVERAL.format(name=text.strip(), which=which), field="kelurahan")
    name = Pair(here.name_id, here.name_en)
    raise Incomplete(UNKNOWN_AREA.format(name=text.strip()[:80], city=name), field="kelurahan")


def all_labels() -> list[str]:
    """Every kelurahan of the city, in the order of the alphabet."""
    return sorted(label(area) for area in register.register().kelurahan)


class Taken(NamedTuple):
    """What a form says about the place: fields of the draft, and whether the numbers had to be swapped."""

    fields: dict[str, Any]
    swapped: bool


def take(form: QueryDict) -> Taken:
    """Read the whole form of step 2; a point wins over a kelurahan by name. Raises Incomplete, OutsideCity."""
    point = read_point(form.get("lat", ""), form.get("lon", ""))
    if point is None:
        area = named(form.get("kelurahan", ""))
        if area is None:
            raise Incomplete(NO_PLACE, field="kelurahan")
        return Taken(
            {
                "lat": None,
                "lon": None,
                "accuracy_m": None,
                "place_source": Source.WORDS.value,
                "area_code": area.code,
                "area_exact": True,
            },
            swapped=False,
        )
    found = where(point)
    chosen = {area.code: area for area, _ in found.candidates}.get(form.get("candidate", ""), found.area)
    accuracy = _accuracy(form.get("accuracy_m", ""))
    fields = {
        "lat": point.lat,
        "lon": point.lon,
        "accuracy_m": accuracy,
        "place_source": (Source.GPS if accuracy is not None else Source.PIN).value,
        "area_code": chosen.code,
        "area_exact": found.exact,
    }
    return Taken(fields, swapped=point.swapped)


def _accuracy(text: str) -> float | None:
    try:
        metres = float(text)
    except ValueError:
        return None
    return metres if 0 < metres < 100_000 else None
