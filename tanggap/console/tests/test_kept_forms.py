"""An expired session in the middle of a form: kept, shown after sign-in, sent by one press."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tanggap.console import kept_forms
from tests import people

pytestmark = pytest.mark.django_db

ADDRESS = "/konsol/identitas"
REASON = "Saya tulis panjang-panjang lalu sesi berakhir."
FORM = {"number": "JK2611240001", "reason": REASON, "pick": ["1", "2"]}


def sign_in(client: Client, person: people.Person = people.MAYA) -> Any:
    people.with_second_factor(person)
    client.post("/konsol/masuk", {"email": person.email, "password": people.PASSWORD})
    return client.post("/konsol/masuk/kode", {"code": people.code_now()})


def test_a_form_waits_for_its_sender(client: Client) -> None:
    answer = client.post(ADDRESS, FORM, headers={"Referer": "http://testserver/konsol/identitas?dari=antrean"})
    assert answer["Location"] == "/konsol/masuk"
    assert "disimpan" in client.get("/konsol/masuk").content.decode()
    assert sign_in(client)["Location"] == "/konsol/masuk/formulir"
    page = client.get("/konsol/masuk/formulir")
    words = page.content.decode()
    assert REASON in words
    assert f'action="{ADDRESS}"' in words
    assert words.count('name="pick"') == 2
    assert page.context["page"] == "/konsol/identitas?dari=antrean"
    sent = client.post(ADDRESS, FORM)
    assert sent.status_code == 422
    assert REASON in sent.content.decode()


def test_a_form_waits_encrypted(client: Client) -> None:
    client.post(ADDRESS, FORM)
    [session] = Session.objects.all()
    assert "panjang" not in str(session.get_decoded())


def test_a_kept_form_is_gone_once_sent_or_discarded(client: Client) -> None:
    client.post(ADDRESS, FORM)
    sign_in(client)
    client.post("/konsol/masuk/formulir/buang")
    assert client.get("/konsol/masuk/formulir").status_code == 302
    assert kept_forms.KEY not in client.session


def test_a_kept_form_is_gone_after_it_was_sent(client: Client) -> None:
    client.post(ADDRESS, FORM)
    sign_in(client)
    client.post(ADDRESS, FORM)
    assert kept_forms.KEY not in client.session


def test_files_do_not_wait_and_the_page_says_which(client: Client) -> None:
    client.post(ADDRESS, {**FORM, "photo": SimpleUploadedFile("lubang.jpg", b"x")})
    sign_in(client)
    assert "lubang.jpg" in client.get("/konsol/masuk/formulir").content.decode()


def test_a_script_s_request_is_sent_to_sign_in_as_a_whole_page(client: Client) -> None:
    answer = client.post(ADDRESS, FORM, headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/konsol/"})
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == "/konsol/masuk"
    seen = client.get(ADDRESS, headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/konsol/akun"})
    assert seen["HX-Redirect"] == "/konsol/masuk?next=http%3A%2F%2Ftestserver%2Fkonsol%2Fakun"


def test_a_form_too_large_to_wait_is_not_kept(client: Client) -> None:
    client.post(ADDRESS, {"reason": "a" * (kept_forms.LARGEST + 1)})
    assert kept_forms.KEY not in client.session


def test_a_form_that_waited_too_long_is_gone(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.post(ADDRESS, FORM)
    monkeypatch.setattr(kept_forms, "LIFETIME", timedelta(0))
    assert sign_in(client)["Location"] == "/konsol/identitas"


def test_a_password_never_waits(client: Client) -> None:
    client.post("/konsol/akun/sandi", {"old": "rahasia sekali", "password": "baru", "again": "baru"})
    assert kept_forms.KEY not in client.session
