"""Taking photos in: what is accepted, what is read from a picture, and the copies that people see.

The original keeps every byte and is never served; copies carry no EXIF (``docs/decisions/0040-photo-copies.md``).
"""

from __future__ import annotations

import hashlib
import io
import secrets
import struct
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, NamedTuple

import imagehash
import pillow_heif
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from tanggap.agencies.models import Seat
from tanggap.journal import queue
from tanggap.kit.words import Pair
from tanggap.reports.exif import Claim, claim_of, lies_turned, upright
from tanggap.reports.models import Draft, Photo, Report
from tanggap.reports.refusals import Incomplete

MEGAPIXEL: Final = 1_000_000
MOST_MEGAPIXELS: Final = 100
# Pillow warns above this number and refuses above its double, before it decodes anything.
Image.MAX_IMAGE_PIXELS = MOST_MEGAPIXELS * MEGAPIXEL
pillow_heif.register_heif_opener()


class Format(NamedTuple):
    """How one kind of file is kept. JPEG is decoded at a fraction of its size, so it may be larger than the rest."""

    ending: str
    pixels: int
    moves: bool = False


FORMATS: Final[dict[str, Format]] = {
    "JPEG": Format("jpg", MOST_MEGAPIXELS * MEGAPIXEL),
    # Phones append depth maps and gain maps to a JPEG; its first picture is the photo.
    "MPO": Format("jpg", MOST_MEGAPIXELS * MEGAPIXEL),
    "PNG": Format("png", 64 * MEGAPIXEL, moves=True),
    "WEBP": Format("webp", 64 * MEGAPIXEL, moves=True),
    "HEIF": Format("heic", 64 * MEGAPIXEL),
}
OPENED: Final = ("JPEG", "PNG", "WEBP", "HEIF")

SIZES: Final[dict[str, int]] = {"thumb": 160, "card": 480, "full": 1600}
COPY_TYPE: Final = "image/webp"
DRAFTS_KEPT: Final = timedelta(days=7)
_QUALITY: Final = 78
_HASHED_AT: Final = (256, 256)

EMPTY = Pair("Berkas fotonya kosong. Pilih fotonya sekali lagi.", "The photo file is empty. Please choose it again.")
NOT_A_PHOTO = Pair(
    "Berkas ini bukan foto yang bisa kami baca. Kirim foto JPEG, PNG, WebP, atau HEIC.",
    "We cannot read this file as a photo. Send a JPEG, PNG, WebP or HEIC photo.",
)
CUT_OFF = Pair(
    "Berkas fotonya rusak atau terpotong. Kirim ulang fotonya.",
    "The photo file is damaged or cut off. Please send it again.",
)
TOO_HEAVY = Pair(
    "Foto ini {size} MB. Paling besar {most} MB per foto.",
    "This photo is {size} MB. The largest we take is {most} MB each.",
)
TOO_MANY_PIXELS = Pair(
    "Foto ini {size} megapiksel, terlalu besar untuk kami. Kirim yang di bawah {most} megapiksel.",
    "This photo has {size} megapixels, too large for us. Send one below {most} megapixels.",
)
MOVING = Pair(
    "Ini gambar bergerak. Kirim foto biasa yang diam.", "This is a moving picture. Send an ordinary still photo."
)
TOO_MANY = Pair("Paling banyak {most} foto untuk satu laporan.", "At most {most} photos for one report.")


class NotAPhoto(Incomplete):
    """The file cannot be taken in; ``sentence`` tells its sender why and what to do."""


class Look(NamedTuple):
    """What one look at an uploaded file tells."""

    kind: Format
    width: int
    height: int
    phash: int
    claim: Claim


def take_in(
    upload: File[Any],
    *,
    draft: Draft | None = None,
    report: Report | None = None,
    purpose: Photo.Purpose = Photo.Purpose.REPORT,
    at: datetime,
    seat: Seat | None = None,
    **given: Any,
) -> Photo:
    """Check the file, keep the original, and have the copies made once the transaction commits.

    ``given`` are further fields of the row, for ``evidence``. Raises NotAPhoto.
    """
    if draft is not None and draft.photos.filter(purpose=purpose).count() >= settings.PHOTOS_MOST:
        raise NotAPhoto(TOO_MANY.format(most=settings.PHOTOS_MOST), field="photos")
    seen = look_at(upload, at=at)
    token = secrets.token_urlsafe(16)
    upload.seek(0)
    name = default_storage.save(f"original/{at:%Y/%m}/{token}.{seen.kind.ending}", upload)
    fields = {"lat": seen.claim.lat, "lon": seen.claim.lon} | given
    with transaction.atomic():
        photo = Photo.objects.create(
            token=token,
            draft=draft,
            report=report,
            round=report.round if report else 1,
            purpose=purpose,
            original=name,
            sha256=digest_of(upload),
            phash=seen.phash,
            width=seen.width,
            height=seen.height,
            taken_at=seen.claim.taken_at,
            uploaded_at=at,
            uploaded_by=seat,
            **fields,
        )
        queue.order("reports.make_copies", photo_id=photo.pk)
    return photo


