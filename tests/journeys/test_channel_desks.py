"""The five desks and letters to the Governor, in a browser: from the form to Selesai and the printed answer."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import APIResponse, Page, expect

from tanggap.accounts import vault
from tanggap.accounts.models import Reveal
from tanggap.agencies.models import Seat
from tanggap.carriers.models import Delivery
from tanggap.reports import lifecycle
from tanggap.reports.authority import Officer
from tanggap.reports.models import Report, Status
from tanggap.reports.tests import walking
from tests import people
from tests.browser import DESK, Opens, findings, too_wide
from tests.jobs import work_off
from tests.journeys.officer import finish, sign_in, upload_proof
from tests.people import Person

pytestmark = pytest.mark.django_db(transaction=True)

ICHA = Person("Icha Permata", "icha@jakarta.test", seats=((people.KECAMATAN, Seat.Role.OFFICER, "Loket kecamatan"),))
WORDS = "Sampah menumpuk di mulut gang, sudah seminggu tidak diangkut"
STREET = "Jl. Teuku Umar"
MOST_KEYS = 40
A6 = (105, 148)  # millimetres
POINTS = 72 / 25.4  # in a millimetre


@pytest.fixture(autouse=True)
def _storage(settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}},
    }


def text_of(body: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)


def receipt_of(page: Page) -> tuple[str, str, bytes]:
    """Number, PIN and sheet of the report that was just saved."""
    link = page.get_by_role("link", name="Cetak tanda terima")
    body = page.request.get(str(link.get_attribute("href"))).body()
    text = text_of(body)
    found = re.search(r"(JK\d{10}).*?([0-9A-Z]{4}-[0-9A-Z]{4})", text, re.DOTALL)
    assert found is not None, text
    return found[1], found[2], body


def key_in(page: Page, channel: str, *, words: str = WORDS, **more: str) -> str:
    """Fill in the form by hand, an address of the person among it; returns the number."""
    page.goto(f"/konsol/loket?kanal={channel}")
    page.locator("#words").fill(words)
    page.locator("#category").select_option(walking.category(family="kelurahan").code)
    page.locator("#street").fill(STREET)
    page.locator("#kelurahan").fill("Menteng (Kec. Menteng)")
    for name, value in more.items():
        page.locator(f"#{name}").fill(value)
    page.get_by_role("button", name="Simpan & berikutnya").click()
    expect(page.get_by_text("tersimpan")).to_be_visible()
    return receipt_of(page)[0]


def finished(number: str) -> Report:
    """The holder takes it and is done with it."""
    report = Report.objects.get(number=number)
    by, at = walking.officer(report.holder), timezone.now()
    walking.proof(report, at=at)
    lifecycle.move(report, "take", by=by, at=at)
    lifecycle.move(report, "resolve", by=by, at=at, words="Sudah diangkut dan dibersihkan.")
    if report.status == Status.VALIDATION:
        assert isinstance(by, Officer)
        lifecycle.move(report, "accept", by=walking.validator(), at=at)
    report.refresh_from_db()
    assert report.status == Status.DONE
    work_off()
    return report


def answer(page: Page, number: str, pin: str) -> str:
    """What the desk prints for whoever brings number and PIN."""
    page.goto("/konsol/loket/jawaban")
    printed = post(page, "/konsol/loket/jawaban", number=number, pin=pin)
    assert printed.headers["content-type"] == "application/pdf"
    return text_of(printed.body())


def test_an_officer_keys_in_a_report_with_the_keyboard_alone(open_page: Opens) -> None:
    page = sign_in(open_page(), people.JOKO)
    page.add_init_script(
        "addEventListener('keydown', () => sessionStorage.k = 1 + Number(sessionStorage.k || 0), true)"
    )
    page.goto("/konsol/loket")
    expect(page.locator("#words")).to_be_focused()
    page.keyboard.type(WORDS)
    expect(page.locator("#likely input").first).to_be_visible()
    for key in ("Tab", "Space", "Tab", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("Teuku Umar")
    expect(page.get_by_text("yang menyebut “Teuku Umar”")).to_be_visible()
    for key in ("Tab", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("081298765432")
    page.keyboard.press("Enter")
    expect(page.get_by_text("tersimpan")).to_be_visible()
    keys = int(page.evaluate("Number(sessionStorage.k)")) - len(WORDS)
    print(f"key strokes beside the words: {keys}")
    assert keys <= MOST_KEYS

    # The next one is ready at once, and the receipt of the last one prints.
    expect(page.locator("#words")).to_be_focused()
    number, pin, body = receipt_of(page)
    box = pypdf.PdfReader(io.BytesIO(body)).pages[0].mediabox
    assert (round(float(box.width) / POINTS), round(float(box.height) / POINTS)) == A6
    report = Report.objects.get(number=number)
    assert (report.channel.code, report.area and report.area.code) == ("kelurahan", people.MENTENG)
    assert (report.street, report.has_contact) == ("Teuku Umar", True)
    assert report.category is not None
    assert "081298765432" not in page.content()
    assert findings(page) == []
    assert not too_wide(page)
    assert pin in text_of(body)


def test_kelurahan_from_the_counter_to_the_printed_answer(open_page: Opens, tmp_path: Path) -> None:
    clerk = sign_in(open_page(), people.JOKO)
    number = key_in(clerk, "kelurahan", phone="0812 9876 5432")
    _, pin, _ = receipt_of(clerk)
    people.RUDI.seat()
    report = Report.objects.get(number=number)
    lifecycle.move(report, "assign", by=people.JOKO.officer(), at=timezone.now(), crew=people.RUDI.seat())
    crew = sign_in(open_page(), people.RUDI)
    upload_proof(crew, number, seed=4, folder=tmp_path)
    finish(crew, number, words="Sampah diangkut.")
    validator = sign_in(open_page(), people.AGUS)
    validator.goto("/konsol/validasi")
    validator.get_by_role("button", name="Terima, lanjut").click()
    expect(validator.get_by_text(f"{number} diterima.")).to_be_visible()
    work_off()
    told = answer(clerk, number, pin)
    assert number in told
    assert "dinyatakan selesai" in told
    assert "Sampah diangkut." in told


@pytest.mark.parametrize(
    ("channel", "clerk"), [("kecamatan", ICHA), ("balai-kota", people.YANTI)], ids=["kecamatan", "balai-kota"]
)
def test_a_desk_from_the_form_to_the_printed_answer(open_page: Opens, channel: str, clerk: Person) -> None:
    page = sign_in(open_page(size=DESK), clerk)
    number = key_in(page, channel)
    pin = receipt_of(page)[1]
    report = finished(number)
    assert report.channel.code == channel
    told = answer(page, number, pin)
    assert "dinyatakan selesai" in told
    assert "Sudah diangkut dan dibersihkan." in told


def test_inspektorat_from_the_form_to_an_answer_without_the_words_of_the_case(open_page: Opens) -> None:
    page = sign_in(open_page(), people.WAHYU)
    number = key_in(page, "inspektorat", words="Petugas meminta uang untuk mengangkut sampah")
    pin = receipt_of(page)[1]
    report = finished(number)
    assert report.confidential
    assert report.holder.code == "inspektorat"
    told = answer(page, number, pin)
    assert "dinyatakan selesai" in told
    assert "Sudah diangkut" not in told


def scan(page: Page) -> None:
    """A scan of one page, as the mail room's machine makes it."""
    body = io.BytesIO()
    writer = pypdf.PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.write(body)
    page.locator("#scan").set_input_files(
        {"name": "surat.pdf", "mimeType": "application/pdf", "buffer": body.getvalue()}
    )


