"""The form of Balai Warga: once for a ticket, bounded for an address, wary of emergencies, free of cookies."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tanggap.reports.models import Photo, Report
from tanggap.web.balai_warga import form, views
from tests import pictures

pytestmark = pytest.mark.django_db

WIDGET = "/balai-warga/widget"


@pytest.fixture(autouse=True)
def _storage(settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}},
    }


def sent(client: Client, path: str = WIDGET, **given: Any) -> Any:
    typed = {"words": "Sampah menumpuk", "kelurahan": "Menteng, Kec. Menteng", "ticket": form.new_ticket()}
    return client.post(path, typed | given)


def test_a_ticket_files_once_however_often_it_is_sent() -> None:
    client, ticket = Client(enforce_csrf_checks=True), form.new_ticket()
    first, second = (sent(client, ticket=ticket).content.decode() for _ in range(2))
    assert Report.objects.count() == 1
    numbers = [re.findall(r"data-number>(\w+)<", page) for page in (first, second)]
    assert numbers == [[Report.objects.get().number]] * 2


@pytest.mark.parametrize("ticket", ["", "x", "Imx1cGEi:1abc:salah"])
def test_a_form_that_is_not_ours_gets_a_fresh_ticket(client: Client, ticket: str) -> None:
    answer = sent(client, ticket=ticket)
    assert answer.status_code == 422
    assert Report.objects.count() == 0
    assert form.token_of(answer.context["ticket"])


def test_emergency_words_are_answered_with_the_number_to_call(client: Client) -> None:
    answer = sent(client, words="Tolong ada kebakaran di rumah tetangga")
    assert answer.status_code == 422
    assert "113" in answer.content.decode() or "112" in answer.content.decode()
    assert Report.objects.count() == 0
    assert sent(client, words="Tolong ada kebakaran di rumah tetangga", not_emergency="1").status_code == 200
    assert Report.objects.count() == 1


def test_photos_come_along_and_what_is_none_is_refused_before_anything_is_filed(client: Client) -> None:
    wrong = pictures.upload(b"%PDF-1.7 bukan gambar", "surat.pdf")
    assert sent(client, photos=[wrong]).status_code == 422
    assert Report.objects.count() == 0
    good = pictures.upload(pictures.body(pictures.scene(3)), "a.jpg")
    assert sent(client, photos=[good]).status_code == 200
    assert Photo.objects.get().report == Report.objects.get()


def test_an_address_sends_so_many_reports_an_hour(client: Client) -> None:
    for _ in range(views.SENT.most):
        assert sent(client).status_code == 200
    assert sent(client).status_code == 429
    assert Report.objects.count() == views.SENT.most


@pytest.mark.parametrize("path", ["/balai-warga", WIDGET])
def test_the_form_sets_no_cookie(client: Client, path: str) -> None:
    assert not client.get(path).cookies
    assert not sent(client, path).cookies


def test_only_the_sites_of_the_setting_may_frame_the_widget(client: Client, settings: Any) -> None:
    settings.WIDGET_SITES = ["https://jakarta.go.id", "https://www.jakarta.go.id"]
    answer = client.get(WIDGET)
    assert "frame-ancestors https://jakarta.go.id https://www.jakarta.go.id" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    page = client.get("/balai-warga")
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
