"""Every component in a real browser: without an axe finding, never wider than the phone, and doing what it says."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from PIL import Image
from playwright.sync_api import BrowserContext, FilePayload, Geolocation, Page, sync_playwright

from tests.screens import kit_urls

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDTHS = (390, 1280)
MENTENG: Geolocation = {"latitude": -6.2, "longitude": 106.83, "accuracy": 12}


class Silent(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Nothing: the test says what went wrong."""


class Server(ThreadingMixIn, WSGIServer):
    """A browser keeps a connection open; another visitor must not wait for it."""

    daemon_threads = True


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The site without database, sessions and accounts: the kit needs none of them."""
    middleware = ["django.middleware.locale.LocaleMiddleware", "django.middleware.common.CommonMiddleware"]
    with override_settings(ROOT_URLCONF="tests.screens.kit_urls", MIDDLEWARE=middleware, ALLOWED_HOSTS=["localhost"]):
        server = make_server("localhost", 0, WSGIHandler(), server_class=Server, handler_class=Silent)
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def phone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """A phone in Menteng. It keeps its profile, which Background Sync needs."""
    profile: Path = tmp_path_factory.mktemp("profile")
    with sync_playwright() as browsers:
        context = browsers.chromium.launch_persistent_context(
            profile,
            executable_path=CHROMIUM,
            args=ARGUMENTS,
            viewport={"width": 390, "height": 844},
            geolocation=MENTENG,
            permissions=["geolocation"],
        )
        yield context
        context.close()


@pytest.fixture
def page(phone: BrowserContext) -> Iterator[Page]:
    page = phone.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.close()
    assert errors == []


def photo_with_place() -> FilePayload:
    """A JPEG of 12 megapixels that says it was taken in Menteng on 24 November 2026 at 08.42.10."""
    exif = Image.Exif()
    exif[0x8769] = {0x9003: "2026:11:24 08:42:10"}
    exif[0x8825] = {1: "S", 2: (6.0, 11.0, 43.44), 3: "E", 4: (106.0, 49.0, 57.36)}
    raw = io.BytesIO()
    Image.effect_noise((4000, 3000), 40).convert("RGB").save(raw, "JPEG", exif=exif, quality=85)
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": raw.getvalue()}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["/kit", "/en/kit", "/luring"])
def test_no_component_offends_axe_or_overflows(page: Page, address: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address + path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [found["id"] for found in Axe().run(page).response["violations"]] == []


def test_photo_picker_reads_the_place_and_shrinks(page: Page, address: str) -> None:
    page.goto(f"{address}/draft")
    photo = photo_with_place()
    page.set_input_files("#photos", [photo])
    page.wait_for_selector(".photo-picker__item")
    page.wait_for_function("!document.querySelector('[data-photo-picker]').hasAttribute('aria-busy')")
    assert page.input_value("[name=photo_lat]") == "-6.1954"
    assert page.input_value("[name=photo_lon]") == "106.8326"
    assert page.input_value("[name=photo_taken_at]") == "2026-11-24T08:42:10"
    size = page.evaluate("document.querySelector('#photos').files[0].size")
    assert size < len(photo["buffer"]) / 4
    page.click(".photo-picker__item button")
    assert page.evaluate("document.querySelector('#photos').files.length") == 0
    assert page.input_value("[name=photo_lat]") == ""


def test_pin_moves_by_keys_and_by_gps_and_tells_the_form(page: Page, address: str) -> None:
    page.goto(f"{address}/draft")
    page.wait_for_selector(".leaflet-marker-icon")
    page.evaluate("document.querySelector('[name=lon]').addEventListener('change', () => window.moved = true)")
    page.focus(".leaflet-marker-icon")
    page.keyboard.press("ArrowRight")
    assert float(page.input_value("[name=lon]")) > 106.8326
    assert page.evaluate("window.moved")
    page.click("[data-pin-map-locate]")
    page.wait_for_function("document.querySelector('[name=lat]').value === '-6.200000'")
    assert page.input_value("[name=accuracy_m]") == "12"
    assert "12 meter" in page.inner_text("[data-pin-map-says]")


def test_refused_location_is_said_in_a_sentence(page: Page, phone: BrowserContext, address: str) -> None:
    phone.clear_permissions()
    page.goto(f"{address}/draft")
    page.wait_for_selector(".leaflet-marker-icon")
    page.click("[data-pin-map-locate]")
    page.wait_for_function("document.querySelector('[data-pin-map-says]').textContent.includes('Geser pin')")
    phone.grant_permissions(["geolocation"])


def test_draft_written_offline_is_sent_once_when_the_signal_returns(
    page: Page, phone: BrowserContext, address: str
) -> None:
    kit_urls.RECEIVED.clear()
    page.goto(f"{address}/draft")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.set_input_files("#photos", [photo_with_place()])
    page.wait_for_function("document.querySelector('#photos').files[0]?.size < 2e6")
    page.fill("#words", "Lubang dalam 😀")
    phone.set_offline(True)
    page.click("#send")
    page.wait_for_function("document.querySelector('[data-draft-count]').textContent === '1 draf menunggu sinyal'")
    assert kit_urls.RECEIVED == []
    phone.set_offline(False)
    page.wait_for_selector("[data-draft]:is(p)", state="hidden")
    page.goto(f"{address}/draft")
    page.wait_for_load_state("networkidle")
    assert len(kit_urls.RECEIVED) == 1
    [got] = kit_urls.RECEIVED
    assert got["words"] == "Lubang dalam 😀"
    assert [name for name, _ in got["files"]] == ["IMG_1.jpg"]
    assert len(got["idempotency_key"]) == 36


def test_typed_words_survive_a_closed_page(page: Page, address: str) -> None:
    page.goto(f"{address}/draft")
    page.fill("#words", "Pohon tumbang")
    page.reload()
    assert page.input_value("#words") == "Pohon tumbang"


def test_page_without_signal_says_so(page: Page, phone: BrowserContext, address: str) -> None:
    page.goto(f"{address}/luring")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.set_offline(True)
    page.goto(f"{address}/anything")
    assert page.inner_text("h1") == "Tidak ada sinyal"
    phone.set_offline(False)


def test_first_page_stays_under_100_kib(address: str) -> None:
    """What a first visit loads, compressed: page, style, script, sprite and the one font."""
    import gzip
    from urllib.request import urlopen

    from django.conf import settings

    manifest = json.loads((settings.FRONTEND / "manifest.json").read_text())
    main = manifest["frontend/main.ts"]
    font = next(entry["file"] for name, entry in manifest.items() if name.endswith("latin-wght-normal.woff2"))
    packed = [main["file"], *main["css"], manifest["frontend/icons.svg"]["file"]]
    packed += [manifest[name]["file"] for name in main.get("imports", [])]
    total = sum(len(gzip.compress((settings.FRONTEND / name).read_bytes())) for name in packed)
    total += (settings.FRONTEND / font).stat().st_size
    total += len(gzip.compress(urlopen(f"{address}/kit").read()))
    assert total < 100 * 1024
