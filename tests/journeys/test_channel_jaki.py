"""JAKI by its API: from a draft made offline to Selesai, and everything that is refused on the way."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from django.utils import timezone

from tanggap.api.json import reports as api
from tanggap.reports import lifecycle
from tanggap.reports.models import Photo, Report, Status
from tanggap.reports.tests import walking
from tests import pictures
from tests.jobs import work_off
from tests.post_office import PostOffice, open_post_office

pytestmark = pytest.mark.django_db(transaction=True)

SAMPLES = Path(api.__file__).parents[2] / "channels" / "adapters" / "jaki" / "samples"
WORDS = "Sampah menumpuk di mulut gang"


@pytest.fixture(autouse=True)
def _storage(settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}},
    }


@pytest.fixture
def post_office(settings: Any) -> Iterator[PostOffice]:
    with open_post_office() as office:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        yield office


@pytest.fixture
def app(live_server: Any) -> Iterator[httpx.Client]:
    """The app on somebody's phone."""
    with httpx.Client(base_url=f"{live_server.url}/api/v1", timeout=30) as client:
        yield client


def draft(**given: Any) -> dict[str, Any]:
    lat, lon = walking.IN_MENTENG
    category = walking.category(family="kelurahan").code
    return {"words": WORDS, "category": category, "lat": lat, "lon": lon, "accuracy_m": 8.0} | given


def key() -> dict[str, str]:
    return {"Idempotency-Key": uuid4().hex}


def problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert found["status"] == status
    assert found["detail"]
    return found


def test_from_an_offline_draft_to_the_end(app: httpx.Client, post_office: PostOffice) -> None:
    claimed = (timezone.now() - timedelta(hours=5)).isoformat()
    picture = pictures.body(pictures.scene(7))
    sent = app.post(
        "/reports",
        headers=key(),
        data={"report": json.dumps(draft(claimed_at=claimed, contact={"email": "sari@warga.test"}))},
        files={"photos": ("lubang.jpg", picture, "image/jpeg")},
    )
    assert sent.status_code == 201, sent.text
    taken = sent.json()
    assert sent.headers["location"] == f"/api/v1/reports/{taken['number']}"
    own = {"Authorization": f"Bearer {taken['link_token']}"}
    more = app.post(
        f"/reports/{taken['number']}/photos", headers=own, files={"photo": ("b.jpg", picture, "image/jpeg")}
    )
    assert more.status_code == 201, more.text
    report = Report.objects.get(number=taken["number"])
    assert (report.channel.code, report.photos.count(), report.place_source) == ("jaki", 2, "gps")
    assert report.claimed_at is not None
    work_off()

    by, at = walking.officer(report.holder), timezone.now()
    walking.proof(report, at=at)
    lifecycle.move(report, "take", by=by, at=at)
    lifecycle.move(report, "resolve", by=by, at=at, words="Sudah diangkut.")
    if report.status == Status.VALIDATION:
        lifecycle.move(report, "accept", by=walking.validator(), at=at)
    work_off()

    told = app.get(f"/reports/{taken['number']}", headers={"X-Report-Pin": taken["pin"]}).json()
    assert (told["status"], told["own"], told["words"]) == ("selesai", True, WORDS)
    assert "Sudah diangkut." in [step["words"] for step in told["steps"]]
    assert {clock["kind"] for clock in told["clocks"]} == {"coordination", "resolution"}
    assert {"close", "reopen"} <= set(told["can"])
    assert post_office.letters[-1]["To"] == "sari@warga.test"


