"""The desk's form: whose desk it is, what it takes, and what of it can ever be read back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tanggap.accounts import vault
from tanggap.agencies.models import Seat
from tanggap.channels import adapters, papers
from tanggap.channels.models import PaperLetter
from tanggap.console.counter import nearby
from tanggap.console.counter.desks import DESKS
from tanggap.console.tests import filed
from tanggap.reports import catalogue
from tanggap.reports.erasure import forget_reporter
from tanggap.reports.models import Report
from tanggap.reports.tests import walking
from tests import people, pictures
from tests.people import Person

pytestmark = pytest.mark.django_db

ICHA = Person("Icha Permata", "icha@jakarta.test", seats=((people.KECAMATAN, Seat.Role.OFFICER, "Loket"),))
PHONE = "081298765432"


def typed(**given: Any) -> dict[str, Any]:
    form = {"key": "k" * 22, "words": "Sampah menumpuk", "kelurahan": "Menteng (Kec. Menteng)"}
    return form | given


def save(client: Client, **given: Any) -> Any:
    return client.post("/konsol/loket", typed(**given))


@pytest.mark.parametrize(
    ("clerk", "asked", "channel"),
    [
        (people.JOKO, "", "kelurahan"),
        (people.JOKO, "inspektorat", "kelurahan"),
        (ICHA, "", "kecamatan"),
        (people.YANTI, "", "balai-kota"),
        (people.WAHYU, "", "inspektorat"),
    ],
)
def test_the_channel_is_that_of_the_seat(client: Client, clerk: Person, asked: str, channel: str) -> None:
    people.sign_in(client, clerk)
    assert save(client, kanal=asked).status_code == 302
    report = Report.objects.get()
    assert report.channel.code == channel
    assert report.confidential == (channel == "inspektorat")


def test_every_desk_of_the_table_is_a_channel_of_the_pack() -> None:
    codes = {code for channels in DESKS.values() for code in channels}
    assert {"kelurahan", "kecamatan", "balai-kota", "inspektorat", "surat"} <= codes
    assert all(catalogue.current().channel(code).valid_to is None for code in codes)


@pytest.mark.parametrize("person", [people.DEWI, people.HENDRA, people.RUDI, people.AGUS, people.MAYA, people.RATNA])
def test_whoever_sits_at_no_desk_is_refused(client: Client, person: Person) -> None:
    people.sign_in(client, person)
    for path in ("/konsol/loket", "/konsol/loket/jawaban"):
        assert client.get(path).status_code == 403
    assert save(client).status_code == 403
    assert Report.objects.count() == 0


def test_saving_a_form_twice_files_once(client: Client) -> None:
    people.sign_in(client, people.JOKO)
    first, second = save(client), save(client)
    assert first.headers["Location"] == second.headers["Location"]
    assert Report.objects.count() == 1


def test_the_contact_goes_to_the_vault_and_never_comes_back(client: Client) -> None:
    people.sign_in(client, people.JOKO)
    save(client, phone=PHONE, name="Sari Wulandari", email="sari@warga.test")
    report = Report.objects.get()
    contact = vault.contact_of(report.pk)
    assert contact is not None
    assert contact.phone == "+6281298765432"
    for path in (f"/konsol/loket?baru={report.number}", f"/konsol/laporan/{report.number}", "/konsol/"):
        page = client.get(path).content.decode()
        assert "Wulandari" not in page
        assert PHONE[1:] not in page


def test_a_receipt_is_printed_by_the_clerk_who_keyed_it_in_alone(client: Client) -> None:
    people.sign_in(client, people.JOKO)
    save(client)
    address = f"/konsol/loket/{Report.objects.get().number}/tanda-terima.pdf"
    assert client.get(address)["Content-Type"] == "application/pdf"
    assert people.sign_in(Client(), people.YANTI).get(address).status_code == 404


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"words": ""}, "words"),
        ({"kelurahan": "Antah Berantah"}, "kelurahan"),
        ({"lat": "-6.9", "lon": "107.6"}, "kelurahan"),
        ({"phone": "halo"}, "phone"),
        ({"email": "halo"}, "email"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(client: Client, given: dict[str, str], field: str) -> None:
    people.sign_in(client, people.JOKO)
    answer = save(client, street="Jl. Teuku Umar", **given)
    assert answer.status_code == 422
    assert field in answer.context["error_of"]
    assert answer.context["said"]["street"] == "Jl. Teuku Umar"
    assert Report.objects.count() == 0


def test_the_pin_on_the_map_wins_over_the_kelurahan(client: Client) -> None:
    people.sign_in(client, people.JOKO)
    lat, lon = walking.IN_MENTENG
    save(client, lat=lat, lon=lon, kelurahan="Gambir (Kec. Gambir)")
    report = Report.objects.get()
    assert report.area is not None
    assert (report.area.name != "Gambir", report.place_source, report.lat) == (True, "pin", lat)


def test_neighbours_are_found_by_street_and_by_pin_with_the_rule_beside_them(client: Client) -> None:
    known = filed.report(ago=timedelta(days=3), street="Jl. Teuku Umar no. 7")
    filed.report(ago=timedelta(days=40), street="Jl. Teuku Umar no. 9")
    foreign = filed.report(privacy="privat", street="Jl. Teuku Umar", of=catalogue.current().category("jalan"))
    people.sign_in(client, people.JOKO)
    by_street = client.post("/konsol/loket/sekitar", typed(street="Jalan Teuku Umar 7")).content.decode()
    lat, lon = walking.IN_MENTENG
    by_pin = client.post("/konsol/loket/sekitar", typed(lat=lat, lon=lon)).content.decode()
    assert "yang menyebut “Teuku Umar”" in by_street
    assert str(nearby.BY_POINT) in by_pin
    for page in (by_street, by_pin):
        assert page.count("<li>") == 1
        assert known.number in page
        assert foreign.number not in page


@pytest.mark.parametrize(
    ("street", "name"),
    [("Jl. Cikini Raya no. 5", "Cikini"), ("Gg. 7", ""), ("jalan RT 5", ""), ("Teuku Umar", "Teuku Umar")],
)
def test_a_street_is_known_by_its_own_name(street: str, name: str) -> None:
    assert nearby.own_name(street) == name


def test_emergency_words_tell_the_clerk_whom_to_call(client: Client) -> None:
    people.sign_in(client, people.JOKO)
    page = client.post("/konsol/loket/saran", {"words": "ada kebakaran di rumah warga"}).content.decode()
    assert "11" in page
    assert "alert" in page


LETTER = {"kanal": "surat", "agenda": "12/2026", "written_on": "2026-11-20"}


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("surat.pdf", b"%PDF-1.7\nisi surat Suryadi\n%%EOF\n", "application/pdf")


@pytest.mark.parametrize("scan", [pdf, lambda: pictures.upload(pictures.body(pictures.scene(5)), "surat.jpg")])
def test_a_letter_needs_its_scan_which_is_kept_sealed(client: Client, scan: Any) -> None:
    people.sign_in(client, people.YANTI)
    assert save(client, **LETTER).status_code == 422
    assert save(client, **LETTER, scan=scan()).status_code == 302
    letter = PaperLetter.objects.get()
    assert (letter.agenda_number, letter.report.channel.code) == ("12/2026", "surat")
    assert letter.report.photos.count() == 0


def test_the_scan_goes_with_the_sender_who_asked_to_be_forgotten(client: Client) -> None:
    people.sign_in(client, people.YANTI)
    save(client, **LETTER, scan=pdf())
    letter = PaperLetter.objects.get()
    assert papers.forget() == 0
    forget_reporter([letter.report_id], at=timezone.now())
    assert papers.forget() == 1
    assert not default_storage.exists(letter.scan)
    with pytest.raises(papers.NoScan):
        papers.scan_of(letter.report)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"agenda": " "}, "agenda"),
        ({"written_on": "2999-01-01"}, "written_on"),
        ({"written_on": "2026-13-40"}, "written_on"),
        ({"scan": SimpleUploadedFile("a.pdf", b"%PDF-1.7 terpotong")}, "scan"),
        ({"scan": SimpleUploadedFile("a.exe", b"MZ" * 40)}, "scan"),
    ],
)
def test_a_letter_that_cannot_be_kept_files_nothing(client: Client, given: dict[str, Any], field: str) -> None:
    people.sign_in(client, people.YANTI)
    answer = save(client, **(LETTER | {"scan": pdf()} | given))
    assert answer.status_code == 422
    assert field in answer.context["error_of"]
    assert Report.objects.count() == PaperLetter.objects.count() == 0


def test_a_wrong_pin_prints_nothing(client: Client) -> None:
    one = filed.report(privacy="privat")
    people.sign_in(client, people.JOKO)
    answer = client.post("/konsol/loket/jawaban", {"number": one.number, "pin": "0000-0000"})
    assert answer.status_code == 403
    assert one.words not in answer.content.decode()


SAMPLES = {"kelurahan": people.JOKO, "balai_kota_pin": people.YANTI, "letter": people.YANTI}


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_each_sample_of_the_desks_is_taken(client: Client, name: str) -> None:
    folder = Path(adapters.__file__).parent / ("letter" if name == "letter" else "desk") / "samples"
    form = dict(parse_qsl((folder / f"{name}.txt").read_text(encoding="utf-8").strip()))
    people.sign_in(client, SAMPLES[name])
    given: dict[str, Any] = form | ({"scan": pdf()} if name == "letter" else {})
    assert client.post("/konsol/loket", given).status_code == 302
    assert Report.objects.get().filed_at <= timezone.now()
