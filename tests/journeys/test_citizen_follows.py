"""A citizen follows a report to its end, and strangers see exactly what is public."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tanggap.accounts import vault
from tanggap.reports import evidence, filing, keys, lifecycle, photos
from tanggap.reports.authority import Officer
from tanggap.reports.models import Feedback, Photo, Report, Status
from tanggap.web.filing import draft
from tests import people, pictures
from tests.journeys.citizen import count_of, file_report

pytestmark = pytest.mark.django_db

NOBODYS = "JK2001010001"


@pytest.fixture(autouse=True)
def _storage(settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}},
    }


def finished(client: Client, **given: Any) -> Report:
    """A report that its holder took and finished with a proof taken in the app."""
    report = file_report(client, photo=pictures.photo(1), **given)
    officer = Officer(people.JOKO.seat())
    assert report.holder_id == officer.seat.agency_id
    at = timezone.now()
    lifecycle.move(report, "take", by=officer, at=at)
    nonce = evidence.nonce(officer.seat, report, at=at)
    evidence.take_proof(
        pictures.photo(2), report=report, seat=officer.seat, lat=-6.196, lon=106.832, accuracy=8, nonce=nonce, at=at
    )
    for photo in Photo.objects.filter(report=report):
        photos.make_copies(photo.pk)
    lifecycle.move(report, "resolve", by=officer, at=at, words="Sampah sudah diangkut.")
    if report.status == Status.VALIDATION:
        lifecycle.move(report, "accept", by=Officer(people.RATNA.seat("validator")), at=at)
    return report


def keys_of(client: Client) -> tuple[str, str]:
    """The secret link's token and the PIN, as the receipt of this browser shows them."""
    token = client.cookies[draft.COOKIE].value.rsplit(":", 2)[0]
    receipt = filing.receipt(token)
    assert receipt is not None
    return receipt.link_token, receipt.pin


def test_number_is_found_in_any_spelling(client: Client) -> None:
    report = file_report(client)
    spelled = f"{report.number[:2].lower()}-{report.number[2:8]} {report.number[8:]}"
    assert client.get("/lacak", {"nomor": spelled})["Location"].startswith("/lacak/")
    assert Client().get(f"/lacak/{spelled}")["Location"] == f"/lacak/{report.number}"


def test_private_report_and_no_report_look_the_same_to_a_stranger(client: Client) -> None:
    report = file_report(client, privacy="privat")
    private, none = (Client().get(f"/lacak/{number}") for number in (report.number, NOBODYS))

    assert private.status_code == none.status_code == 404
    clean = [
        answer.content.decode().replace(number, "N").replace(str(answer.context["csrf_token"]), "T")
        for answer, number in ((private, report.number), (none, NOBODYS))
    ]
    assert clean[0] == clean[1]


def test_secret_link_opens_a_private_report_and_leaves_no_trace(client: Client) -> None:
    report = file_report(client, privacy="privat", words="Rahasia dapurku")
    link, _ = keys_of(client)
    another = Client()
    answer = another.get(f"/l/{link}")

    assert answer["Location"] == f"/lacak/{report.number}"
    assert answer["Referrer-Policy"] == "no-referrer"
    page = another.get(answer["Location"])
    assert "Rahasia dapurku" in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    assert another.get("/l/bukan-tautan")["Location"] == "/lacak"


def test_pin_opens_after_wrong_ones_until_there_were_ten(client: Client) -> None:
    report = file_report(client, privacy="privat")
    _, pin = keys_of(client)
    another = Client()
    for _ in range(9):
        answer = another.post(f"/lacak/{report.number}/pin", {"pin": "00000000"})
        assert answer.status_code == 403
        assert "tidak cocok" in answer.content.decode()
    typed = pin.lower().replace("1", "l")
    assert another.post(f"/lacak/{report.number}/pin", {"pin": typed})["Location"] == f"/lacak/{report.number}"

    stranger = Client()
    stranger.post(f"/lacak/{report.number}/pin", {"pin": "00000000"})
    answer = stranger.post(f"/lacak/{report.number}/pin", {"pin": pin})
    assert answer.status_code == 429


def test_tracking_page_costs_at_most_eight_queries(client: Client) -> None:
    report = finished(client)
    for reader in (Client(), client):
        reader.get(f"/lacak/{report.number}")
        with CaptureQueriesContext(connection) as queries:
            page = reader.get(f"/lacak/{report.number}")
        assert page.status_code == 200
        assert count_of(queries) <= 8


