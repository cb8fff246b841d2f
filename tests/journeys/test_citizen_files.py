"""A citizen files a report: three steps, without scripts, and nothing typed is ever lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tanggap.accounts import vault
from tanggap.reports import numbers, photos
from tanggap.reports.models import Draft, Photo, Report, Status
from tests import people, pictures
from tests.journeys.citizen import MENTENG, SAND, count_of, file_report, to_last_step

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _storage(settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}},
    }


def test_report_lands_at_its_kelurahan_when_filed_in_three_steps(client: Client) -> None:
    photo = pictures.photo(1, exif=pictures.exif(place=pictures.MENTENG))
    answer = client.post("/lapor", {"words": "Sampah menumpuk di pinggir jalan", "photos": photo})
    assert answer["Location"] == "/lapor/kategori"
    page = client.get("/lapor/kategori").content.decode()
    assert 'value="sampah" checked' in page

    answer = client.post("/lapor/kategori", {"category": "sampah", "asked": "sampah", "q-jenis": "puing"})
    assert answer["Location"] == "/lapor/lokasi"
    assert "Foto ini diambil di" in client.get("/lapor/lokasi").content.decode()
    client.post("/lapor/lokasi", {"go": "photo", "landmark": "depan warung Bu Tini"})
    answer = client.post("/lapor/lokasi", {"go": "next", "lat": "-6.196", "lon": "106.832", "seen": "1"})
    assert answer["Location"] == "/lapor/kirim"

    answer = client.post("/lapor/kirim", {"go": "send", "privacy": "privat", "identity": "anonymous"})
    report = Report.objects.get()
    assert answer["Location"] == f"/lapor/terima/{report.number}"
    assert report.category is not None
    assert report.category.code == "sampah"
    assert report.answers == [{"code": "jenis", "version": 1, "value": "puing"}]
    assert (report.status, report.privacy) == (Status.WAITING, Report.Privacy.PRIVATE)
    assert report.photos.count() == 1
    assert not Draft.objects.exists()


def test_place_by_words_needs_no_point(client: Client) -> None:
    client.post("/lapor", {"words": SAND})
    client.post("/lapor/kategori", {"category": "unsure"})
    answer = client.post("/lapor/lokasi", {"go": "next", "kelurahan": MENTENG, "street": "Jl. Cikini Raya"})
    assert answer["Location"] == "/lapor/kirim"
    client.post("/lapor/kirim", {"go": "send", "privacy": "privat", "identity": "anonymous"})

    report = Report.objects.get()
    assert report.area is not None
    assert report.area.name == "Menteng"
    assert (report.lat, report.place_source) == (None, "words")
    assert report.holder.code == "biro-pemerintahan"


def test_one_report_comes_of_it_when_send_is_pressed_twice(client: Client) -> None:
    to_last_step(client)
    form = {"go": "send", "privacy": "publik", "identity": "anonymous"}

    first, second = client.post("/lapor/kirim", form), client.post("/lapor/kirim", form)

    assert first["Location"] == second["Location"]
    assert Report.objects.count() == 1


def test_receipt_is_for_the_browser_that_filed(client: Client) -> None:
    report = file_report(client, privacy="privat")
    page = client.get(f"/lapor/terima/{report.number}")

    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert "<svg" in page.content.decode()
    assert Client().get(f"/lapor/terima/{report.number}")["Location"] == f"/lacak/{report.number}"


def test_filing_without_a_photo_costs_at_most_fifteen_queries(client: Client) -> None:
    file_report(client)  # the day's first number and the catalogue are warm now
    another = Client()
    to_last_step(another)
    form = {"go": "send", "privacy": "publik", "identity": "contact", "email": people.SARI.email}
    with CaptureQueriesContext(connection) as queries:
        another.post("/lapor/kirim", form)

    assert Report.objects.count() == 2
    assert count_of(queries) <= 15


def test_contact_stands_in_the_vault_alone(client: Client) -> None:
    to_last_step(client)
    client.post("/lapor/kirim", {"go": "back", "privacy": "privat", "identity": "contact", "email": people.SARI.email})
    assert people.SARI.email not in str(Draft.objects.get().data)
    assert people.SARI.email in client.get("/lapor/kirim").content.decode()

    client.post("/lapor/kirim", {"go": "send", "privacy": "privat", "identity": "contact", "email": people.SARI.email})
    contact = vault.contact_of(Report.objects.get().pk)
    assert contact is not None
    assert contact.email == people.SARI.email


def test_account_holds_the_report_when_its_owner_is_signed_in(client: Client) -> None:
    people.sign_in(client, people.SARI)
    report = file_report(client)
    assert vault.reports_of(people.SARI.user) == [report.pk]


# Emergencies.


def test_emergency_category_never_files(client: Client) -> None:
    client.post("/lapor", {"words": "Tolong dibantu ya"})
    page = client.post("/lapor/kategori", {"category": "kebakaran"}).content.decode()

    assert 'href="tel:112"' in page
    assert "Bukan darurat" not in page
    assert client.get("/lapor/kirim")["Location"] == "/lapor/lokasi"


def test_emergency_words_show_112_and_let_go_on(client: Client) -> None:
    answer = client.post("/lapor", {"words": "Ada rumah terbakar di gang kami"})
    assert answer["Location"] == "/lapor/darurat"
    page = client.get("/lapor/darurat").content.decode()
    assert 'href="tel:112"' in page
    assert "Bukan darurat, lanjutkan" in page

    assert client.post("/lapor/darurat")["Location"] == "/lapor/kategori"
    assert client.post("/lapor", {"words": "Ada rumah terbakar di gang kami"})["Location"] == "/lapor/kategori"


# Bad input: a clear sentence, and nothing typed is lost.


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (pictures.upload(b"%PDF-1.7 bukan gambar", "surat.pdf"), "bukan foto"),
        (pictures.upload(pictures.png_that_claims(20_000, 20_000), "bom.png"), "megapiksel"),
        (pictures.upload(pictures.body(pictures.scene(1))[:3000]), "rusak atau terpotong"),
    ],
)
def test_words_stay_when_a_file_is_no_photo(client: Client, upload: Any, sentence: str) -> None:
    answer = client.post("/lapor", {"words": SAND, "photos": upload})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert sentence in page
    assert SAND in page
    assert SAND in client.get("/lapor").content.decode()


def test_good_photo_stays_when_another_is_refused(client: Client) -> None:
    client.post("/lapor", {"words": SAND, "photos": [pictures.photo(1), pictures.upload(b"halo", "a.txt")]})
    assert Photo.objects.filter(draft__isnull=False).count() == 1
    page = client.get("/lapor").content.decode()
    assert "Foto yang sudah masuk" in page


def test_ten_thousand_characters_are_refused_and_kept(client: Client) -> None:
    words = "panjang " * 1250
    answer = client.post("/lapor", {"words": words})
    assert answer.status_code == 422
    assert "10000 huruf. Paling banyak 4000" in answer.content.decode()
    assert words in client.get("/lapor").content.decode()


@pytest.mark.parametrize("words", ["🕳️ lubang besar 👀 dekat 🏫", "حفرة كبيرة في الطريق", "a\0b \u202egnirts\u202c"])
def test_any_script_is_kept_as_it_was_typed(client: Client, words: str) -> None:
    report = file_report(client, words=words)
    assert report.words == words.replace("\0", "")


def test_unknown_category_is_named_and_the_words_stay(client: Client) -> None:
    client.post("/lapor", {"words": SAND})
    answer = client.post("/lapor/kategori", {"category": "tidak-ada"})
    assert answer.status_code == 422
    assert "Kategori itu tidak ada" in answer.content.decode()
    assert Draft.objects.get().data["words"] == SAND


@pytest.mark.parametrize(
    ("lat", "lon", "sentence"),
    [
        ("-96", "106.8", "tidak ada di bumi"),
        ("nol", "106.8", "dua angka"),
        ("nan", "inf", "dua angka"),
        ("-6.2", "", "atau kosongkan keduanya"),
        ("-6.9175", "107.6191", "lapor.go.id"),
    ],
)
def test_impossible_places_are_refused_with_what_was_typed(client: Client, lat: str, lon: str, sentence: str) -> None:
    client.post("/lapor", {"words": SAND})
    answer = client.post("/lapor/lokasi", {"go": "next", "lat": lat, "lon": lon, "landmark": "dekat masjid"})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert sentence in page
    assert f'value="{lat}"' in page
    assert "dekat masjid" in page


def test_swapped_coordinates_are_put_right_and_shown(client: Client) -> None:
    client.post("/lapor", {"words": SAND})
    page = client.post("/lapor/lokasi", {"go": "next", "lat": "106,832", "lon": "-6,196"}).content.decode()
    assert "tertukar" in page
    assert Draft.objects.get().data["lat"] == -6.196


def test_required_answers_are_asked_for(client: Client) -> None:
    client.post("/lapor", {"words": "Air naik"})
    answer = client.post("/lapor/kategori", {"category": "banjir", "asked": "banjir", "q-masuk-rumah": "yes"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Jawab dulu: Setinggi apa airnya?" in page
    assert 'name="q-masuk-rumah" value="yes" checked' in page


def test_wrong_contact_is_refused_and_stays_typed(client: Client) -> None:
    to_last_step(client)
    form = {"go": "send", "privacy": "publik", "identity": "contact", "email": "sari@", "phone": "12"}
    answer = client.post("/lapor/kirim", form)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "“sari@” bukan alamat surel" in page
    assert 'value="sari@"' in page
    assert 'value="publik" checked' in page
    assert not Report.objects.exists()


def test_form_is_kept_and_sent_again_when_its_token_was_too_old() -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/lapor")
    answer = client.post("/lapor", {"words": SAND}, headers={"Origin": "http://testserver"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert SAND in page
    assert "Kirim lagi" in page


# What is near already.


def test_nearby_report_can_be_joined_instead(client: Client) -> None:
    report = file_report(Client(), privacy="publik", category="sampah")
    client.post("/lapor", {"words": SAND})
    client.post("/lapor/kategori", {"category": "sampah", "asked": "sampah"})
    page = client.post("/lapor/lokasi", {"go": "next", "lat": "-6.1961", "lon": "106.8321"}).content.decode()
    assert "Sudah ada 1 laporan di dekat sini" in page

    answer = client.post(f"/lapor/ikut/{report.number}")
    report.refresh_from_db()
    assert answer["Location"] == f"/lacak/{report.number}"
    assert report.supporters == 1
    assert not Draft.objects.exists()


def test_private_reports_are_offered_to_nobody(client: Client) -> None:
    file_report(Client(), privacy="privat", category="sampah")
    client.post("/lapor", {"words": SAND})
    client.post("/lapor/kategori", {"category": "sampah", "asked": "sampah"})
    answer = client.post("/lapor/lokasi", {"go": "next", "lat": "-6.196", "lon": "106.832"})
    assert "Sudah ada" not in answer.content.decode()


def test_phone_that_tries_again_meets_the_receipt(client: Client) -> None:
    key = "3f2b8c1e-4a5d-4c6b-9e8f-0123456789ab"
    form = {"words": SAND, "idempotency_key": key}
    client.post("/lapor", form)
    client.post("/lapor", form)
    assert Draft.objects.count() == 1
    client.post("/lapor/kategori", {"category": "unsure"})
    client.post("/lapor/lokasi", {"go": "next", "kelurahan": MENTENG})
    client.post("/lapor/kirim", {"go": "send", "privacy": "privat", "identity": "anonymous"})

    assert client.post("/lapor", form)["Location"].startswith("/lapor/terima/")
    assert Report.objects.count() == 1


def test_photos_of_a_draft_are_its_browsers_alone(client: Client) -> None:
    client.post("/lapor", {"words": SAND, "photos": pictures.photo(1)})
    photo = Photo.objects.get()
    photos.make_copies(photo.pk)
    assert client.get(photos.copy_url(photo, "thumb")).status_code == 200
    assert Client().get(photos.copy_url(photo, "thumb")).status_code == 404


def test_number_is_of_the_day(client: Client) -> None:
    assert numbers.spelled(file_report(client).number).startswith("JK")
