"""From a citizen's photo to the photo that proves it done, in a real browser, worked by four people."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tanggap.reports.models import Photo, Report
from tests import people, pictures
from tests.browser import PHONE, Opens
from tests.jobs import work_off
from tests.journeys.officer import act, sign_in, unfold

pytestmark = pytest.mark.django_db(transaction=True)

NEAR_THE_PIN = (-6.19562, 106.83231)


@pytest.fixture(autouse=True)
def _storage(settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}},
    }


def file_with_photo(page: Page, tmp_path: Path) -> str:
    """Three steps with a JPEG that carries its place; returns the number."""
    before = tmp_path / "lubang.jpg"
    exif = pictures.exif(place=pictures.MENTENG, taken="2026:11:23 08:00:00")
    before.write_bytes(pictures.body(pictures.scene(11, size=(1600, 1200)), exif=exif))
    page.goto("/lapor")
    page.locator("input[type=file]").first.set_input_files(before)
    expect(page.get_by_text(re.compile(r"1 foto siap"))).to_be_visible()
    page.get_by_label("Ceritakan masalahnya").fill("Jalan berlubang besar, motor sudah ada yang jatuh")
    page.get_by_role("button", name="Lanjut ke lokasi").click()
    page.wait_for_url("**/lapor/kategori")
    page.locator("input[name=category][value=jalan]").first.check(force=True)
    page.get_by_role("button", name=re.compile("Lanjut")).click()
    page.wait_for_url("**/lapor/lokasi")
    page.get_by_role("button", name="Pakai lokasi ini").click()
    page.get_by_label("Patokan").fill("depan SDN 01")
    page.get_by_role("button", name="Lanjut", exact=True).click()
    if "lokasi" in page.url:
        page.get_by_role("button", name="Lanjut", exact=True).click()
    page.wait_for_url("**/lapor/kirim")
    page.get_by_label("Publik").check(force=True)
    page.get_by_role("button", name="Kirim laporan").click()
    page.wait_for_url("**/lapor/terima/*")
    return page.locator("[data-number]").inner_text().strip()


def test_from_the_citizens_photo_to_the_proof(open_page: Opens, tmp_path: Path) -> None:
    citizen = open_page(size=PHONE)
    number = file_with_photo(citizen, tmp_path)
    report = Report.objects.select_related("holder", "area").get(number=number)
    assert report.area is not None
    assert (report.area.code, report.holder.code) == (people.MENTENG, "sudin-bina-marga-jakpus")
    assert report.place_source == "photo"
    work_off()

    # The Sudin finds that a hole so small is for the kelurahan, which gives it to its crew.
    dewi = sign_in(open_page(), people.DEWI)
    act(dewi, number, "Koordinasikan ke instansi lain", agency="Kel. Menteng", words="Lubang kecil, untuk PPSU.")
    people.RUDI.seat()
    assign_from_the_queue(sign_in(open_page(), people.JOKO), number, to="Rudi")
    prove_and_finish(sign_in(open_page(size=PHONE, at=NEAR_THE_PIN), people.RUDI), number, tmp_path)
    work_off()
    report.refresh_from_db()
    assert report.status == "menunggu_validasi"
    accept(sign_in(open_page(), people.AGUS), number)

    confirm(citizen, number)
    report.refresh_from_db()
    assert report.status == "ditutup"
    assert report.feedback.get().stars == 5


def assign_from_the_queue(page: Page, number: str, *, to: str) -> None:
    """Give the report beside the queue to somebody, and go on to the next."""
    panel = page.locator("#detail")
    expect(panel.locator("h2")).to_contain_text("Jalan")
    unfold(panel, "Tugaskan")
    panel.get_by_label("Petugas").select_option(label=_option(panel, to))
    panel.get_by_role("button", name="Tugaskan, lanjut").click()
    expect(page.get_by_text(f"{number}: Tugaskan.")).to_be_visible()


def prove_and_finish(page: Page, number: str, folder: Path) -> None:
    """The crew in the street: a proof by the phone's camera, then done."""
    page.goto("/konsol/lapangan")
    page.get_by_role("link", name="Kerjakan").click()
    after = folder / "beres.jpg"
    after.write_bytes(pictures.body(pictures.scene(12, size=(1600, 1200))))
    with page.expect_response(re.compile("/kode$")), page.expect_file_chooser() as chooser:
        page.locator("#proof-file").click()
    page.wait_for_function("document.querySelector('[name=lat]').value !== ''")
    chooser.value.set_files(after)
    page.locator("img[data-proof-camera-preview]").wait_for()
    page.get_by_role("button", name="Kirim foto bukti").click()
    expect(page.get_by_text("Diterima sebagai bukti")).to_be_visible()
    page.get_by_label("Apa yang sudah dikerjakan").fill("Lubang ditambal dan dipadatkan.")
    page.get_by_role("button", name="Selesai", exact=True).click()
    expect(page.get_by_text(f"{number} selesai.")).to_be_visible()
    proof = Photo.objects.get(report__number=number, purpose="proof")
    assert proof.origin == Photo.Origin.APP
    assert proof.distance_m is not None


def accept(page: Page, number: str) -> None:
    """The validator compares before and after."""
    page.goto("/konsol/validasi")
    expect(page.get_by_text("Diambil lewat aplikasi")).to_be_visible()
    page.get_by_role("button", name="Terima, lanjut").click()
    expect(page.get_by_text(f"{number} diterima.")).to_be_visible()


def confirm(page: Page, number: str) -> None:
    """The citizen sees both photos and says that it is settled."""
    page.goto(f"/lacak/{number}")
    assert page.locator(".evidence img").count() == 2
    page.locator("summary", has_text="Sudah beres").click()
    page.locator("label[for=star5]").click()
    page.get_by_role("button", name="Tutup sebagai selesai").click()
    expect(page.get_by_text("Pelapor: sudah beres")).to_be_visible()


def _option(panel: Locator, name: str) -> str:
    """The whole label of the choice that begins with a name."""
    labels = panel.get_by_label("Petugas").locator("option").all_inner_texts()
    return next(label for label in labels if label.startswith(name))