def test_strangers_page_may_be_kept_by_a_proxy(client: Client) -> None:
    report = file_report(client)
    page = Client().get(f"/lacak/{report.number}")
    assert page["Cache-Control"] == "public, max-age=15, stale-while-revalidate=60"
    assert "csrfmiddlewaretoken" not in page.content.decode()
    assert not page.cookies
    again = Client().get(f"/lacak/{report.number}", headers={"If-None-Match": page["ETag"]})
    assert again.status_code == 304


def test_proof_stands_beside_the_problem_with_its_facts(client: Client) -> None:
    report = finished(client)
    page = Client().get(f"/lacak/{report.number}").content.decode()
    assert "Sebelum" in page
    assert "Sesudah" in page
    assert "Diambil langsung dari kamera aplikasi" in page
    assert "0 meter dari titik laporan" in page
    assert "Sampah sudah diangkut." in page
    assert "Sudah beres" not in page


def test_report_closes_when_its_reporter_says_it_is_settled(client: Client) -> None:
    report = finished(client)
    assert "Apakah masalahnya sudah beres?" in client.get(f"/lacak/{report.number}").content.decode()

    client.post(f"/lacak/{report.number}/beres", {"stars": "5", "words": "Cepat sekali"})

    report.refresh_from_db()
    assert report.status == Status.CLOSED
    assert Feedback.objects.get().stars == 5


def test_report_is_reopened_when_its_reporter_says_it_is_not(client: Client) -> None:
    report = finished(client)
    refused = client.post(f"/lacak/{report.number}/belum", {"words": " "})
    assert refused.status_code == 422
    assert "Tulis dulu keterangannya" in refused.content.decode()

    client.post(f"/lacak/{report.number}/belum", {"words": "Masih ada sisanya"})
    report.refresh_from_db()
    assert (report.status, report.round) == (Status.IN_PROGRESS, 2)


def test_strangers_change_nothing(client: Client) -> None:
    report = finished(client)
    answer = Client().post(f"/lacak/{report.number}/belum", {"words": "Iseng"})
    report.refresh_from_db()
    assert answer.status_code == 403
    assert report.status == Status.DONE


def test_words_typed_stay_when_the_report_moved_on_meanwhile(client: Client) -> None:
    report = finished(client)
    client.post(f"/lacak/{report.number}/beres", {"stars": "4"})
    answer = client.post(f"/lacak/{report.number}/belum", {"words": "Ternyata belum"})
    assert answer.status_code == 409
    assert "Ternyata belum" in answer.content.decode()


def test_reporter_withdraws_before_work_starts(client: Client) -> None:
    report = file_report(client, privacy="privat")
    client.post(f"/lacak/{report.number}/batal")
    report.refresh_from_db()
    assert report.status == Status.CLOSED
    assert "Dibatalkan" in client.get(f"/lacak/{report.number}").content.decode()


def test_support_counts_once_for_each_device(client: Client) -> None:
    report = file_report(client)
    neighbour = Client(headers={"Origin": "http://testserver"})
    for _ in range(2):
        neighbour.post(f"/lacak/{report.number}/dukung")
    report.refresh_from_db()
    assert report.supporters == 1
    assert Client(headers={"Origin": "http://evil.test"}).post(f"/lacak/{report.number}/dukung").status_code == 403
    assert "Kamu mendukung laporan ini" in neighbour.get(f"/lacak/{report.number}").content.decode()


def test_private_reports_take_no_support(client: Client) -> None:
    report = file_report(client, privacy="privat")
    assert client.post(f"/lacak/{report.number}/dukung", headers={"Origin": "http://testserver"}).status_code == 404


def test_account_follows_a_public_report(client: Client) -> None:
    report = file_report(client)
    neighbour = people.sign_in(Client(), people.SARI)
    neighbour.post(f"/lacak/{report.number}/ikuti")
    assert "Berhenti mengikuti" in neighbour.get(f"/lacak/{report.number}").content.decode()


def test_merged_child_sees_its_private_parent_without_words_and_pin(client: Client) -> None:
    parent = file_report(Client(), privacy="privat", words="Rahasia orang lain")
    child = file_report(client, privacy="privat")
    lifecycle.move(child, "merge", by=Officer(people.JOKO.seat()), at=timezone.now(), parent=parent)
    page = client.get(f"/lacak/{parent.number}").content.decode()

    assert parent.holder.name in page
    assert "Rahasia orang lain" not in page
    assert "106.8" not in page
    assert "Koordinasi" in page


