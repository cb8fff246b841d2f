"""The pages of the channels in a real browser: no axe finding, never wider than the screen, one key files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from tanggap.channels import intake
from tanggap.channels.models import Conversation
from tanggap.channels.tests.plain import CODE, Plain, tell
from tanggap.reports.models import Report
from tests import people
from tests.browser import DESK, PHONE, Opens, findings, too_wide
from tests.jobs import work_off

pytestmark = pytest.mark.django_db(transaction=True)

PATHS = ("/konsol/percakapan", "/konsol/kanal", "/konsol/kanal/gagal", "/konsol/kontak", "/en/konsol/kanal")


@pytest.fixture(autouse=True)
def _storage(settings: Any, tmp_path: Path) -> None:
    store = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": store}


@pytest.fixture
def morning(channel: Plain) -> None:
    """What came in: a report, a greeting with a photo, a stranger, an event nobody can read, two contacts of one."""
    at, sari = timezone.now(), people.SARI
    tell(
        {"external_id": "1", "words": "Jalan berlubang besar", "author": {"phone": sari.phone}, "proven": ["phone"]},
        at=at,
    )
    work_off(intake.READ)
    number = Report.objects.get().number
    other = {"phone": sari.phone, "handle": f"{CODE}:7"}
    words = "Selamat pagi min, salam kenal dan sukses selalu untuk semua. " * 5
    tell({"external_id": "2", "words": words, "author": other, "proven": ["phone", "handle"], "pictures": 1}, at=at)
    tell({"external_id": "3", "words": f"Tolong batalkan {number}", "author": {"email": "lain@warga.test"}}, at=at)
    work_off(intake.READ)
    channel.broken = True
    tell({"external_id": "4", "words": "?"}, at=at)
    work_off(intake.READ)
    channel.broken = False


def signed_in(page: Page, person: people.Person) -> Page:
    """Past the door without walking through it."""
    client = people.sign_in(Client(), person)
    page.goto("/healthz")
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": page.url}])
    return page


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1280"])
@pytest.mark.usefixtures("morning")
def test_the_pages_read_well_at_every_width(open_page: Opens, size: dict[str, int]) -> None:
    page = signed_in(open_page(size=size), people.YANTI)
    for path in PATHS:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200
        assert findings(page) == [], path
        assert not too_wide(page), path


@pytest.mark.usefixtures("morning")
def test_one_key_files_what_the_words_suggest(open_page: Opens) -> None:
    talk = Conversation.objects.get(reason="stranger")
    page = signed_in(open_page(), people.YANTI)
    page.goto(f"/konsol/percakapan?pilih={talk.pk}")
    page.keyboard.press("s")
    expect(page.get_by_text("dicatat, ditangani")).to_be_visible()
    assert Report.objects.count() == 2
