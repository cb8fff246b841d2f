"""Judging follow-ups: before and after, the facts of the proof, accept, reject with a reason, next."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tanggap.console.tests import filed
from tanggap.reports.models import Photo, Report
from tanggap.reports.tests import walking
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def agus(client: Client) -> Client:
    return people.sign_in(client, people.AGUS)


def resolved(*, minutes: int = 10) -> Report:
    at = timezone.now() - timedelta(minutes=minutes)
    one = filed.moved(filed.report(), "take", people.JOKO.officer(), at=at)
    photo = walking.proof(one, at=at, origin=Photo.Origin.UPLOAD)
    Photo.objects.filter(pk=photo.pk).update(distance_m=240.0)
    return filed.moved(one, "resolve", people.JOKO.officer(), at=at, words="Sudah diangkut")


def judge(client: Client, one: Report, verb: str, **said: str) -> object:
    return client.post(f"/konsol/validasi/{one.number}", {"verb": verb} | {f"{verb}-{k}": v for k, v in said.items()})


def test_the_longest_waiting_comes_first_with_its_facts(agus: Client) -> None:
    resolved(minutes=10)
    oldest = resolved(minutes=50)
    page = agus.get("/konsol/validasi").content.decode()
    assert f"/konsol/validasi/{oldest.number}" in page
    for part in ("240 meter dari titik laporan", "Unggahan", "Sudah diangkut", "Sebelum", "Sesudah"):
        assert part in page, part


def test_accept_ends_it_and_the_next_comes_up(agus: Client) -> None:
    first, second = resolved(minutes=50), resolved(minutes=10)
    answer = judge(agus, first, "accept")
    assert answer["Location"].endswith(f"?pilih={second.number}")  # type: ignore[index]
    first.refresh_from_db()
    assert first.status == "selesai"


def test_reject_needs_a_reason_and_sends_it_back_to_work(agus: Client) -> None:
    one = resolved()
    assert judge(agus, one, "reject", words="").status_code == 422  # type: ignore[attr-defined]
    assert judge(agus, one, "reject", words="Fotonya dari tempat lain").status_code == 302  # type: ignore[attr-defined]
    one.refresh_from_db()
    assert (one.status, one.followup_rejected) == ("proses", True)


def test_the_second_judge_is_told_that_it_is_decided(agus: Client) -> None:
    one = resolved()
    judge(agus, one, "accept")
    answer = judge(agus, one, "reject", words="Alasan yang panjang sekali")
    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert "Alasan yang panjang sekali" in answer.content.decode()  # type: ignore[attr-defined]


def test_nobody_judges_their_own_work(client: Client) -> None:
    one = resolved()
    Report.objects.filter(pk=one.pk).update(resolved_by=people.RATNA.seat())
    people.sign_in(client, people.RATNA)
    assert one.number not in client.get("/konsol/validasi").content.decode()
    assert judge(client, one, "accept").status_code == 403  # type: ignore[attr-defined]