def test_list_finds_by_words_number_place_and_status(client: Client) -> None:
    report = file_report(client, words="Sampah berserakan di pinggir kali")
    hidden = file_report(Client(), privacy="privat", words="Sampah rahasia")
    for query in (
        "q=serak",
        "q=pinggir+kali",
        "kelurahan=Menteng",
        "kategori=lingkungan",
        "status=terbuka",
        "q=sampah",
    ):
        page = Client().get(f"/laporan?{query}").content.decode()
        assert report.number in page, query
        assert hidden.number not in page, query
    assert report.number not in Client().get("/laporan?q=tidakada").content.decode()
    assert Client().get(f"/laporan?q={report.number}")["Location"] == f"/lacak/{report.number}"


def test_list_pages_forth_and_back_without_loss(client: Client) -> None:
    first = file_report(client)
    at = timezone.now()
    fields = {f.attname: getattr(first, f.attname) for f in Report._meta.concrete_fields if not f.primary_key}
    for place in range(45):
        unique = {"number": f"JK20010{place:05}", "draft_key": keys.digest(f"d{place}"), "link_hash": f"l{place}"}
        Report.objects.create(**{**fields, **unique, "filed_at": at - timedelta(minutes=place // 3)})
    seen: list[str] = []
    address = "/laporan"
    while address:
        page = Client().get(address).context["page"]
        seen += [card.report.number for card in page.cards]
        address = f"/laporan?after={page.after}" if page.after else ""
    assert len(seen) == len(set(seen)) == 46
    back = Client().get(f"/laporan?before={page.before}").context["page"]
    assert [card.report.number for card in back.cards] == seen[20:40]


def test_list_costs_two_queries(client: Client) -> None:
    file_report(client)
    Client().get("/laporan")
    with CaptureQueriesContext(connection) as queries:
        Client().get("/laporan?q=pasir&status=terbuka")
    assert count_of(queries) <= 2


@pytest.mark.parametrize("path", ["/", "/lapor", "/lacak", "/laporan", "/darurat", "/tentang", "/privasi", "/lokasi"])
def test_every_page_stands_in_both_languages(client: Client, path: str) -> None:
    for prefix, language in (("", "id"), ("/en", "en")):
        page = client.get(prefix + path if path != "/" or prefix == "" else "/en/")
        assert page.status_code == 200
        assert f'<html lang="{language}">' in page.content.decode()


def test_home_remembers_the_kelurahan_and_shows_own_reports(client: Client) -> None:
    report = file_report(client)
    client.post("/lokasi", {"kelurahan": "Menteng", "next": "//evil.test/"})
    page = client.get("/").content.decode()
    assert "Kel. Menteng" in page
    assert "Laporan saya" in page
    assert report.number in page
    assert client.post("/lokasi", {"kelurahan": "Atlantis"}).status_code == 422


def test_missing_page_has_the_look_of_the_others(client: Client) -> None:
    page = client.get("/tidak-ada")
    assert page.status_code == 404
    assert "Halaman ini tidak ada" in page.content.decode()


def test_a_landmark_goes_out_of_view_with_the_words(client: Client) -> None:
    report = file_report(client)
    Report.objects.filter(pk=report.pk).update(landmark="rumah Bu Tini pagar biru", words_hidden=True)

    assert "pagar biru" not in Client().get(f"/lacak/{report.number}").content.decode()
    assert "pagar biru" in client.get(f"/lacak/{report.number}").content.decode()


def test_a_hidden_photo_leaves_no_broken_picture_with_its_owner(client: Client) -> None:
    report = file_report(client, photo=pictures.photo(1))
    photo = report.photos.get()
    photos.make_copies(photo.pk)
    Photo.objects.filter(pk=photo.pk).update(hidden=True)

    assert photo.token not in client.get(f"/lacak/{report.number}").content.decode()


def test_a_partners_number_gives_no_second_set_of_tries_at_the_pin(client: Client) -> None:
    report = file_report(client, privacy="privat")
    Report.objects.filter(pk=report.pk).update(external_number="1234567")
    for turn in range(20):
        number = report.number if turn % 2 else "1234567"
        answer = Client().post(f"/lacak/{number}/pin", {"pin": "00000000"}, REMOTE_ADDR=f"10.0.0.{turn}")
        assert answer.status_code == (403 if turn < 10 else 429)


@pytest.mark.parametrize("made", [file_report, finished], ids=["handled", "finished"])
def test_owners_page_signed_in_takes_at_most_eight_queries(client: Client, made: Callable[[Client], Report]) -> None:
    report = made(client)
    reader = people.sign_in(Client(), people.SARI)
    vault.claim(report.pk, people.SARI.user, timezone.now())
    with CaptureQueriesContext(connection) as queries:
        assert reader.get(f"/lacak/{report.number}").status_code == 200
    assert count_of(queries) <= 8
