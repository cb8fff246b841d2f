"""With JavaScript off: a citizen files, follows; an officer signs in, works the report and proves it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page

from tests import people, pictures
from tests.screens import looking
from tests.screens.town import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A phone whose browser runs no scripts."""
    window = looking.visit(browser, {}, address=address, base_url=address, java_script_enabled=False)
    yield window.new_page()
    window.close()


def photo(seed: int, *, with_place: bool = False) -> FilePayload:
    block = pictures.exif(place=pictures.MENTENG if with_place else None)
    body = pictures.body(pictures.scene(seed), exif=block)
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": body}


def test_citizen_files_and_follows(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Ambil foto & lapor").click()
    page.set_input_files("input[name=photos]", [photo(501, with_place=True)])
    page.fill("#words", "Sampah menumpuk di pinggir jalan")
    page.get_by_role("button", name="Lanjut ke lokasi").click()
    assert page.locator("input[name=category]:checked").input_value() == "sampah"
    page.get_by_role("button", name="Lanjut").click()
    if page.locator("[name=asked]").count() and "/kategori" in page.url:
        page.get_by_role("button", name="Lanjut").click()
    page.get_by_role("button", name="Pakai lokasi ini").click()
    page.fill("#landmark", "depan warung Bu Tini")
    page.get_by_role("button", name="Lanjut").click()
    if page.url.endswith("/lapor/lokasi"):  # what lies near is shown once before going on
        page.get_by_role("button", name="Lanjut").click()
    page.check("input[name=privacy][value=privat]")
    page.get_by_role("button", name="Kirim laporan").click()
    number = page.inner_text("[data-number]")
    assert page.inner_text("[data-pin]")
    page.goto("/lacak")
    page.fill("#nomor", number.lower())
    page.get_by_role("button", name="Lacak").click()
    assert page.url.endswith(f"/lacak/{number}")
    assert "Bu Tini" in page.inner_text("main")


def test_receipts_pin_opens_a_private_report_elsewhere(page: Page, a_town: Town) -> None:
    page.goto(f"/lacak/{a_town.number('private')}")
    page.fill("input[name=pin]", "0000000000")
    page.locator("form", has=page.locator("input[name=pin]")).get_by_role("button").click()
    assert page.locator(".error-summary").inner_text()


def test_officer_signs_in_takes_proves_and_resolves(page: Page, a_town: Town) -> None:
    number = a_town.number("by-hand")
    page.goto("/konsol/")
    page.fill("[name=email]", people.JOKO.email)
    page.fill("[name=password]", people.PASSWORD)
    page.get_by_role("button", name="Lanjut").click()
    page.fill("[name=code]", people.code_now())
    page.get_by_role("button", name="Masuk").click()
    page.locator(f"tr:has(input[value='{number}']) .cell-report a:visible").click()
    act(page, "take").locator("button").first.click()
    assert page.locator(".notice, [role=status]").first.inner_text()
    page.goto(f"/konsol/lapangan/{number}")
    page.set_input_files("[name=proof]", [photo(502)])
    page.get_by_role("button", name="Kirim foto bukti").click()
    page.fill("[name=resolve-words]", "Sudah diangkut.")
    page.get_by_role("button", name="Selesai").click()
    page.goto(f"/konsol/laporan/{number}")
    assert "Menunggu Validasi" in page.inner_text("main")


def act(page: Page, verb: str):  # type: ignore[no-untyped-def]
    """The form of a move, opened."""
    form = page.locator(f"form:has(input[name=verb][value={verb}])").first
    if not form.is_visible():
        page.locator("details.choice", has=form).locator("summary").click()
    return form
