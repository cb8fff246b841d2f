"""Every page of the console in a real browser: no axe finding, never wider than the screen, keys and panel at work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from tanggap.console.tests import filed
from tanggap.reports.models import Photo, Report
from tanggap.reports.tests import walking
from tests import people, pictures
from tests.browser import DESK, PHONE, Opens, findings, too_wide

pytestmark = pytest.mark.django_db(transaction=True)

SIZES = {"390": PHONE, "1280": DESK}


@pytest.fixture(autouse=True)
def _storage(settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}},
    }


def signed_in(page: Page, person: people.Person) -> Page:
    """Past the door without walking through it."""
    client = people.sign_in(Client(), person)
    name = django_settings.SESSION_COOKIE_NAME
    page.goto("/healthz")
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": page.url}])
    return page


@pytest.fixture
def number() -> str:
    """A report with a long life, beside others in every state."""
    at = timezone.now() - timedelta(hours=3)
    people.RUDI.seat()
    one = filed.moved(filed.report(words="Kata " * 80, ago=timedelta(hours=4)), "take", people.JOKO.officer(), at=at)
    filed.moved(one, "ask_extension", people.JOKO.officer(), until=at + timedelta(days=20), words="Alat berat", at=at)
    filed.moved(one, "message", people.JOKO.officer(), words="Kami ke lokasi besok pagi.", at=at)
    walking.proof(one, at=at)
    judged = filed.moved(filed.report(), "take", people.JOKO.officer(), at=at)
    walking.proof(judged, at=at, origin=Photo.Origin.UPLOAD)
    filed.moved(judged, "resolve", people.JOKO.officer(), at=at, words="Sudah diangkut")
    filed.moved(filed.report(), "assign", people.JOKO.officer(), at=at, crew=people.RUDI.seat())
    for _ in range(3):
        filed.report(privacy="privat")
    filed.uncategorised()
    return one.number


PAGES: dict[str, tuple[people.Person, Callable[[str], str]]] = {
    "queue": (people.JOKO, lambda n: "/konsol/?tampilan=semua"),
    "picked": (people.JOKO, lambda n: f"/konsol/?tampilan=semua&pilih={n}"),
    "nothing": (people.JOKO, lambda n: "/konsol/?q=tidakada"),
    "english": (people.JOKO, lambda n: f"/en/konsol/?tampilan=semua&pilih={n}"),
    "no reports": (people.MAYA, lambda n: "/konsol/"),
    "report": (people.JOKO, lambda n: f"/konsol/laporan/{n}"),
    "report in English": (people.LESTARI, lambda n: f"/en/konsol/laporan/{n}"),
    "field": (people.RUDI, lambda n: "/konsol/lapangan"),
    "task": (people.JOKO, lambda n: f"/konsol/lapangan/{n}"),
    "desk": (people.YANTI, lambda n: "/konsol/meja"),
    "validation": (people.AGUS, lambda n: "/konsol/validasi"),
    "dashboard": (people.JOKO, lambda n: "/konsol/dasbor"),
    "dashboard of a year": (people.YANTI, lambda n: "/en/konsol/dasbor?periode=tahun"),
    "bell": (people.JOKO, lambda n: "/konsol/pemberitahuan"),
}


@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_sound_and_fits(open_page: Opens, number: str, size: str) -> None:
    trouble = []
    for name, (person, address) in PAGES.items():
        page = signed_in(open_page(size=SIZES[size]), person)
        answer = page.goto(address(number))
        assert answer is not None
        assert answer.status == 200, name
        page.wait_for_load_state("networkidle")
        trouble += [f"{name}: {finding}" for finding in findings(page)]
        trouble += [f"{name}: wider than the screen"] if too_wide(page) else []
        page.context.close()
    assert not trouble, "\n".join(trouble)


def test_keys_move_pick_open_and_act(open_page: Opens, number: str) -> None:
    page = signed_in(open_page(), people.JOKO)
    page.goto("/konsol/")
    rows = page.locator(".queue-table tbody tr")
    numbers = rows.locator("input[name=pick]").evaluate_all("boxes => boxes.map(box => box.value)")
    expect(page.locator("#detail")).to_contain_text(numbers[0])
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#detail")).to_contain_text(numbers[1])
    page.keyboard.press("k")
    expect(page.locator("#detail")).to_contain_text(numbers[0])
    page.keyboard.press(" ")
    expect(page.locator("[data-bulk-count]")).to_have_text("1")
    page.keyboard.press("x")
    move = page.locator("#detail details[open]")
    expect(move).to_contain_text("Tolak dengan alasan")
    move.locator("textarea").fill("jjj kkk")
    expect(page.locator("#detail")).to_contain_text(numbers[0])
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator("dialog[data-key-help]")).to_be_visible()


def test_everything_is_done_without_scripts(open_page: Opens, number: str) -> None:
    page = signed_in(open_page(scripts=False), people.JOKO)
    page.goto("/konsol/?privasi=privat")
    page.locator("a.wide-only").first.click()
    panel = page.locator("#detail")
    panel.locator("details.choice[open] select").select_option(index=0)
    panel.get_by_role("button", name="Tugaskan, lanjut").click()
    assert "privasi=privat" in page.url
    expect(page.get_by_role("status").first).to_contain_text("Tugaskan")
    page.locator("input[name=pick]").first.check()
    page.locator(".bulk-bar button[value=take]").click()
    page.get_by_role("button", name="Kerjakan").click()
    expect(page.locator("h1")).to_have_text("1 berhasil, 0 tidak")
    assert Report.objects.filter(privacy="privat", status="proses").count() == 2


def test_the_crew_sees_both_photos_when_one_was_used_before(open_page: Opens, tmp_path: Path) -> None:
    lat, lon = walking.IN_MENTENG
    tasks = [filed.moved(filed.report(), "assign", people.JOKO.officer(), crew=people.RUDI.seat()) for _ in range(2)]
    photo = tmp_path / "sama.jpg"
    photo.write_bytes(pictures.body(pictures.scene(41, size=(900, 700))))
    page = signed_in(open_page(size=PHONE, at=(lat, lon)), people.RUDI)
    for one in tasks:
        page.goto(f"/konsol/lapangan/{one.number}")
        page.locator("#proof-file").set_input_files(photo)
        page.get_by_role("button", name="Kirim foto bukti").click()
        page.wait_for_load_state("networkidle")
    expect(page.get_by_role("alert")).to_contain_text("sudah pernah dipakai")
    assert page.locator("[role=alert] img").count() == 2
    assert findings(page) == []
    assert not too_wide(page)
