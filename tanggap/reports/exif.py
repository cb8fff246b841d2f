"""Where and when a photo says it was taken. A claim, never a proof: anyone can write EXIF."""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from django.utils.timezone import get_default_timezone
from PIL import ExifTags, Image

# What Pillow raises on EXIF blocks that phones, editors and attackers left broken.
_BROKEN: Final = (
    AttributeError,
    IndexError,
    KeyError,
    OSError,
    OverflowError,
    SyntaxError,
    TypeError,
    ValueError,
    ZeroDivisionError,
    struct.error,
)

_EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
_CLOCK_TOLERANCE: Final = timedelta(days=1)
_OFFSET: Final = re.compile(r"^([+-])(\d{2}):?(\d{2})$")
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_HEMISPHERES: Final = {"N": ("lat", 1), "S": ("lat", -1), "E": ("lon", 1), "W": ("lon", -1)}
_LARGEST: Final = {"lat": 90.0, "lon": 180.0}


@dataclass(frozen=True)
class Claim:
    """What the file says: degrees in WGS 84 and the moment; None for what is missing or nonsense."""

    lat: float | None = None
    lon: float | None = None
    taken_at: datetime | None = None


def claim_of(image: Image.Image, *, at: datetime) -> Claim:
    """Read the claim; a broken block is the same as none. ``at`` is now: a photo from the future has no time."""
    try:
        exif = image.getexif()
        place = _place(exif.get_ifd(ExifTags.IFD.GPSInfo))
        taken_at = _moment(exif.get_ifd(ExifTags.IFD.Exif), exif, at=at)
    except _BROKEN:
        return Claim()
    lat, lon = place or (None, None)
    return Claim(lat, lon, taken_at)


def lies_turned(image: Image.Image) -> bool:
    """Whether width and height change places once the picture stands upright."""
    return _orientation(image) >= 5


def upright(image: Image.Image) -> Image.Image:
    """The picture as the camera was held; decodes it."""
    turn = _TURNS.get(_orientation(image))
    return image.transpose(turn) if turn is not None else image


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except _BROKEN:
        return 1


def _place(gps: Mapping[int, Any]) -> tuple[float, float] | None:
    lat = _degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef), "lat")
    lon = _degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef), "lon")
    # A receiver without a fix writes 0, 0: a point in the Atlantic.
    if lat is None or lon is None or (abs(lat) < 1e-6 and abs(lon) < 1e-6):
        return None
    return lat, lon


def _degrees(parts: object, ref: object, axis: str) -> float | None:
    """Degrees, minutes and seconds (each a rational, minutes and seconds optional) with a sign from N, S, E or W."""
    letter = ref.decode("ascii", "ignore") if isinstance(ref, bytes) else str(ref or "")
    named, sign = _HEMISPHERES.get(letter.strip("\0 ").upper()[:1], ("", 0))
    given: Any = parts if isinstance(parts, tuple | list) else (parts,)
    if named != axis or not given:
        return None
    try:
        numbers = [float(part) for part in given][:3]
    except _BROKEN:
        return None
    if any(not math.isfinite(number) or number < 0 for number in numbers):
        return None
    if any(number >= 60 for number in numbers[1:]):
        return None
    value = sum(number / 60**power for power, number in enumerate(numbers))
    return sign * value if value <= _LARGEST[axis] else None


def _moment(detail: Mapping[int, Any], top: Mapping[int, Any], *, at: datetime) -> datetime | None:
    """DateTimeOriginal with its offset, else DateTime; without an offset the time is that of the city."""
    moment = _parsed(detail.get(ExifTags.Base.DateTimeOriginal), detail.get(ExifTags.Base.OffsetTimeOriginal))
    moment = moment or _parsed(top.get(ExifTags.Base.DateTime), detail.get(ExifTags.Base.OffsetTime))
    return moment if moment and _EARLIEST <= moment <= at + _CLOCK_TOLERANCE else None


def _parsed(text: object, offset: object) -> datetime | None:
    try:
        local = datetime.strptime(str(text).strip("\0 ")[:19], "%Y:%m:%d %H:%M:%S")
        return local.replace(tzinfo=_zone(offset) or get_default_timezone()).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def _zone(offset: object) -> timezone | None:
    match = _OFFSET.match(str(offset or "").strip("\0 "))
    if match is None:
        return None
    sign, hours, minutes = match.groups()
    span = timedelta(hours=int(hours), minutes=int(minutes))
    if span > timedelta(hours=14):
        return None
    return timezone(span if sign == "+" else -span)
