"""Balai Warga in a browser: the page without JavaScript, and the widget inside a site of another origin."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tanggap.reports import lifecycle
from tanggap.reports.models import Report, Status
from tanggap.reports.tests import walking
from tests.browser import PHONE, Opens, findings, too_wide
from tests.jobs import work_off
from tests.post_office import PostOffice, open_post_office

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "Sampah menumpuk di mulut gang sejak Senin"
CITY_SITE = """<!doctype html><html lang="id"><title>jakarta.go.id</title><body><h1>Layanan warga</h1>
<script src="{site}/balai-warga/widget.js"{more} async></script></body></html>"""


@pytest.fixture
def post_office(settings: Any) -> Iterator[PostOffice]:
    with open_post_office() as office:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        yield office


@pytest.fixture
def city_site(live_server: Any) -> Iterator[str]:
    """A site of another origin that shows the widget by one script tag; ``?en`` asks for English."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            more = ' data-language="en"' if self.path.endswith("?en") else ""
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(CITY_SITE.format(site=live_server.url, more=more).encode())

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Say nothing: the test does."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def fill(place: Any, *, email: str = "") -> None:
    place.locator("#words").fill(WORDS)
    place.locator("#category").select_option(walking.category(family="kelurahan").code)
    place.locator("#street").fill("Jl. Teuku Umar")
    place.locator("#kelurahan").fill("Menteng, Kec. Menteng")
    if email:
        place.locator("#email").fill(email)
    place.get_by_role("button", name="Kirim laporan").click()


def test_from_the_page_without_scripts_to_the_letter_that_it_is_done(open_page: Opens, post_office: PostOffice) -> None:
    page = open_page(size=PHONE, scripts=False)
    page.goto("/balai-warga")
    fill(page, email="sari@warga.test")
    number = page.locator("[data-number]").inner_text().strip()
    report = Report.objects.get(number=number)
    assert (report.channel.code, report.has_contact) == ("balai-warga", True)
    work_off()
    by, at = walking.officer(report.holder), timezone.now()
    walking.proof(report, at=at)
    lifecycle.move(report, "take", by=by, at=at)
    lifecycle.move(report, "resolve", by=by, at=at, words="Sudah diangkut.")
    if report.status == Status.VALIDATION:
        lifecycle.move(report, "accept", by=walking.validator(), at=at)
    assert report.status == Status.DONE
    work_off()
    letters = [letter for letter in post_office.letters if letter["To"] == "sari@warga.test"]
    assert number in str(letters[0]["Subject"])
    body = letters[-1].get_body(("plain",))
    assert body is not None
    assert f"laporan {number} selesai" in body.get_content()


def test_the_page_reads_well_and_a_refusal_keeps_what_was_typed(open_page: Opens) -> None:
    page = open_page(size=PHONE)
    page.goto("/balai-warga")
    assert findings(page) == []
    assert not too_wide(page)
    page.locator("#words").fill(WORDS)
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.locator("#kelurahan-error")).to_be_visible()
    expect(page.locator("#words")).to_have_value(WORDS)
    assert findings(page) == []
    page.goto("/en/balai-warga")
    expect(page.get_by_role("button", name="Send the report")).to_be_visible()


def test_the_widget_files_from_inside_another_site(open_page: Opens, city_site: str) -> None:
    page = open_page()
    page.goto(city_site)
    frame = page.frame_locator("iframe")
    fill(frame)
    expect(frame.locator("[data-number]")).to_be_visible()
    number = frame.locator("[data-number]").inner_text().strip()
    assert Report.objects.get(number=number).channel.code == "balai-warga"
    # The frame is as high as what stands in it, and left no cookie behind.
    page.wait_for_function("document.querySelector('iframe').style.height !== '1100px'")
    assert page.context.cookies() == []
    page.goto(f"{city_site}?en")
    expect(page.frame_locator("iframe").get_by_role("button", name="Send the report")).to_be_visible()


def test_no_other_page_lets_itself_be_framed(open_page: Opens, city_site: str, live_server: Any) -> None:
    page = open_page()
    page.goto(city_site)
    for path, shown in (("/balai-warga/widget", 1), ("/balai-warga", 0), ("/lapor", 0)):
        page.evaluate("address => { document.querySelector('iframe').src = address; }", live_server.url + path)
        page.wait_for_timeout(800)
        expect(page.frame_locator("iframe").locator("form")).to_have_count(shown)
