"""Photos coming in: what is accepted, what is refused in which words, what is read and what people get to see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from PIL import Image, ImageCms

from tanggap.reports import photos
from tanggap.reports.models import Draft, Photo
from tests import pictures

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _storage(settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}},
    }


@pytest.fixture
def draft() -> Draft:
    return Draft.objects.create(token_hash="d" * 64, created_at=NOW, updated_at=NOW)


def refusal(content: bytes, **given: Any) -> photos.NotAPhoto:
    with pytest.raises(photos.NotAPhoto) as refused:
        photos.take_in(pictures.upload(content), at=NOW, **given)
    return refused.value


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_photo_is_taken_in_when_the_format_is_one_of_four(kind: str, draft: Draft) -> None:
    photo = photos.take_in(pictures.photo(1, kind), draft=draft, at=NOW)

    assert (photo.width, photo.height) == (640, 480)
    assert photo.original == f"original/2026/11/{photo.token}.{pictures.ENDINGS[kind]}"
    with default_storage.open(photo.original) as kept:
        assert kept.read() == pictures.photo(1, kind).read()
    assert len(photo.token) == 22
    assert photo.phash is not None
    assert not photo.copies_ready


def test_hashes_stay_close_when_the_picture_is_saved_smaller() -> None:
    first = photos.take_in(pictures.photo(1), at=NOW)
    small = pictures.scene(1).resize((320, 240))
    second = photos.take_in(pictures.upload(pictures.body(small, quality=40)), at=NOW)
    other = photos.take_in(pictures.photo(2), at=NOW)

    assert first.sha256 != second.sha256
    assert _differing(first, second) <= 4
    assert _differing(first, other) > 10


def _differing(one: Photo, other: Photo) -> int:
    assert one.phash is not None
    assert other.phash is not None
    return ((one.phash ^ other.phash) & (1 << 64) - 1).bit_count()


def test_place_and_time_are_read_when_the_camera_wrote_them() -> None:
    block = pictures.exif(place=pictures.MENTENG, taken="2026:11:20 09:30:00", offset="+07:00")

    photo = photos.take_in(pictures.photo(exif=block), at=NOW)

    assert photo.lat == pytest.approx(-6.196)
    assert photo.lon == pytest.approx(106.832)
    assert photo.taken_at == datetime(2026, 11, 20, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "HEIF"])
def test_place_is_read_when_the_format_is_not_jpeg(kind: str) -> None:
    block = pictures.exif(place=pictures.MENTENG)

    photo = photos.take_in(pictures.photo(0, kind, exif=block.tobytes()), at=NOW)

    assert photo.lat == pytest.approx(-6.196)


def test_time_is_the_citys_when_the_camera_wrote_no_offset() -> None:
    photo = photos.take_in(pictures.photo(exif=pictures.exif(taken="2026:11:20 09:30:00")), at=NOW)

    assert photo.taken_at == datetime(2026, 11, 20, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize("taken", ["2026:11:22 09:30:00", "1970:01:01 00:00:00", "0000:00:00 00:00:00", "kemarin"])
def test_time_is_unknown_when_it_cannot_be_true(taken: str) -> None:
    assert photos.take_in(pictures.photo(exif=pictures.exif(taken=taken)), at=NOW).taken_at is None


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (pictures.gps((6, 11, 45.6), "N", (106, 49, 55.2), "E"), (6.196, 106.832)),
        (pictures.gps((6, 11, 45.6), "S", (106, 49, 55.2), "W"), (-6.196, -106.832)),
        (pictures.gps((6.196,), "s", (106.832,), "e"), (-6.196, 106.832)),
        (pictures.gps((6, 11.76), "S", (106, 49.92), "E"), (-6.196, 106.832)),
        (pictures.gps((0, 0, 0), "N", (0, 0, 0), "E"), None),
        (pictures.gps((96, 0, 0), "S", (106, 0, 0), "E"), None),
        (pictures.gps((6, 75, 0), "S", (106, 0, 0), "E"), None),
        (pictures.gps((6, 0, 0), "E", (106, 0, 0), "S"), None),
        (pictures.gps((6, 0, 0), "", (106, 0, 0), ""), None),
    ],
    ids=["north", "west", "decimal", "no-seconds", "null", "beyond", "75-minutes", "swapped", "no-refs"],
)
def test_place_follows_the_rationals_and_their_hemispheres(
    place: dict[int, Any], expected: tuple[float, float] | None
) -> None:
    photo = photos.take_in(pictures.photo(exif=pictures.exif(place=place)), at=NOW)

    assert (photo.lat, photo.lon) == (pytest.approx(expected) if expected else (None, None))


@pytest.mark.parametrize(
    ("lat", "lon", "expected"),
    [
        ([(6, 1), (11, 1), (456, 10)], [(106, 1), (49, 1), (552, 10)], (-6.196, 106.832)),
        ([(6, 0), (11, 1), (456, 10)], [(106, 1), (49, 1), (552, 10)], None),
        ([(0, 0), (0, 0), (0, 0)], [(0, 0), (0, 0), (0, 0)], None),
        ([(4294967295, 1)], [(106, 1)], None),
    ],
    ids=["sound", "over-zero", "all-zero", "huge"],
)
def test_place_is_unknown_when_a_rational_is_nonsense(
    lat: list[tuple[int, int]], lon: list[tuple[int, int]], expected: tuple[float, float] | None
) -> None:
    photo = photos.take_in(pictures.photo(exif=pictures.gps_bytes(lat, lon)), at=NOW)

    assert (photo.lat, photo.lon) == (pytest.approx(expected) if expected else (None, None))


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_photo_is_taken_in_when_its_exif_is_broken() -> None:
    broken = b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\x12\x01\xff\xff" * 40

    photo = photos.take_in(pictures.photo(exif=broken), at=NOW)

    assert (photo.lat, photo.taken_at, photo.width) == (None, None, 640)


def test_photo_stands_upright_when_the_camera_was_turned() -> None:
    photo = photos.take_in(pictures.photo(exif=pictures.exif(orientation=6)), at=NOW)
    photos.make_copies(photo.pk)

    assert (photo.width, photo.height) == (480, 640)
    with Image.open(default_storage.open(photos.copy_name(photo, "card"))) as copy:
        assert copy.size == (360, 480)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "kosong"),
        (b"%PDF-1.7 surat pengantar RT", "bukan foto"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "bukan foto"),
        (pictures.body(pictures.scene(), "GIF"), "bukan foto"),
        (pictures.body(pictures.scene(), "TIFF"), "bukan foto"),
        (pictures.body(pictures.scene())[:9000], "terpotong"),
        (pictures.body(pictures.scene(), "PNG")[:2000], "terpotong"),
        (pictures.body(pictures.scene(), "HEIF")[:2000], "terpotong"),
        (pictures.png_that_claims(12_000, 12_000), "megapiksel"),
        (pictures.png_that_claims(60_000, 60_000), "megapiksel"),
        (pictures.body(Image.new("L", (10_000, 10_000))), "100 megapiksel"),
    ],
    ids=["empty", "pdf", "svg", "gif", "tiff", "cut-jpeg", "cut-png", "cut-heic", "bomb", "giant", "100-megapixel"],
)
def test_file_is_refused_in_clear_words_when_it_is_no_photo(content: bytes, words: str) -> None:
    refused = refusal(content)

    assert words in str(refused.sentence)
    assert refused.sentence.in_language("en")
    assert refused.http_status == 422
    assert not Photo.objects.exists()


def test_photo_is_refused_when_it_is_heavier_than_30_megabytes() -> None:
    content = pictures.body(pictures.scene()) + b"\0" * (30 * 2**20)

    assert refusal(content).sentence.in_language("id") == "Foto ini 31 MB. Paling besar 30 MB per foto."


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_picture_is_refused_when_it_moves(kind: str) -> None:
    frames = [pictures.scene(1), pictures.scene(2)]
    content = pictures.body(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)

    assert refusal(content).sentence == photos.MOVING


def test_first_picture_counts_when_a_phone_appends_others() -> None:
    content = pictures.body(pictures.scene(1), "MPO", save_all=True, append_images=[pictures.scene(2)])

    assert photos.take_in(pictures.upload(content), at=NOW).original.endswith(".jpg")


def test_fourth_photo_is_refused_when_a_draft_has_three(draft: Draft) -> None:
    for seed in range(3):
        photos.take_in(pictures.photo(seed), draft=draft, at=NOW)

    assert "3 foto" in refusal(pictures.body(pictures.scene(4)), draft=draft).sentence.in_language("id")


def test_copies_carry_nothing_but_pixels_when_they_are_made() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    block = pictures.exif(place=pictures.MENTENG, taken="2026:11:20 09:30:00")
    photo = photos.take_in(pictures.photo(size=(2400, 1800), exif=block, icc_profile=profile), at=NOW)

    photos.make_copies(photo.pk)

    sizes = {}
    for size in photos.SIZES:
        with default_storage.open(photos.copy_name(photo, size)) as file, Image.open(file) as copy:
            sizes[size] = (copy.format, copy.size)
            assert not copy.getexif()
            assert "icc_profile" not in copy.info
    assert sizes == {
        "thumb": ("WEBP", (160, 160)),
        "card": ("WEBP", (480, 360)),
        "full": ("WEBP", (1600, 1200)),
    }
    photo.refresh_from_db()
    assert photo.copies_ready


def test_small_photo_is_not_blown_up_when_copies_are_made() -> None:
    photo = photos.take_in(pictures.photo(size=(300, 200)), at=NOW)
    photos.make_copies(photo.pk)

    with Image.open(default_storage.open(photos.copy_name(photo, "full"))) as copy:
        assert copy.size == (300, 200)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "I;16", "1"])
def test_copies_are_made_when_the_pixels_are_of_another_kind(mode: str) -> None:
    image = Image.new("I;16", (64, 64), 40_000) if mode == "I;16" else pictures.scene(size=(64, 64)).convert(mode)
    photo = photos.take_in(pictures.upload(pictures.body(image, "PNG")), at=NOW)

    photos.make_copies(photo.pk)

    with Image.open(default_storage.open(photos.copy_name(photo, "thumb"))) as copy:
        assert max(copy.convert("L").tobytes()) > 100


def test_half_written_copy_is_replaced_when_the_job_runs_again() -> None:
    photo = photos.take_in(pictures.photo(), at=NOW)
    place = Path(default_storage.path(photos.copy_name(photo, "card")))
    place.parent.mkdir(parents=True)
    place.write_bytes(b"RIFF cut short")

    photos.make_copies(photo.pk)
    photos.make_copies(photo.pk)

    with Image.open(place) as copy:
        assert copy.size == (480, 360)
    assert len(list(place.parent.iterdir())) == 3


def test_files_go_when_an_unfiled_draft_is_forgotten(draft: Draft, django_capture_on_commit_callbacks: Any) -> None:
    photo = photos.take_in(pictures.photo(), draft=draft, at=NOW)
    photos.make_copies(photo.pk)
    Draft.objects.update(updated_at=NOW - timedelta(days=8))

    with django_capture_on_commit_callbacks(execute=True):
        assert photos.forget_drafts(NOW) == 1

    assert not Photo.objects.exists()
    assert not default_storage.exists(photo.original)
    assert not default_storage.exists(photos.copy_name(photo, "full"))
