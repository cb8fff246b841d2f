"""The crew's page: tasks, the proof with its check, a reused photo shown beside the first, done."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tanggap.console.tests import filed
from tanggap.reports.models import Photo, Report
from tanggap.reports.tests.walking import IN_MENTENG
from tests import people, pictures

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _photos_apart(settings: object, tmp_path: object) -> None:
    settings.STORAGES = {  # type: ignore[attr-defined]
        **settings.STORAGES,  # type: ignore[attr-defined]
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}},
    }


@pytest.fixture
def rudi(client: Client) -> Client:
    return people.sign_in(client, people.RUDI)


def task(*, ago: timedelta = timedelta(minutes=30)) -> Report:
    """A report given to Rudi so long ago."""
    one, at = filed.report(ago=ago), timezone.now() - ago
    return filed.moved(one, "assign", people.JOKO.officer(), at=at, crew=people.RUDI.seat())


def send(client: Client, one: Report, seed: int, **given: object) -> object:
    lat, lon = IN_MENTENG
    nonce = client.get(f"/konsol/lapangan/{one.number}/kode").json()["nonce"]
    form = {"proof": pictures.photo(seed), "lat": str(lat + 0.0001), "lon": str(lon), "nonce": nonce, **given}
    return client.post(f"/konsol/lapangan/{one.number}/bukti", form)


def test_my_tasks_stand_with_the_next_deadline_first(rudi: Client) -> None:
    later, sooner = task(), task(ago=timedelta(hours=40))
    filed.report()
    page = rudi.get("/konsol/lapangan").content.decode()
    assert page.index(sooner.number) < page.index(later.number)
    assert "maps/dir" in page


def test_a_proof_is_checked_at_once_and_the_task_is_done_with_it(rudi: Client) -> None:
    one = task()
    refused = rudi.post(f"/konsol/lapangan/{one.number}/selesai", {"resolve-words": "Sudah diangkut semua"})
    assert refused.status_code == 422
    assert "Sudah diangkut semua" in refused.content.decode()
    assert send(rudi, one, 1).status_code == 302  # type: ignore[attr-defined]
    photo = Photo.objects.get(purpose="proof")
    assert (photo.origin, round(photo.distance_m or 0)) == ("app", 11)
    assert "11 meter dari titik laporan" in rudi.get(f"/konsol/lapangan/{one.number}").content.decode()
    done = rudi.post(f"/konsol/lapangan/{one.number}/selesai", {"resolve-words": "Sudah diangkut semua"})
    assert done.status_code == 302
    one.refresh_from_db()
    assert one.status == "selesai"


def test_a_photo_used_before_is_blocked_and_both_are_shown(rudi: Client) -> None:
    first, second = task(), task()
    send(rudi, first, 7)
    answer = send(rudi, second, 7)
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert "sudah pernah dipakai" in page
    for photo in Photo.objects.filter(purpose="proof"):
        assert photo.token in page
    assert first.number in page


def test_what_is_no_photo_is_refused_with_a_sentence(rudi: Client) -> None:
    one = task()
    answer = send(rudi, one, 1, proof=pictures.upload(b"bukan foto"))
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "bukan foto yang bisa kami baca" in answer.content.decode()  # type: ignore[attr-defined]
    assert rudi.post(f"/konsol/lapangan/{one.number}/bukti", {}).status_code == 422


def test_an_upload_without_a_nonce_goes_to_the_validator(rudi: Client) -> None:
    one = task()
    send(rudi, one, 3, nonce="", lat="", lon="")
    rudi.post(f"/konsol/lapangan/{one.number}/selesai", {"resolve-words": "Sudah"})
    one.refresh_from_db()
    assert one.status == "menunggu_validasi"


def test_another_crews_task_is_not_there(rudi: Client) -> None:
    one = filed.moved(filed.report(), "take", people.JOKO.officer())
    for address in ("", "/kode"):
        assert rudi.get(f"/konsol/lapangan/{one.number}{address}").status_code == 404
    assert rudi.post(f"/konsol/lapangan/{one.number}/bukti", {"proof": pictures.photo(1)}).status_code == 404
