"""Qlue: from a signed report with a place to Selesai and its callbacks, as the partner contract says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tanggap.carriers.failures import Later
from tanggap.carriers.models import Delivery
from tanggap.channels import jobs
from tanggap.channels.models import Conversation
from tanggap.journal.models import Event
from tanggap.reports.models import Report, Statement
from tests.jobs import waiting, work_off
from tests.journeys import channel
from tests.peers import partner
from tests.peers.server import Reply, at_once
from tests.pictures import body, scene

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> Iterator[partner.Partner]:
    with partner.Partner("qlue") as server:
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture
def hook(live_server: Any, peer: partner.Partner) -> str:
    return f"{live_server.url}/api/kanal/qlue"


def created(peer: partner.Partner, **more: Any) -> dict[str, Any]:
    peer.pictures["/photos/1.jpg"] = body(scene(6))
    report = {
        "id": "QL-1001",
        "title": "Sampah menumpuk",
        "description": "Sudah seminggu tidak diangkut",
        "category": "Sampah",
        "location": {"lat": -6.195, "lng": 106.8323, "accuracy": 12, "address": "Jl Teuku Umar"},
        "photos": [{"url": f"{peer.url}/photos/1.jpg"}],
        "reporter": {"id": "u-44", "name": "Sari"},
        "created_at": "2026-11-23T09:00:00+07:00",
    }
    return {"id": "evt-1", "event": "report.created", "report": report | more}


def about(event: str, number: str, *, author: str = "u-44", text: str = "") -> dict[str, Any]:
    told: dict[str, Any] = {"id": f"evt-{event}-{author}-{len(text)}", "event": event, "report": {"id": number}}
    return told | {"author": {"id": author}, "comment": {"text": text}}


def test_from_a_report_to_done(hook: str, peer: partner.Partner) -> None:
    told = created(peer)
    answers = at_once(lambda: partner.deliver(hook, told))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 202]
    work_off()
    report = Report.objects.get()
    assert (report.channel.code, report.external_number, report.photos.count()) == ("qlue", "QL-1001", 1)
    assert report.category is not None
    assert report.category.code == "sampah"
    assert report.area is not None
    receipt = peer.statuses[0]
    assert (receipt["report"], receipt["number"], receipt["status"]) == ("QL-1001", report.number, "menunggu")
    assert "Sari" not in str(receipt)

    channel.ask(report, "Di depan nomor berapa?")
    assert "Di depan nomor berapa?" in peer.statuses[-1]["message"]
    partner.deliver(hook, about("report.commented", "QL-1001", text="Di depan nomor 12"))
    work_off()
    assert Statement.objects.filter(report=report, verb="answer", text="Di depan nomor 12").exists()

    channel.bring_to_done(report)
    assert (peer.statuses[-1]["step"], peer.statuses[-1]["status"]) == ("done", "selesai")
    assert not Delivery.objects.filter(state__in=["waiting", "refused", "given_up"]).exists()

    # On Qlue strangers could turn a finished report back: not here.
    partner.deliver(hook, about("report.disputed", "QL-1001", author="u-66", text="Belum!"))
    work_off()
    report.refresh_from_db()
    assert report.status == "selesai"
    partner.deliver(hook, about("report.confirmed", "QL-1001"))
    work_off()
    report.refresh_from_db()
    assert report.status == "ditutup"


def test_forged_unsigned_and_old_events_leave_a_count_and_nothing_else(hook: str, peer: partner.Partner) -> None:
    told = created(peer)
    assert partner.deliver(hook, told, secret="guessed").status_code == 403
    assert partner.deliver(hook, told, age=301).status_code == 403
    assert partner.deliver(hook, told, age=-301).status_code == 403
    assert httpx.post(hook, json=told).status_code == 403
    assert channel.forged("qlue") == (0, 4)
    assert waiting() == []


def test_a_stranger_adds_nothing_and_hears_nothing(hook: str, peer: partner.Partner) -> None:
    partner.deliver(hook, created(peer))
    work_off()
    report = Report.objects.get()
    events, told = Event.objects.filter(stream=report.stream).count(), len(peer.statuses)
    partner.deliver(hook, about("report.commented", "QL-1001", author="u-66", text="Batalkan saja"))
    partner.deliver(hook, about("report.cancelled", "QL-1001", author="u-66"))
    work_off()
    assert Event.objects.filter(stream=report.stream).count() == events
    assert len(peer.statuses) == told
    assert Conversation.objects.filter(state="desk", reason="stranger").exists()


def test_photos_elsewhere_are_not_fetched_and_counted(hook: str, peer: partner.Partner) -> None:
    photos = [{"url": "http://169.254.169.254/latest/meta-data"}, {"url": f"{peer.url}/missing.jpg"}]
    partner.deliver(hook, created(peer, photos=photos))
    work_off()
    report = Report.objects.get()
    assert report.photos.count() == 0
    message = Conversation.objects.get(report=report).messages.get()
    assert message.left_out == 2


def test_a_repeated_callback_carries_the_same_key(hook: str, peer: partner.Partner) -> None:
    partner.deliver(hook, created(peer))
    peer.troubles = [Reply({}, 503)]
    with pytest.raises(Later):
        work_off()
    receipt = Delivery.objects.get()
    jobs.reply.func(delivery_id=receipt.pk)
    Delivery.objects.filter(pk=receipt.pk).update(state="waiting")
    jobs.reply.func(delivery_id=receipt.pk)
    assert [status["step"] for status in peer.statuses] == ["receipt"]
