"""Who gets to see which photo, what caches may keep, and what stands in for a copy that is not made yet."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import signing
from django.test import Client

from tanggap.reports import keys, photos, tracking
from tanggap.reports.models import Draft, Photo, Report
from tanggap.reports.tests.standing import NOW, Standing, standing
from tanggap.web.filing import draft as drafts
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


def taken(**given: Any) -> Photo:
    photo = photos.take_in(pictures.photo(1), at=NOW, **given)
    photos.make_copies(photo.pk)
    return photo


def hide(report: Report, **change: Any) -> None:
    Report.objects.filter(pk=report.pk).update(**change)


@pytest.mark.parametrize("size", ["thumb", "card", "full"])
def test_anyone_sees_the_photo_of_a_public_report(size: str, here: Standing, client: Client) -> None:
    photo = taken(report=here.report)

    answer = client.get(photos.copy_url(photo, size))

    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "public, max-age=300"
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert body[8:12] == b"WEBP"
    assert int(answer["Content-Length"]) == len(body)


def test_photo_is_not_sent_again_when_the_browser_has_it(here: Standing, client: Client) -> None:
    url = photos.copy_url(taken(report=here.report), "card")
    etag = client.get(url)["ETag"]

    again = client.get(url, headers={"If-None-Match": etag})

    assert again.status_code == 304
    assert again["ETag"] == etag
    assert again["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("change", [{"privacy": "privat"}, {"confidential": True}, {"hidden": True}])
def test_strangers_get_nothing_when_the_report_is_not_public(
    change: dict[str, Any], here: Standing, client: Client
) -> None:
    url = photos.copy_url(taken(report=here.report), "card")
    etag = client.get(url)["ETag"]
    hide(here.report, **change)

    assert client.get(url).status_code == 404
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 404


def test_reporter_sees_a_private_photo_when_the_browser_is_known(here: Standing, client: Client) -> None:
    url = photos.copy_url(taken(report=here.report), "card")
    hide(here.report, privacy="privat")
    session = client.session
    tracking.remember(session, here.report)
    session.save()

    answer = client.get(url)

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, max-age=60"


def test_staff_see_a_private_photo_when_they_handle_the_report(here: Standing, client: Client) -> None:
    url = photos.copy_url(taken(report=here.report), "card")
    hide(here.report, privacy="privat")

    client.force_login(here.stranger.user)
    assert client.get(url).status_code == 404
    client.force_login(here.officer.user)
    assert client.get(url).status_code == 200


def test_hidden_photo_is_for_staff_alone(here: Standing, client: Client) -> None:
    photo = taken(report=here.report)
    Photo.objects.update(hidden=True)
    session = client.session
    tracking.remember(session, here.report)
    session.save()

    assert client.get(photos.copy_url(photo, "card")).status_code == 404
    client.force_login(here.officer.user)
    assert client.get(photos.copy_url(photo, "card")).status_code == 200


def test_draft_photo_is_for_the_browser_that_holds_the_draft(client: Client) -> None:
    token = keys.new_token()
    draft = Draft.objects.create(token_hash=keys.digest(token), created_at=NOW, updated_at=NOW)
    url = photos.copy_url(taken(draft=draft), "card")

    assert client.get(url).status_code == 404
    client.cookies[drafts.COOKIE] = signing.get_cookie_signer(salt=drafts.COOKIE * 2).sign(token)
    assert client.get(url).status_code == 200


def test_drawing_stands_in_when_the_copies_are_not_made_yet(here: Standing, client: Client) -> None:
    photo = photos.take_in(pictures.photo(1), report=here.report, at=NOW + timedelta(minutes=1))

    answer = client.get(photos.copy_url(photo, "thumb"))

    assert answer.status_code == 202
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Cache-Control"] == "no-store"
    assert "Foto sedang disiapkan" in answer.content.decode()


def test_nothing_is_found_when_token_or_size_are_unknown(here: Standing, client: Client) -> None:
    photo = taken(report=here.report)

    assert client.get(photos.copy_url(photo, "original")).status_code == 404
    assert client.get("/foto/AAAAAAAAAAAAAAAAAAAAAA/card").status_code == 404
    assert client.post(photos.copy_url(photo, "card")).status_code == 405


def test_public_photo_costs_one_query(here: Standing, client: Client, django_assert_num_queries: Any) -> None:
    url = photos.copy_url(taken(report=here.report), "card")

    with django_assert_num_queries(1):
        client.get(url)
