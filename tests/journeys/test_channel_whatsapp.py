"""WhatsApp: from a photo with words to Selesai, against a server that signs and answers as the Cloud API does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tanggap.carriers.failures import Later
from tanggap.carriers.models import Delivery
from tanggap.channels import jobs
from tanggap.channels.models import Conversation, Message
from tanggap.journal.models import Event
from tanggap.reports.models import Report, Statement
from tests.jobs import waiting, work_off
from tests.journeys import channel
from tests.peers import meta
from tests.peers.server import Reply, at_once
from tests.pictures import body, scene

pytestmark = pytest.mark.django_db(transaction=True)

SARI, STRANGER = "6281298765432", "6281200000001"
WORDS = "Pohon tumbang menutup jalan di Menteng"


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> Iterator[meta.WhatsApp]:
    with meta.WhatsApp() as server:
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture
def hook(live_server: Any, peer: meta.WhatsApp) -> str:
    return f"{live_server.url}/api/kanal/whatsapp"


def file(hook: str) -> Report:
    told = meta.whatsapp(messages=[meta.text("wamid.A", WORDS, author=SARI)])
    assert meta.deliver(hook, told).status_code == 200
    work_off()
    return Report.objects.get()


def test_from_a_photo_to_done(hook: str, peer: meta.WhatsApp) -> None:
    peer.pictures["/files/9001.jpg"] = body(scene(5))
    told = meta.whatsapp(messages=[meta.image("wamid.A", WORDS, author=SARI, media="9001")])
    assert meta.subscribe(hook).text == "1158201444"
    assert {answer.status_code for answer in at_once(lambda: meta.deliver(hook, told))} == {200}
    work_off()
    report = Report.objects.get()
    assert (report.channel.code, report.photos.count()) == ("whatsapp", 1)
    (receipt,) = peer.sent
    assert (receipt["to"], receipt["type"]) == (SARI, "text")
    assert report.number in receipt["text"]["body"]

    channel.ask(report, "Di depan nomor berapa?")
    answer = meta.text("wamid.B", "Di depan nomor 12", author=SARI, answers="wamid.OUT2")
    meta.deliver(hook, meta.whatsapp(messages=[answer]))
    work_off()
    assert Statement.objects.filter(report=report, verb="answer", text="Di depan nomor 12").exists()

    channel.bring_to_done(report)
    assert "selesai" in peer.sent[-1]["text"]["body"]
    done = {"id": f"wamid.OUT{len(peer.sent)}", "status": "delivered", "timestamp": "1795399200", "recipient_id": SARI}
    done["biz_opaque_callback_data"] = peer.sent[-1]["biz_opaque_callback_data"]
    meta.deliver(hook, meta.whatsapp(statuses=[done]))
    work_off()
    assert Delivery.objects.get(kind="done").state == "arrived"
    assert not Delivery.objects.filter(state__in=["waiting", "refused", "unclear", "given_up"]).exists()
    assert Report.objects.count() == 1


def test_a_day_after_the_last_message_the_template_is_sent(hook: str, peer: meta.WhatsApp) -> None:
    report = file(hook)
    for message in Message.objects.all():
        Message.objects.filter(pk=message.pk).update(at=message.at - timedelta(hours=25))
    channel.bring_to_done(report)
    sent = peer.sent[-1]
    assert sent["type"] == "template"
    number, brief = [one["text"] for one in sent["template"]["components"][0]["parameters"]]
    assert number == report.number
    assert "\n" not in brief


def test_forged_and_unsigned_events_leave_a_count_and_nothing_else(hook: str, peer: meta.WhatsApp) -> None:
    told = meta.whatsapp(messages=[meta.text("wamid.A", WORDS, author=SARI)])
    assert meta.deliver(hook, told, secret="guessed").status_code == 403
    assert httpx.post(hook, json=told).status_code == 403
    assert meta.subscribe(hook, token="guessed").status_code == 403
    assert channel.forged("whatsapp") == (0, 3)
    assert waiting() == []


def test_without_its_settings_the_channel_is_off(live_server: Any) -> None:
    told = meta.whatsapp(messages=[meta.text("wamid.A", WORDS, author=SARI)])
    hook = f"{live_server.url}/api/kanal/whatsapp"
    assert meta.deliver(hook, told).status_code == 403
    assert meta.subscribe(hook).status_code == 403
    assert channel.forged("whatsapp") == (0, 0)


def test_a_stranger_adds_nothing_and_hears_nothing(hook: str, peer: meta.WhatsApp) -> None:
    report = file(hook)
    events, said = Event.objects.filter(stream=report.stream).count(), len(peer.sent)
    told = [
        meta.text("wamid.S1", "batalkan saja", author=STRANGER, answers="wamid.OUT1"),
        meta.text("wamid.S2", f"Bagaimana laporan {report.number}?", author=STRANGER),
    ]
    meta.deliver(hook, meta.whatsapp(messages=told))
    work_off()
    assert Event.objects.filter(stream=report.stream).count() == events
    assert len(peer.sent) == said
    assert Conversation.objects.filter(state="desk", reason="stranger").count() >= 1


def test_a_limit_is_waited_for_and_an_unknown_number_is_final(hook: str, peer: meta.WhatsApp) -> None:
    meta.deliver(hook, meta.whatsapp(messages=[meta.text("wamid.A", WORDS, author=SARI)]))
    peer.troubles = [Reply({"error": {"message": "(#130429) Rate limit hit", "code": 130429}}, 429)]
    with pytest.raises(Later):
        work_off()
    sent = Delivery.objects.get()
    assert (sent.state, sent.failure) == ("waiting", "whatsapp 429 130429")
    peer.troubles = [Reply({"error": {"message": "(#131026) Message undeliverable", "code": 131026}}, 400)]
    jobs.reply.func(delivery_id=sent.pk)
    sent.refresh_from_db()
    assert (sent.state, sent.failure) == ("refused", "whatsapp 400 131026")
