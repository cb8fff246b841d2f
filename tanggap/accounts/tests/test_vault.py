"""The identity vault: sealed, found by blind index, claimed once, revealed with a reason, rotated, erased."""

import base64
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from tanggap.accounts import sealing, vault
from tanggap.accounts.models import Identity, Reveal
from tanggap.accounts.vault import Contact
from tanggap.journal.digest import digest
from tanggap.journal.models import Event
from tests import people

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
SARI = Contact(name="Sari Wulandari", email="Sari@Warga.test ", phone="0812-9876-5432")
REASON = "Permintaan penyidik, surat B/112/XI/2026"


def test_keep_seals_in_one_insert(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        vault.keep(17, SARI, language="id", at=AT)
    assert vault.contact_of(17) == Contact("Sari Wulandari", "sari@warga.test", "+6281298765432")


def test_no_row_holds_anything_readable_after_keep_claim_and_reveal() -> None:
    vault.keep(17, SARI, language="id", at=AT, user=people.SARI.user)
    vault.reveal(17, by="seat:5", reason=REASON, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(t)::text, encode(sealed, 'escape') FROM accounts_identity t")
        rows = " ".join(" ".join(row) for row in cursor.fetchall())
        cursor.execute(
            "SELECT to_jsonb(t)::text FROM journal_event t UNION ALL SELECT args::text FROM procrastinate_jobs"
        )
        rows += " ".join(row[0] for row in cursor.fetchall())
    for secret in ("Sari", "Wulandari", "warga.test", "98765432", base64.b64encode(b"Sari").decode()):
        assert secret.lower() not in rows.lower()
    assert f'"{people.SARI.user.pk}"' not in rows


def test_the_same_contact_never_looks_the_same_twice() -> None:
    one, other = (vault.keep(number, SARI, language="id", at=AT) for number in (1, 2))
    assert bytes(one.sealed) != bytes(other.sealed)
    assert one.email_index == other.email_index


def test_a_ciphertext_moved_to_another_report_does_not_open() -> None:
    sealed = vault.keep(1, SARI, language="id", at=AT).sealed
    vault.keep(2, Contact(name="Budi"), language="id", at=AT)
    Identity.objects.filter(report_id=2).update(sealed=sealed)
    with pytest.raises(sealing.CannotOpen):
        vault.contact_of(2)


def test_contact_of_is_none_when_nobody_left_one() -> None:
    vault.keep(3, Contact(), language="en", at=AT, user=people.SARI.user)
    assert vault.contact_of(3) is None
    assert vault.contact_of(4) is None
    assert vault.language_of(3) == "en"


def test_a_contact_shows_nothing_of_itself_in_a_log() -> None:
    assert "Sari" not in repr(SARI)
    assert "Sari" not in f"{SARI}"


def test_reports_from_finds_any_spelling() -> None:
    vault.keep(1, SARI, language="id", at=AT)
    vault.keep(2, Contact(phone="+62 812 9876 5432"), language="id", at=AT)
    assert vault.reports_from(email="SARI@warga.TEST") == [1]
    assert vault.reports_from(phone="081298765432") == [2, 1]
    assert vault.reports_from(email="", phone="") == []


def test_reveal_answers_and_journals_who_and_why() -> None:
    vault.keep(17, SARI, language="id", at=AT)
    assert vault.reveal(17, by="seat:5", reason=f"  {REASON} ", at=AT).email == "sari@warga.test"
    look, event = Reveal.objects.get(), Event.objects.get(verb="reveal")
    assert (look.by, look.reason, look.at) == ("seat:5", REASON, AT)
    assert event.actor == "seat:5"
    assert event.data == {"reveal": look.pk, "reason": digest(REASON, look.salt)}
    assert Identity.objects.get().journal_head == event.hash


@pytest.mark.parametrize("reason", ["", "   ", "perlu", " " * 30 + "kurang panjang"])
def test_reveal_is_refused_without_a_reason(reason: str) -> None:
    vault.keep(17, SARI, language="id", at=AT)
    with pytest.raises(vault.ReasonTooShort):
        vault.reveal(17, by="seat:5", reason=reason, at=AT)
    assert not Event.objects.exists()


def test_reveal_of_an_anonymous_report_says_so_and_journals_nothing() -> None:
    vault.keep(17, Contact(), language="id", at=AT, user=people.SARI.user)
    for report_id in (17, 18):
        with pytest.raises(vault.NoIdentity):
            vault.reveal(report_id, by="seat:5", reason=REASON, at=AT)
    assert not Event.objects.exists()


def test_the_first_claim_wins() -> None:
    sari, tini = people.SARI.user, people.TINI.user
    vault.keep(1, SARI, language="id", at=AT)
    vault.claim(1, sari, AT)
    vault.claim(1, sari, AT)
    with pytest.raises(vault.AlreadyClaimed):
        vault.claim(1, tini, AT)
    vault.claim(2, sari, AT)
    assert vault.reports_of(sari) == [2, 1]
    assert vault.reports_of(tini) == []
    assert vault.owns(sari, 1)
    assert not vault.owns(tini, 1)
    assert vault.contact_of(1) == SARI.normal()


def test_erase_leaves_no_way_to_the_person() -> None:
    sari = people.SARI.user
    vault.keep(1, SARI, language="id", at=AT, user=sari)
    assert vault.erase(1, AT)
    assert not vault.erase(1, AT)
    assert vault.contact_of(1) is None
    assert vault.reports_of(sari) == []
    assert vault.reports_from(email=SARI.email) == []
    assert [event.verb for event in Event.objects.all()] == ["erase"]


def test_correct_changes_only_one_s_own() -> None:
    sari = people.SARI.user
    vault.keep(1, SARI, language="id", at=AT, user=sari)
    vault.correct(sari, 1, Contact(name="Sari", email="baru@warga.test"))
    assert vault.contact_of(1) == Contact("Sari", "baru@warga.test")
    with pytest.raises(vault.NoIdentity):
        vault.correct(people.TINI.user, 1, Contact())


def test_rotation_keeps_everything_findable(settings: Any) -> None:
    old, new = b"o" * 32, b"n" * 32
    settings.VAULT_KEYS = {1: old}
    sari = people.SARI.user
    for number in (1, 2, 3):
        vault.keep(number, SARI, language="id", at=AT, user=sari)
    settings.VAULT_KEYS = {1: old, 2: new}
    assert vault.reports_of(sari) == [3, 2, 1]
    assert vault.rotate(batch=2) == 3
    assert vault.rotate() == 0
    settings.VAULT_KEYS = {2: new}
    assert vault.contact_of(2) == SARI.normal()
    assert vault.reports_of(sari) == [3, 2, 1]
    assert vault.reports_from(phone=SARI.phone) == [3, 2, 1]
    settings.VAULT_KEYS = {1: old}
    with pytest.raises(sealing.CannotOpen):
        vault.contact_of(2)
