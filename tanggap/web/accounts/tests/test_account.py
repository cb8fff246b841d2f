"""A citizen's account: signed in by code, reports claimed, data taken along or erased."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tanggap.accounts import consent, otp, vault
from tanggap.accounts.models import SignInCode, User
from tanggap.notifications import bell, followers
from tanggap.notifications.models import BellItem
from tanggap.reports import catalogue, filing, keys
from tanggap.reports.filing import Filing, Receipt
from tanggap.reports.models import Report
from tanggap.reports.tests.walking import category, filed
from tests import people

pytestmark = pytest.mark.django_db


def sign_in(client: Client, email: str = people.SARI.email) -> Any:
    client.post("/akun/masuk", {"email": email})
    digits = otp.opened(SignInCode.objects.latest("pk"))["digits"]
    return client.post("/akun/kode", {"code": digits})


def receipt() -> Receipt:
    channel = catalogue.current().channel("jaki")
    filing_given = Filing(
        token=keys.new_token(), channel=channel, words="Got mampet", category=category(), contact=people.SARI.contact
    )
    return filing.file(filing_given, at=timezone.now())


def test_an_address_and_its_code_open_the_account(client: Client) -> None:
    assert client.get("/akun")["Location"] == "/akun/masuk"
    assert sign_in(client)["Location"] == "/akun"
    user = User.objects.get(email=people.SARI.email)
    assert consent.given(user, consent.ACCOUNT)
    assert "Belum ada laporan di akun ini" in client.get("/akun").content.decode()


def test_the_code_page_says_the_same_for_known_and_unknown_addresses(client: Client) -> None:
    assert people.SARI.user.pk
    known = client.post("/akun/masuk", {"email": people.SARI.email})
    unknown = Client().post("/akun/masuk", {"email": "siapa@warga.test"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"]) == (302, "/akun/kode")


def test_a_wrong_address_or_code_is_said_and_kept(client: Client) -> None:
    answer = client.post("/en/akun/masuk", {"email": "sari@"})
    assert answer.status_code == 422
    assert "Write a complete e-mail address" in answer.content.decode()
    assert 'value="sari@"' in answer.content.decode()
    client.post("/akun/masuk", {"email": people.SARI.email})
    assert client.post("/akun/kode", {"code": "12"}).status_code == 422
    assert client.get("/akun").status_code == 302


def test_staff_are_sent_to_the_console(client: Client) -> None:
    people.JOKO.all_seats()
    answer = sign_in(client, people.JOKO.email)
    assert "milik petugas" in answer.content.decode()
    assert client.get("/akun").status_code == 302


def test_one_goes_on_to_where_one_came_from_and_nowhere_else(client: Client) -> None:
    client.post("/akun/masuk", {"email": people.SARI.email, "next": "/lacak/JK2611240001"})
    digits = otp.opened(SignInCode.objects.latest("pk"))["digits"]
    assert client.post("/akun/kode", {"code": digits})["Location"] == "/lacak/JK2611240001"
    other = Client()
    other.post("/akun/masuk", {"email": people.SARI.email, "next": "https://evil.test/"})
    digits = otp.opened(SignInCode.objects.latest("pk"))["digits"]
    assert other.post("/akun/kode", {"code": digits})["Location"] == "/akun"


def test_a_report_is_claimed_by_number_and_pin_or_by_link(client: Client) -> None:
    one, other = receipt(), receipt()
    people.sign_in(client, people.SARI)
    wrong = client.post("/akun/klaim", {"number": one.number, "pin": "00000000"})
    assert wrong.status_code == 403
    assert one.number in wrong.content.decode()
    assert client.post("/akun/klaim", {"number": one.number, "pin": one.pin}).status_code == 302
    assert client.post("/akun/klaim", {"link": f"https://tanggap.test/en/l/{other.link_token}"}).status_code == 302
    assert client.post("/akun/klaim", {"link": "https://tanggap.test/l/salah"}).status_code == 422
    assert vault.reports_of(people.SARI.user) == [other.report.pk, one.report.pk]
    words = client.get("/akun").content.decode()
    assert one.number in words
    assert other.number in words


def test_the_first_claim_wins(client: Client) -> None:
    one = receipt()
    people.sign_in(client, people.SARI)
    client.post("/akun/klaim", {"number": one.number, "pin": one.pin})
    late = Client()
    sign_in(late, "lain@warga.test")
    answer = late.post("/akun/klaim", {"number": one.number, "pin": one.pin})
    assert answer.status_code == 409
    assert "sudah ada di akun lain" in answer.content.decode()


def test_reports_of_this_device_are_offered_and_taken_in(client: Client) -> None:
    report = receipt().report
    people.sign_in(client, people.SARI)
    session = client.session
    session["reports"] = [report.pk]
    session.save()
    assert "1 laporan dari perangkat ini" in client.get("/akun").content.decode()
    client.post("/akun/klaim-perangkat")
    assert vault.reports_of(people.SARI.user) == [report.pk]
    assert "dari perangkat ini" not in client.get("/akun").content.decode()


def test_the_copy_of_my_data_holds_mine_and_nobody_else_s(client: Client) -> None:
    mine, other = receipt(), filed(words="Punya orang lain", of=category())
    people.sign_in(client, people.SARI)
    vault.claim(mine.report.pk, people.SARI.user, timezone.now())
    answer = client.get("/akun/data")
    assert "attachment" in answer["Content-Disposition"]
    data = answer.json()
    assert [report["number"] for report in data["reports"]] == [mine.number]
    assert data["reports"][0]["contact"]["phone"] == people.SARI.phone
    assert other.number not in answer.content.decode()


def test_erasing_the_account_leaves_reports_without_a_name(client: Client) -> None:
    mine = receipt().report
    people.sign_in(client, people.SARI)
    vault.claim(mine.pk, people.SARI.user, timezone.now())
    assert "1 laporan tetap ada" in client.get("/akun/hapus").content.decode()
    assert User.objects.filter(email=people.SARI.email).exists()
    client.post("/akun/hapus")
    assert not User.objects.filter(email=people.SARI.email).exists()
    assert vault.contact_of(mine.pk) is None
    mine.refresh_from_db()
    assert not mine.has_contact
    assert client.get("/akun").status_code == 302


def test_staff_do_not_erase_themselves(client: Client) -> None:
    people.sign_in(client, people.JOKO)
    client.post("/akun/hapus")
    assert people.JOKO.user.is_active


def test_followed_reports_stand_in_the_account_until_let_go(client: Client) -> None:
    report = filed(of=category())
    people.sign_in(client, people.SARI)
    followers.follow(report, user=people.SARI.user, at=timezone.now())
    assert report.number in client.get("/akun").content.decode()
    client.post("/akun/berhenti-ikuti", {"number": report.number})
    assert not followers.follows(report, user=people.SARI.user)


def test_followed_report_that_was_hidden_is_no_longer_told_of(client: Client) -> None:
    report = filed(of=category())
    people.sign_in(client, people.SARI)
    followers.follow(report, user=people.SARI.user, at=timezone.now())
    Report.objects.filter(pk=report.pk).update(hidden=True)
    assert report.number not in client.get("/akun").content.decode()


def test_letting_go_of_what_one_never_followed_says_nothing_of_it(client: Client) -> None:
    report = filed(of=category(), privacy=Report.Privacy.PRIVATE)
    people.sign_in(client, people.SARI)
    client.post("/akun/berhenti-ikuti", {"number": report.number})
    assert report.number not in client.get("/akun").content.decode()


def test_news_is_marked_as_read(client: Client) -> None:
    report = filed(of=category())
    people.sign_in(client, people.SARI)
    BellItem.objects.create(user=people.SARI.user, event_id=1, report=report, kind="arrived", made_at=timezone.now())
    assert report.number in client.get("/akun").content.decode()
    client.post("/akun/kabar/baca")
    assert bell.unread_count(people.SARI.user) == 0


def test_language_of_letters_is_chosen(client: Client) -> None:
    people.sign_in(client, people.SARI)
    client.post("/akun/bahasa", {"language": "en"})
    client.post("/akun/bahasa", {"language": "xx"})
    assert people.SARI.user.language == "en"


@pytest.mark.parametrize("address", ["klaim", "klaim-perangkat", "berhenti-ikuti", "kabar/baca", "bahasa", "keluar"])
def test_acts_need_a_post_and_strangers_are_sent_to_sign_in(client: Client, address: str) -> None:
    assert client.get(f"/akun/{address}").status_code == 405
    assert client.post(f"/akun/{address}")["Location"].startswith("/akun")


def test_every_sentence_has_both_languages(client: Client) -> None:
    people.sign_in(client, people.SARI)
    assert "My reports" in client.get("/en/akun").content.decode()