def letter_in(page: Page) -> str:
    """Key in a letter with its scan; returns the number."""
    page.goto("/konsol/loket?kanal=surat")
    page.locator("#agenda").fill("0815/2026")
    page.locator("#written_on").fill("2026-11-20")
    scan(page)
    page.locator("#words").fill("Mohon sampah di gang kami diangkut setiap hari")
    page.locator("#category").select_option(walking.category(family="kelurahan").code)
    page.locator("#kelurahan").fill("Menteng (Kec. Menteng)")
    page.locator("#name").fill("Suryadi")
    page.get_by_role("button", name="Simpan & berikutnya").click()
    expect(page.get_by_text("tersimpan")).to_be_visible()
    return receipt_of(page)[0]


def post(page: Page, path: str, **given: str) -> APIResponse:
    """Send a form of the page that is open, without the viewer that a browser puts around a PDF."""
    token = str(page.locator("form [name=csrfmiddlewaretoken]").first.get_attribute("value"))
    form: dict[str, str | float | bool] = {"csrfmiddlewaretoken": token, **given}
    return page.request.post(path, form=form, headers={"Referer": page.url})


def test_a_letter_from_the_scan_to_the_printed_answer(open_page: Opens) -> None:
    page = sign_in(open_page(), people.YANTI)
    number = letter_in(page)
    report = finished(number)
    contact = vault.contact_of(report.pk)
    assert contact is not None
    assert (contact.name, contact.handle) == ("Suryadi", "surat:0815/2026")

    # The answer lies in the tray until somebody prints it.
    page.goto("/konsol/loket?kanal=surat")
    tray = page.locator("form", has=page.get_by_role("button", name=f"Cetak {number}"))
    told = text_of(post(page, str(tray.get_attribute("action"))).body())
    assert "Pengirim surat agenda 0815/2026 tanggal 20 November 2026" in told
    assert "dinyatakan selesai" in told
    assert "Suryadi" not in told
    assert Delivery.objects.get(carrier="paper", kind="done").state == Delivery.State.ARRIVED
    page.goto("/konsol/loket?kanal=surat")
    expect(page.get_by_role("button", name=f"Cetak {number}")).to_have_count(0)


def test_the_scan_of_a_letter_is_sealed_and_opens_for_the_identity_role_alone(
    open_page: Opens, client: Client, tmp_path: Path
) -> None:
    page = sign_in(open_page(), people.YANTI)
    number = letter_in(page)
    kept = b"".join(file.read_bytes() for file in (tmp_path / "scan").rglob("*") if file.is_file())
    assert kept
    assert b"%PDF" not in kept
    asked = {"number": number, "reason": "Permintaan Ombudsman nomor 12/2026, UU 37/2008"}
    assert post(page, "/konsol/identitas/pindaian", **asked).status == 403
    people.sign_in(client, people.MAYA)
    short = client.post("/konsol/identitas/pindaian", asked | {"reason": "ingin tahu"})
    assert short.status_code == 422
    assert Reveal.objects.count() == 0
    opened = client.post("/konsol/identitas/pindaian", asked)
    assert opened.content.startswith(b"%PDF")
    assert Reveal.objects.get().reason == asked["reason"]
