"""Proof of work: where it was taken, whether in the app, and that no picture proves two things."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ImageEnhance

from tanggap.agencies.models import Seat
from tanggap.journal.models import Event
from tanggap.reports import evidence, photos
from tanggap.reports.models import Photo, Report, Status
from tanggap.reports.refusals import NotNow, NotYours
from tanggap.reports.tests.standing import NOW, Standing, report, standing
from tests import pictures

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _storage(settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}},
    }


@pytest.fixture
def here() -> Standing:
    return standing()


def take(upload: SimpleUploadedFile, at_report: Report, seat: Seat, **given: Any) -> Photo:
    fields: dict[str, Any] = {"lat": -6.196, "lon": 106.832, "accuracy": 6.4, "at": NOW} | given
    return evidence.take_proof(upload, report=at_report, seat=seat, **fields)


def verbs(at_report: Report) -> list[str]:
    return list(Event.objects.filter(stream=at_report.stream).order_by("seq").values_list("verb", flat=True))


def test_proof_is_checked_when_the_picture_is_new(here: Standing) -> None:
    proof = take(pictures.photo(1), here.report, here.crew)

    assert proof.checked_at == NOW
    assert proof.uploaded_at == NOW
    assert proof.uploaded_by == here.crew
    assert proof.distance_m == 0
    assert evidence.checked_proofs(here.report) == [proof]
    assert verbs(here.report) == ["proof_taken"]
    assert here.report.status == Status.IN_PROGRESS


def test_distance_is_measured_from_the_device_when_it_knows_its_place(here: Standing) -> None:
    proof = take(pictures.photo(1), here.report, here.crew, lat=-6.197, lon=106.833)

    assert proof.distance_m == pytest.approx(157, abs=1)
    event = Event.objects.get(stream=here.report.stream)
    assert (event.data["distance_m"], event.data["accuracy_m"]) == (157, 6)


def test_distance_is_measured_from_exif_when_the_device_is_silent(here: Standing) -> None:
    block = pictures.exif(place=pictures.MENTENG)

    assert take(pictures.photo(1, exif=block), here.report, here.crew, lat=None, lon=None).distance_m == 0
    assert take(pictures.photo(2), here.report, here.crew, lat=None, lon=None).distance_m is None


@pytest.mark.parametrize(
    ("age", "origin"),
    [(0, "app"), (600, "app"), (601, "upload"), (-60, "upload")],
    ids=["at-once", "ten-minutes", "later", "from-the-future"],
)
def test_origin_follows_the_age_of_the_nonce(age: int, origin: str, here: Standing) -> None:
    nonce = evidence.nonce(here.crew, here.report, NOW - timedelta(seconds=age))

    assert take(pictures.photo(1), here.report, here.crew, nonce=nonce).origin == origin


def test_origin_is_upload_when_the_nonce_is_anothers(here: Standing) -> None:
    other = report(here.report.holder)
    for nonce in (
        "",
        "made-up",
        evidence.nonce(here.officer, here.report, NOW),
        evidence.nonce(here.crew, other, NOW),
        evidence.nonce(here.crew, here.report, NOW) + "x",
    ):
        photo = Photo(uploaded_by=here.crew, report=here.report)
        assert evidence.origin_of(photo, nonce, at=NOW) == Photo.Origin.UPLOAD


def test_origin_is_upload_when_the_camera_says_yesterday(here: Standing) -> None:
    block = pictures.exif(taken="2026:11:19 10:00:00", offset="+07:00")
    nonce = evidence.nonce(here.crew, here.report, NOW)

    assert take(pictures.photo(1, exif=block), here.report, here.crew, nonce=nonce).origin == Photo.Origin.UPLOAD


def altered(how: str) -> SimpleUploadedFile:
    image = pictures.scene(1)
    variants = {
        "same file": image,
        "smaller": image.resize((320, 240)),
        "recompressed": image,
        "brighter": ImageEnhance.Brightness(image).enhance(1.15),
        "another format": image,
    }
    if how == "another format":
        return pictures.upload(pictures.body(variants[how], "PNG"))
    quality = {"recompressed": 30, "smaller": 60}.get(how, 75)
    return pictures.upload(pictures.body(variants[how], quality=quality))


@pytest.mark.parametrize("how", ["same file", "smaller", "recompressed", "brighter", "another format"])
def test_proof_is_blocked_when_the_picture_proved_something_else(how: str, here: Standing) -> None:
    other = report(here.report.holder)
    earlier = take(pictures.photo(1), other, here.officer)

    with pytest.raises(evidence.Reused) as blocked:
        take(altered(how), here.report, here.crew)

    assert blocked.value.earlier == earlier
    assert blocked.value.photo.reused_from == earlier
    assert blocked.value.photo.checked_at is None
    assert blocked.value.http_status == 409
    assert evidence.checked_proofs(here.report) == []
    here.report.refresh_from_db()
    assert here.report.status == Status.IN_PROGRESS
    event = Event.objects.get(stream=here.report.stream)
    assert (event.verb, event.data["earlier"]) == ("proof_blocked", earlier.pk)


def test_proof_is_blocked_when_it_is_the_reporters_own_photo(here: Standing) -> None:
    before = photos.take_in(pictures.photo(1), report=here.report, at=NOW)

    with pytest.raises(evidence.Reused) as blocked:
        take(altered("smaller"), here.report, here.crew)

    assert blocked.value.earlier == before


def test_proof_passes_when_another_report_shows_the_picture_before_work(here: Standing) -> None:
    photos.take_in(pictures.photo(1), report=report(here.report.holder), at=NOW)

    assert take(pictures.photo(1), here.report, here.crew).checked_at == NOW


def test_second_shot_of_the_same_work_passes(here: Standing) -> None:
    first = take(pictures.photo(1), here.report, here.crew)
    second = take(altered("brighter"), here.report, here.crew)

    assert evidence.checked_proofs(here.report) == [first, second]


def test_same_file_is_kept_once_when_the_phone_sends_it_twice(here: Standing) -> None:
    first = take(pictures.photo(1), here.report, here.crew)

    assert take(pictures.photo(1), here.report, here.crew) == first
    assert verbs(here.report) == ["proof_taken"]


def test_old_proof_is_blocked_when_the_report_was_reopened(here: Standing) -> None:
    take(pictures.photo(1), here.report, here.crew)
    Report.objects.filter(pk=here.report.pk).update(round=2)

    with pytest.raises(evidence.Reused):
        take(pictures.photo(1), here.report, here.crew)


def test_old_proof_is_blocked_when_the_followup_was_rejected(here: Standing) -> None:
    take(pictures.photo(1), here.report, here.crew)
    Report.objects.filter(pk=here.report.pk).update(followup_rejected=True, resolved_at=NOW + timedelta(hours=1))

    with pytest.raises(evidence.Reused):
        take(pictures.photo(1), here.report, here.crew, at=NOW + timedelta(hours=2))


def test_proof_is_refused_when_the_seat_has_nothing_to_do_with_it(here: Standing) -> None:
    with pytest.raises(NotYours):
        take(pictures.photo(1), here.report, here.stranger)
    assert not Photo.objects.exists()


def test_proof_is_refused_when_nobody_works_on_the_report(here: Standing) -> None:
    Report.objects.filter(pk=here.report.pk).update(status=Status.DONE)

    with pytest.raises(NotNow):
        take(pictures.photo(1), here.report, here.crew)


def flipped(phash: int, bits: list[int]) -> int:
    """The hash with these bits the other way round, as the signed number that the column holds."""
    changed = (phash ^ sum(1 << bit for bit in bits)) & (1 << 64) - 1
    return changed - (1 << 64) if changed >> 63 else changed


@pytest.mark.parametrize(
    ("bits", "blocked"),
    [
        ([], True),
        ([0, 63], True),
        ([0, 17, 20, 33, 47, 63], True),
        (list(range(6)), True),
        ([0, 9, *range(17, 22)], False),
    ],
    ids=["equal", "two", "six-spread", "six-in-one-band", "seven"],
)
def test_near_hash_is_found_among_thousands_when_at_most_six_bits_differ(
    bits: list[int], blocked: bool, here: Standing
) -> None:
    chance = random.Random(7)
    other = report(here.report.holder)

    def proof(number: int, phash: int) -> Photo:
        return Photo(
            token=f"{number:022}",
            report=other,
            purpose=Photo.Purpose.PROOF,
            original="x",
            sha256=f"{number:064}",
            phash=phash,
            width=1,
            height=1,
            uploaded_at=NOW,
            checked_at=NOW,
        )

    look = photos.look_at(pictures.photo(1), at=NOW)
    rows = [proof(number, chance.getrandbits(64) - (1 << 63)) for number in range(3000)]
    planted = proof(3000, flipped(look.phash, bits))
    Photo.objects.bulk_create([*rows, planted])

    if not blocked:
        assert take(pictures.photo(1), here.report, here.crew).checked_at == NOW
        return
    with pytest.raises(evidence.Reused) as reused:
        take(pictures.photo(1), here.report, here.crew)
    assert reused.value.earlier.token == planted.token
