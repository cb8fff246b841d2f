"""The one page that shows who reported: for the identity role, with a reason, journalled, never to a holder."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tanggap.accounts import vault
from tanggap.accounts.models import Reveal
from tanggap.agencies.models import Agency, Seat
from tanggap.journal.models import Event
from tanggap.reports.models import Report
from tanggap.reports.tests.walking import category, filed
from tests import people

pytestmark = pytest.mark.django_db

ADDRESS = "/konsol/identitas"
REASON = "Permintaan penyidik, surat B/112/XI/2026"


@pytest.fixture
def report() -> Report:
    report = filed(of=category(family="kelurahan"))
    assert report.holder.code == people.KELURAHAN
    return report


def ask(client: Client, report: Report, reason: str = REASON) -> Any:
    return client.post(ADDRESS, {"number": report.number, "reason": reason})


def test_the_identity_role_sees_it_once_and_it_is_journalled(client: Client, report: Report) -> None:
    people.sign_in(client, people.MAYA)
    answer = ask(client, report)
    words = answer.content.decode()
    for part in ("Sari", "sari@contoh.id"):
        assert part in words
    assert {"no-store", "private"} <= set(answer.headers["Cache-Control"].split(", "))
    # Under "no-referrer" a browser sends no origin with the form, and the next POST would be refused.
    assert answer.headers["Referrer-Policy"] == "same-origin"
    event = Event.objects.get(verb="reveal")
    assert event.actor == f"seat:{people.MAYA.seat().pk}"
    again = client.get(ADDRESS).content.decode()
    assert "Sari" not in again
    assert REASON in again
    assert report.number in again


@pytest.mark.parametrize("person", [person for person in people.STAFF if person is not people.MAYA])
def test_nobody_else_opens_the_page(client: Client, report: Report, person: people.Person) -> None:
    people.sign_in(client, person)
    assert client.get(ADDRESS).status_code == 403
    assert ask(client, report).status_code == 403
    assert not Reveal.objects.exists()


def test_a_short_reason_is_refused_and_nothing_typed_is_lost(client: Client, report: Report) -> None:
    people.sign_in(client, people.MAYA)
    answer = ask(client, report, "perlu saja")
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "perlu saja" in words
    assert report.number in words
    assert "Sari" not in words


def test_whoever_handles_the_report_never_learns_it(client: Client, report: Report) -> None:
    Seat.objects.create(
        user=people.MAYA.user, agency=report.holder, role=Seat.Role.OFFICER, title="Rangkap", since=people.SEATED_SINCE
    )
    people.sign_in(client, people.MAYA)
    answer = ask(client, report)
    assert "menangani laporan ini" in answer.content.decode()
    assert not Event.objects.filter(verb="reveal").exists()


def test_a_confidential_reporter_is_revealed_to_nobody(client: Client, report: Report) -> None:
    Report.objects.filter(pk=report.pk).update(confidential=True, holder=Agency.objects.get(code="inspektorat"))
    people.sign_in(client, people.MAYA)
    answer = ask(client, report)
    assert "tidak pernah dibuka" in answer.content.decode()
    assert not Reveal.objects.exists()


def test_an_anonymous_and_an_unknown_report_say_so(client: Client, report: Report) -> None:
    people.sign_in(client, people.MAYA)
    vault.erase(report.pk, timezone.now())
    assert "tidak menyimpan identitas" in ask(client, report).content.decode()
    unknown = client.post(ADDRESS, {"number": "JK9912319999", "reason": REASON})
    assert "Tidak ada laporan" in unknown.content.decode()


@pytest.mark.parametrize(
    ("person", "status"),
    [(people.PUTRI, 200), (people.WAHYU, 200), (people.JOKO, 403), (people.LESTARI, 403), (people.MAYA, 403)],
)
def test_the_record_is_for_those_who_watch(client: Client, report: Report, person: people.Person, status: int) -> None:
    people.sign_in(client, people.MAYA)
    ask(client, report)
    people.sign_in(client, person)
    answer = client.get("/konsol/identitas/catatan")
    assert answer.status_code == status
    if status == 200:
        words = answer.content.decode()
        assert REASON in words
        assert "Maya Anggraini" in words
        assert "Sari" not in words
