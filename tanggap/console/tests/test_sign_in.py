"""Signing in to the console, from the first time on."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from tanggap.accounts import jobs, second_factor
from tanggap.accounts.models import User
from tanggap.console.access import WORKING_DAY
from tanggap.console.sign_in import half_way
from tests import people

pytestmark = pytest.mark.django_db

JOKO = people.JOKO


def password(client: Client, person: people.Person = JOKO, word: str = people.PASSWORD, **more: str) -> Any:
    return client.post("/konsol/masuk", {"email": person.email, "password": word, **more})


@pytest.fixture(autouse=True)
def _joko_sits() -> None:
    JOKO.all_seats()


def test_the_first_sign_in_sets_up_the_second_factor(client: Client) -> None:
    assert password(client)["Location"] == "/konsol/masuk/atur-kode"
    page = client.get("/konsol/masuk/atur-kode")
    secret = page.context["secret"]
    assert "<svg" in page.content.decode()
    assert client.get("/konsol/akun")["Location"].startswith("/konsol/masuk")
    wrong = client.post("/konsol/masuk/atur-kode", {"code": "000000"})
    assert "tidak cocok" in wrong.content.decode()
    assert wrong.context["secret"] == secret
    done = client.post("/konsol/masuk/atur-kode", {"code": people.code_now(secret)})
    assert done["Location"] == "/konsol/masuk/kode-cadangan"
    codes = client.get("/konsol/masuk/kode-cadangan").context["codes"]
    assert len(set(codes)) == 10
    assert client.post("/konsol/masuk/kode-cadangan")["Location"] == "/konsol/"
    assert client.get("/konsol/masuk/kode-cadangan")["Location"] == "/konsol/akun"
    assert client.get("/konsol/akun").status_code == 200
    assert client.session.get_expiry_age() == WORKING_DAY


def test_secrets_of_the_second_factor_stand_encrypted() -> None:
    people.with_second_factor(JOKO)
    second_factor.renew_recovery_codes(JOKO.user)
    rows = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert people.SECRET not in rows
    assert second_factor.SealedSecrets().decrypt(Authenticator.objects.get(type="totp").data["secret"]) == people.SECRET


def test_password_and_code_lead_on_to_where_one_wanted(client: Client) -> None:
    people.with_second_factor(JOKO)
    assert client.get("/konsol/akun")["Location"] == "/konsol/masuk?next=%2Fkonsol%2Fakun"
    assert password(client, next="/konsol/akun")["Location"] == "/konsol/masuk/kode"
    assert client.get("/konsol/masuk/atur-kode")["Location"] == "/konsol/masuk/kode"
    code = people.code_now()
    assert client.post("/konsol/masuk/kode", {"code": f"{code[:3]} {code[3:]}"})["Location"] == "/konsol/akun"


def test_a_code_works_once(client: Client) -> None:
    people.with_second_factor(JOKO)
    code = people.code_now()
    password(client)
    client.post("/konsol/masuk/kode", {"code": code})
    other = Client()
    password(other)
    assert "sudah dipakai" in other.post("/konsol/masuk/kode", {"code": code}).content.decode()


def test_a_recovery_code_opens_once(client: Client) -> None:
    people.with_second_factor(JOKO)
    code = second_factor.renew_recovery_codes(JOKO.user)[3]
    for answer in (302, 200):
        visitor = Client()
        password(visitor)
        assert visitor.post("/konsol/masuk/kode", {"code": code}).status_code == answer


@pytest.mark.parametrize("who", ["wrong word", "unknown", "citizen", "inactive"])
def test_a_wrong_pair_is_answered_alike(client: Client, who: str) -> None:
    User.objects.filter(pk=JOKO.user.pk).update(is_active=who != "inactive")
    person = {"unknown": people.TINI, "citizen": people.SARI}.get(who, JOKO)
    if who == "citizen":
        assert not people.SARI.user.has_usable_password()
    answer = password(client, person, "salah" if who == "wrong word" else people.PASSWORD)
    assert "E-mail atau kata sandi tidak cocok." in answer.content.decode()
    assert people.PASSWORD not in answer.content.decode()


def test_guessing_ends_after_ten_passwords_and_six_codes(client: Client) -> None:
    for _ in range(10):
        password(client, word="salah")
    assert "Terlalu banyak percobaan" in password(client).content.decode()
    people.with_second_factor(people.DEWI)
    password(client, people.DEWI)
    for _ in range(6):
        client.post("/konsol/masuk/kode", {"code": "000000"})
    late = client.post("/konsol/masuk/kode", {"code": people.code_now()})
    assert "Terlalu banyak percobaan" in late.content.decode()


@pytest.mark.parametrize(
    ("person", "home"),
    [(people.RUDI, "/konsol/lapangan"), (people.MAYA, "/konsol/identitas"), (people.PUTRI, "/konsol/kursi")],
)
def test_everybody_begins_at_their_own_page(client: Client, person: people.Person, home: str) -> None:
    people.with_second_factor(person)
    password(client, person)
    assert client.post("/konsol/masuk/kode", {"code": people.code_now()})["Location"] == home


def test_half_a_sign_in_fades(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    people.with_second_factor(JOKO)
    password(client)
    monkeypatch.setattr(half_way, "LIFETIME", timedelta(0))
    assert client.get("/konsol/masuk/kode")["Location"] == "/konsol/masuk"


def test_signing_out_needs_a_post_and_ends_the_session(client: Client) -> None:
    people.sign_in(client, JOKO)
    assert client.get("/konsol/keluar").status_code == 405
    client.post("/konsol/keluar")
    assert client.get("/konsol/akun").status_code == 302


def test_a_new_password_ends_other_sessions(client: Client) -> None:
    other = people.sign_in(Client(), JOKO)
    people.sign_in(client, JOKO)
    given = {"old": people.PASSWORD, "password": "belimbing wuluh 9", "again": "belimbing wuluh 9"}
    weak = client.post("/konsol/akun/sandi", {**given, "password": "12345", "again": "54321"}).content.decode()
    for sentence in ("kurang dari 10 huruf", "terlalu umum", "hanya angka"):
        assert sentence in weak
    assert client.post("/konsol/akun/sandi", given)["Location"] == "/konsol/akun"
    assert client.get("/konsol/akun").status_code == 200
    assert other.get("/konsol/akun").status_code == 302


def test_a_reset_second_factor_signs_out_everywhere(client: Client) -> None:
    people.with_second_factor(JOKO)
    people.sign_in(client, JOKO)
    second_factor.reset(JOKO.user)
    assert client.get("/konsol/akun").status_code == 302
    assert password(client)["Location"] == "/konsol/masuk/atur-kode"


def test_a_forgotten_password_is_set_by_letter_and_the_factor_still_asked(client: Client) -> None:
    people.with_second_factor(JOKO)
    for email in (JOKO.email, "siapa@jakarta.test"):
        assert "surat sedang dikirim" in client.post("/konsol/masuk/lupa", {"email": email}).content.decode()
    jobs.send_reset(user_id=JOKO.user.pk)
    [letter] = mail.outbox
    [address] = re.findall(r"/konsol/masuk/atur/\S+", str(letter.body))
    carried = client.get(address)["Location"]
    assert carried.endswith("/-")
    new = {"password": "belimbing wuluh 9", "again": "belimbing wuluh 9"}
    assert client.post(carried, new)["Location"] == "/konsol/masuk"
    assert Client().get(address).status_code == 410
    assert password(client, word="belimbing wuluh 9")["Location"] == "/konsol/masuk/kode"


def test_one_works_from_the_seat_one_chose(client: Client) -> None:
    people.sign_in(client, people.RATNA)
    first, second = people.RATNA.all_seats()
    assert client.get("/konsol/akun").context["seat"] == first
    client.post("/konsol/akun", {"seat": second.pk, "next": "/konsol/akun"})
    assert client.get("/konsol/akun").context["seat"] == second
    client.post("/konsol/akun", {"seat": JOKO.seat().pk, "next": "/konsol/akun"})
    assert client.get("/konsol/akun").context["seat"] == second


@pytest.mark.parametrize("page", ["masuk", "masuk/lupa", "masuk/atur/x/y"])
def test_the_pages_of_signing_in_speak_english_too(client: Client, page: str) -> None:
    words = client.get(f"/en/konsol/{page}").content.decode()
    assert '<html lang="en">' in words
    assert "Masuk konsol" not in words