def look_at(upload: File[Any], *, at: datetime) -> Look:
    """Read the header first, refuse what is too large to decode, then decode once, small. Raises NotAPhoto."""
    _weigh(upload)
    upload.seek(0)
    try:
        with Image.open(upload, formats=OPENED) as image:
            kind = FORMATS[image.format or ""]
            _measure(image, kind)
            claim = claim_of(image, at=at)
            width, height = image.size
            if lies_turned(image):
                width, height = height, width
            return Look(kind, width, height, phash_of(image), claim)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotAPhoto(TOO_MANY_PIXELS.format(size=f"> {MOST_MEGAPIXELS}", most=MOST_MEGAPIXELS)) from None
    except UnidentifiedImageError:
        raise NotAPhoto(NOT_A_PHOTO) from None
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, RuntimeError, MemoryError):
        raise NotAPhoto(CUT_OFF) from None


def _weigh(upload: File[Any]) -> None:
    if not upload.size:
        raise NotAPhoto(EMPTY)
    if upload.size > settings.PHOTO_LARGEST:
        size, most = -(-upload.size // 2**20), settings.PHOTO_LARGEST // 2**20
        raise NotAPhoto(TOO_HEAVY.format(size=size, most=most))


def _measure(image: Image.Image, kind: Format) -> None:
    pixels = image.width * image.height
    if pixels >= kind.pixels:
        raise NotAPhoto(TOO_MANY_PIXELS.format(size=pixels // MEGAPIXEL, most=kind.pixels // MEGAPIXEL))
    if kind.moves and getattr(image, "is_animated", False):
        raise NotAPhoto(MOVING)


def phash_of(image: Image.Image) -> int:
    """The 64-bit perceptual hash as the signed number that a bigint holds; the picture stands upright."""
    image.draft("L", _HASHED_AT)
    bits = int(str(imagehash.phash(_flattened(upright(image)))), 16)
    return bits - (1 << 64) if bits >> 63 else bits


def digest_of(upload: File[Any]) -> str:
    """SHA-256 of the file as it came, in hex."""
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def copy_name(photo: Photo, size: str) -> str:
    """Where a copy lies in storage."""
    return f"copy/{photo.token}/{size}.webp"


def copy_url(photo: Photo, size: str) -> str:
    """The address of a copy: the same in both languages, so that a cache keeps one."""
    with translation.override("id"):
        return reverse("web:photo", args=[photo.token, size])


def make_copies(photo_id: int) -> None:
    """Write every copy and mark the photo ready. Safe to repeat: a copy cut short by a crash is written anew."""
    with transaction.atomic():
        photo = Photo.objects.select_for_update().filter(pk=photo_id).first()
        if photo is None or photo.copies_ready:
            return
        with default_storage.open(photo.original) as file:
            write_copies(photo, file)
        photo.copies_ready = True
        photo.save(update_fields=["copies_ready"])


def write_copies(photo: Photo, file: File[Any]) -> None:
    """Decode the original once, largest copy first, and put each into storage."""
    with Image.open(file, formats=OPENED) as image:
        image.draft("RGB", (SIZES["full"], SIZES["full"]))
        plain = _plain(upright(image), profile=image.info.get("icc_profile"))
    for size in sorted(SIZES, key=lambda size: -SIZES[size]):
        square = (SIZES[size], SIZES[size])
        if size == "thumb":
            copy = ImageOps.fit(plain, square)
        else:
            plain.thumbnail(square)
            copy = plain
        body = io.BytesIO()
        copy.save(body, "WEBP", quality=_QUALITY, method=4)
        name = copy_name(photo, size)
        default_storage.delete(name)
        default_storage.save(name, ContentFile(body.getvalue()))


def forget_drafts(at: datetime) -> int:
    """Delete drafts that nobody touched for a week, with their photos; returns how many photos went."""
    forgotten = Draft.objects.filter(updated_at__lt=at - DRAFTS_KEPT)
    photos = list(Photo.objects.filter(draft__in=forgotten, report=None))
    with transaction.atomic():
        for photo in photos:
            drop(photo)
        forgotten.delete()
    return len(photos)


def drop(photo: Photo) -> None:
    """Delete the row, the original and every copy: for photos of drafts that were never filed."""
    names = [photo.original, *(copy_name(photo, size) for size in SIZES)]
    photo.delete()
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))


def _plain(image: Image.Image, *, profile: bytes | None) -> Image.Image:
    """Flat sRGB pixels and nothing else: no EXIF, no profile, no comment."""
    flat = _flattened(image)
    if profile and flat.mode in {"RGB", "L", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            flat = ImageCms.profileToProfile(flat, source, ImageCms.createProfile("sRGB"), outputMode="RGB") or flat
        except (ImageCms.PyCMSError, OSError, ValueError):
            flat = flat.convert("RGB")
    plain = Image.new("RGB", flat.size)
    plain.paste(flat.convert("RGB"))
    return plain


def _flattened(image: Image.Image) -> Image.Image:
    """Transparency on white, 16-bit grey as 8-bit; other modes as they are."""
    if image.mode.startswith("I"):
        return image.point(lambda value: value / 256).convert("L")
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(ground, layer).convert("RGB")
    return image.convert("RGB") if image.mode in {"P", "1"} else image
