"""Photos for tests, made on the spot: with a place and a time, turned, broken, too large, moving."""

from __future__ import annotations

import io
import random
import struct
import zlib
from typing import Any

import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, ImageDraw
from PIL.TiffImagePlugin import IFDRational

pillow_heif.register_heif_opener()

ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "HEIF": "heic", "GIF": "gif", "TIFF": "tif"}


def scene(seed: int = 0, *, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A picture of coloured boxes: another seed looks quite different, the same seed the same."""
    chance = random.Random(seed)
    image = Image.new("RGB", size, tuple(chance.choices(range(256), k=3)))
    draw = ImageDraw.Draw(image)
    for _ in range(24):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        box = (x, y, x + chance.randrange(20, size[0] // 2), y + chance.randrange(20, size[1] // 2))
        draw.rectangle(box, fill=tuple(chance.choices(range(256), k=3)))
    return image


def gps(lat: tuple[Any, ...], lat_ref: Any, lon: tuple[Any, ...], lon_ref: Any) -> dict[int, Any]:
    """The GPS block of EXIF; the numbers are degrees, minutes, seconds."""
    return {
        ExifTags.GPS.GPSLatitudeRef: lat_ref,
        ExifTags.GPS.GPSLatitude: tuple(IFDRational(number) for number in lat),
        ExifTags.GPS.GPSLongitudeRef: lon_ref,
        ExifTags.GPS.GPSLongitude: tuple(IFDRational(number) for number in lon),
    }


MENTENG = gps((6, 11, 45.6), "S", (106, 49, 55.2), "E")
"""6.196 south, 106.832 east: in kelurahan Menteng."""


def gps_bytes(lat: list[tuple[int, int]], lon: list[tuple[int, int]]) -> bytes:
    """A whole EXIF block whose rationals are written as given, denominators of zero included."""

    def entry(tag: int, kind: int, count: int, value: bytes) -> bytes:
        return struct.pack("<HHI", tag, kind, count) + value.ljust(4, b"\0")

    start = 26
    numbers = start + 2 + 4 * 12 + 4
    gps_ifd = struct.pack("<H", 4)
    gps_ifd += entry(1, 2, 2, b"S\0") + entry(2, 5, len(lat), struct.pack("<I", numbers))
    gps_ifd += entry(3, 2, 2, b"E\0") + entry(4, 5, len(lon), struct.pack("<I", numbers + 8 * len(lat)))
    gps_ifd += struct.pack("<I", 0) + b"".join(struct.pack("<II", *pair) for pair in lat + lon)
    top = struct.pack("<H", 1) + entry(0x8825, 4, 1, struct.pack("<I", start)) + struct.pack("<I", 0)
    return b"Exif\0\0" + b"II*\0" + struct.pack("<I", 8) + top + gps_ifd


def exif(*, place: dict[int, Any] | None = None, taken: str = "", offset: str = "", orientation: int = 0) -> Image.Exif:
    """An EXIF block with what is given."""
    block = Image.Exif()
    if orientation:
        block[ExifTags.Base.Orientation] = orientation
    if place:
        block[ExifTags.IFD.GPSInfo] = place
    detail: dict[int, Any] = {}
    if taken:
        detail[ExifTags.Base.DateTimeOriginal] = taken
    if offset:
        detail[ExifTags.Base.OffsetTimeOriginal] = offset
    if detail:
        block[ExifTags.IFD.Exif] = detail
    return block


def body(image: Image.Image, kind: str = "JPEG", **given: Any) -> bytes:
    """The bytes of a file in this format."""
    out = io.BytesIO()
    image.save(out, kind, **given)
    return out.getvalue()


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    """The bytes as a browser sends them; the name and type it claims mean nothing."""
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def photo(seed: int = 0, kind: str = "JPEG", *, size: tuple[int, int] = (640, 480), **given: Any) -> SimpleUploadedFile:
    """An uploaded photo in one call."""
    return upload(body(scene(seed, size=size), kind, **given), f"photo.{ENDINGS[kind]}")


def png_that_claims(width: int, height: int) -> bytes:
    """A few hundred bytes whose header promises a giant: a decompression bomb."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    row = zlib.compress(b"\0" * 3000)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", header), (b"IDAT", row), (b"IEND", b""))
    )
