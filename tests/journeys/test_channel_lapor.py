"""LAPOR! 1708: its number both ways, its own clocks, its four verbs, as the partner contract says."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tanggap.carriers.models import Delivery
from tanggap.channels.models import Conversation
from tanggap.journal.models import Event
from tanggap.reports import catalogue, tracking
from tanggap.reports.models import Report, Statement
from tests.jobs import waiting, work_off
from tests.journeys import channel
from tests.peers import partner
from tests.peers.server import at_once
from tests.pictures import body, scene

pytestmark = pytest.mark.django_db(transaction=True)

NUMBER = "8123456"
ids = itertools.count(1)


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> Iterator[partner.Partner]:
    with partner.Partner("lapor") as server:
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture
def hook(live_server: Any, peer: partner.Partner) -> str:
    return f"{live_server.url}/api/kanal/lapor"


def sent_to_us(peer: partner.Partner, number: str = NUMBER) -> dict[str, Any]:
    peer.pictures["/lampiran/1.jpg"] = body(scene(7))
    report = {
        "nomor": number,
        "judul": "Lampu jalan mati",
        "isi": "Gelap sekali di depan sekolah, sudah seminggu",
        "lokasi": {"kelurahan": "31.71.06.1001", "alamat": "Jl Teuku Umar"},
        "lampiran": [{"url": f"{peer.url}/lampiran/1.jpg"}],
        "tanggal": "2026-11-23T09:00:00+07:00",
    }
    return {"id": f"d-{number}", "aksi": "disposisi", "laporan": report}


def action(aksi: str, words: str = "", *, number: str = NUMBER) -> dict[str, Any]:
    return {"id": f"a-{next(ids)}", "aksi": aksi, "laporan": {"nomor": number}, "keterangan": words}


def file(hook: str, peer: partner.Partner) -> Report:
    assert partner.deliver(hook, sent_to_us(peer)).status_code == 202
    work_off()
    return Report.objects.get()


def test_from_a_disposisi_to_done(hook: str, peer: partner.Partner) -> None:
    told = sent_to_us(peer)
    answers = at_once(lambda: partner.deliver(hook, told))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 202]
    work_off()
    report = Report.objects.get()
    assert (report.channel.code, report.external_number, report.photos.count()) == ("lapor", NUMBER, 1)
    assert tracking.find(NUMBER) == report
    assert {clock.promise.code for clock in report.clocks.all()} <= {"koordinasi-lapor", "penyelesaian-lapor"}
    receipt = peer.statuses[0]
    assert (receipt["report"], receipt["number"], receipt["aksi"]) == (NUMBER, report.number, "catatan")

    channel.ask(report, "Tiang nomor berapa?")
    assert peer.statuses[-1]["aksi"] == "tunda"
    partner.deliver(hook, action("tanggapan", "Tiang nomor 12"))
    work_off()
    assert Statement.objects.filter(report=report, verb="answer", text="Tiang nomor 12").exists()

    channel.bring_to_done(report)
    assert [status["aksi"] for status in peer.statuses[-2:]] == ["verifikasi", "tindak_lanjut"]
    assert peer.statuses[-1]["status"] == "selesai"
    assert not Delivery.objects.filter(state__in=["waiting", "refused", "given_up"]).exists()

    partner.deliver(hook, action("arsipkan"))
    work_off()
    report.refresh_from_db()
    assert report.status == "ditutup"


@pytest.mark.parametrize(("reason", "verb"), [("bukan-kewenangan", "bukan_wewenang"), ("tidak-jelas", "arsipkan")])
def test_a_refusal_is_told_with_its_verb(hook: str, peer: partner.Partner, reason: str, verb: str) -> None:
    report = file(hook, peer)
    channel.act(report, "refuse", refusal=catalogue.current().refusal(reason), words="Penjelasan.")
    assert peer.statuses[-1]["aksi"] == verb


@pytest.mark.parametrize(
    ("aksi", "verb", "status"),
    [
        ("verifikasi", "write", "menunggu"),
        ("tunda", "write", "menunggu"),
        ("bukan_wewenang", "withdraw", "ditutup"),
        ("arsipkan", "withdraw", "ditutup"),
    ],
)
def test_their_verbs_are_moves_of_ours(hook: str, peer: partner.Partner, aksi: str, verb: str, status: str) -> None:
    report = file(hook, peer)
    partner.deliver(hook, action(aksi))
    work_off()
    report.refresh_from_db()
    assert Event.objects.filter(stream=report.stream).latest("seq").verb == verb
    assert report.status == status


def test_forged_unsigned_and_old_events_leave_a_count_and_nothing_else(hook: str, peer: partner.Partner) -> None:
    told = sent_to_us(peer)
    assert partner.deliver(hook, told, secret="guessed").status_code == 403
    assert partner.deliver(hook, told, age=301).status_code == 403
    assert httpx.post(hook, json=told).status_code == 403
    assert channel.forged("lapor") == (0, 3)
    assert waiting() == []


def test_another_report_of_theirs_that_names_our_number_adds_nothing(hook: str, peer: partner.Partner) -> None:
    report = file(hook, peer)
    events = Event.objects.filter(stream=report.stream).count()
    partner.deliver(hook, action("tanggapan", f"Batalkan {report.number}", number="8999999"))
    work_off()
    assert Event.objects.filter(stream=report.stream).count() == events
    assert Conversation.objects.get(state="desk").reason == "stranger"