def test_a_draft_sent_five_times_at_once_is_one_report(app: httpx.Client) -> None:
    header, answers = key(), []

    def send() -> None:
        answers.append(httpx.post(f"{app.base_url}reports", headers=header, json=draft(), timeout=30))

    threads = [threading.Thread(target=send) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Report.objects.count() == 1
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 201]
    assert len({(answer.json()["number"], answer.json()["pin"]) for answer in answers}) == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"lat": 200}, "lat"),
        ({"lat": -6.9, "lon": 107.6}, "lat"),
        ({"lon": None}, "lat"),
        ({"lat": None, "lon": None}, "lat"),
        ({"lat": None, "lon": None, "kelurahan": "99.99"}, "kelurahan"),
        ({"category": "tidak-ada"}, "category"),
        ({"words": "", "category": None}, "words"),
        ({"contact": {"email": "bukan surel"}}, "contact.email"),
        ({"words": "x" * 4001}, "words"),
        ({"channel": "inspektorat"}, "channel"),
        ({"words": "ada kebakaran besar di rumah warga tolong", "category": None}, "not_emergency"),
    ],
)
def test_a_wrong_draft_is_refused_with_the_field_and_a_sentence(
    app: httpx.Client, given: dict[str, Any], field: str
) -> None:
    assert problem(app.post("/reports", headers=key(), json=draft(**given)), 422)["field"] == field
    assert Report.objects.count() == 0


def test_problems_speak_the_language_of_the_reader(app: httpx.Client) -> None:
    asked = {"Indonesian": "id-ID,id;q=0.9", "English": "en-GB,en;q=0.8"}
    said = {
        name: problem(app.post("/reports", headers={"Accept-Language": language}, json={}), 400)["detail"]
        for name, language in asked.items()
    }
    assert said["Indonesian"] == str(api.NO_KEY.id)
    assert said["English"] == str(api.NO_KEY.en)


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [(b"{", "application/json", 400), (b"[]", "application/json", 422), (b"a=1", "text/plain", 415)],
)
def test_what_cannot_be_read_is_told_so(app: httpx.Client, body: bytes, kind: str, status: int) -> None:
    problem(app.post("/reports", headers=key() | {"Content-Type": kind}, content=body), status)


def test_a_private_report_is_there_for_its_reporter_alone(app: httpx.Client) -> None:
    mine = app.post("/reports", headers=key(), json=draft()).json()
    other = app.post("/reports", headers=key(), json=draft()).json()
    address = f"/reports/{mine['number']}"
    missing = problem(app.get("/reports/JK0101010001"), 404)["detail"]
    assert problem(app.get(address), 404)["detail"] == missing
    strange = {"Authorization": f"Bearer {other['link_token']}"}
    assert problem(app.get(address, headers=strange), 404)["detail"] == missing
    problem(app.get(address, headers={"X-Report-Pin": other["pin"]}), 403)
    picture = pictures.body(pictures.scene(9))
    refused = app.post(f"{address}/photos", headers=strange, files={"photo": ("a.jpg", picture, "image/jpeg")})
    problem(refused, 404)
    assert Photo.objects.count() == 0


def test_a_public_report_is_read_by_anyone_and_written_to_by_none(app: httpx.Client) -> None:
    number = app.post("/reports", headers=key(), json=draft(privacy="publik")).json()["number"]
    told = app.get(f"/reports/{number}").json()
    assert (told["own"], told["can"]) == (False, [])
    picture = pictures.body(pictures.scene(9))
    problem(app.post(f"/reports/{number}/photos", files={"photo": ("a.jpg", picture, "image/jpeg")}), 404)


def test_an_address_files_so_many_reports_an_hour(app: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "FILED", api.FILED._replace(most=2))
    for _ in range(2):
        assert app.post("/reports", headers=key(), json=draft()).status_code == 201
    refused = app.post("/reports", headers=key(), json=draft())
    problem(refused, 429)
    assert refused.headers["retry-after"]


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.json")), ids=lambda sample: sample.stem)
def test_each_sample_is_taken(app: httpx.Client, sample: Path) -> None:
    answer = app.post("/reports", headers=key(), json=json.loads(sample.read_text(encoding="utf-8")))
    assert answer.status_code == 201, answer.text


def test_the_description_names_every_address(app: httpx.Client) -> None:
    described = app.get("/openapi.json").json()
    assert described["openapi"].startswith("3.")
    assert set(described["paths"]) == {
        "/api/v1/reports",
        "/api/v1/reports/{number}",
        "/api/v1/reports/{number}/photos",
        "/api/v1/categories",
    }
    offered = app.get("/categories").json()
    assert {"code", "name", "group", "emergency"} == set(offered[0])
