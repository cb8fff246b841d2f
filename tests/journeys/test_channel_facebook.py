"""Facebook: from a comment to Selesai, with Messenger, against a server that signs and answers as Meta does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.utils import timezone

from tanggap.carriers.failures import Later
from tanggap.carriers.models import Delivery
from tanggap.channels import jobs
from tanggap.channels.adapters.facebook import adapter
from tanggap.channels.models import Conversation
from tanggap.journal.models import Event
from tanggap.reports.models import Report, Statement
from tests.jobs import waiting, work_off
from tests.journeys import channel
from tests.peers import meta
from tests.peers.server import at_once
from tests.pictures import body, scene

pytestmark = pytest.mark.django_db(transaction=True)

SARI, STRANGER, POST = "4400", "6600", f"{meta.PAGE}_77"
WORDS = "Sampah menumpuk di Jl Teuku Umar Menteng sudah seminggu"


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> Iterator[meta.Facebook]:
    with meta.Facebook() as server:
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture
def hook(live_server: Any, peer: meta.Facebook) -> str:
    return f"{live_server.url}/api/kanal/facebook"


def comment(own: str, words: str, *, author: str = SARI, parent: str = "", photo: str = "") -> dict[str, Any]:
    return meta.comment(own, words, author=author, post=POST, parent=parent, photo=photo)


def file(hook: str) -> Report:
    assert meta.deliver(hook, comment("77_1", WORDS)).status_code == 200
    work_off()
    return Report.objects.get()


def test_from_a_comment_to_done(hook: str, peer: meta.Facebook) -> None:
    peer.pictures["/photo.jpg"] = body(scene(4))
    told = comment("77_1", WORDS, photo=f"{peer.url}/photo.jpg")
    assert meta.subscribe(hook).text == "1158201444"
    assert {answer.status_code for answer in at_once(lambda: meta.deliver(hook, told))} == {200}
    work_off()
    report = Report.objects.get()
    assert (report.channel.code, report.photos.count()) == ("facebook", 1)

    # In public the number and nothing else; the rest in Messenger, which a comment opens once.
    ((target, public),) = peer.comments
    assert target == "77_1"
    assert report.number in public
    assert "Sari" not in public
    assert "Teuku Umar" not in public
    ((recipient, words),) = peer.messages
    assert recipient == {"comment_id": "77_1"}
    assert "PIN" in words

    channel.ask(report, "Di depan nomor berapa?")
    assert peer.messages[-1][0] == {"id": SARI}
    assert "Di depan nomor berapa?" in peer.messages[-1][1]
    assert "nomor berapa" not in peer.comments[-1][1]
    meta.deliver(hook, meta.message("m_in_1", "Di depan nomor 12", author=SARI, answers="m_2"))
    work_off()
    assert Statement.objects.filter(report=report, verb="answer", text="Di depan nomor 12").exists()

    channel.bring_to_done(report)
    assert report.number in peer.comments[-1][1]
    assert "selesai" in peer.messages[-1][1]
    assert not Delivery.objects.filter(state__in=["waiting", "refused", "unclear", "given_up"]).exists()

    # In the thread of the comment the author says that it is not settled.
    meta.deliver(hook, comment("77_2", "belum beres, masih bau", parent="77_1"))
    work_off()
    report.refresh_from_db()
    assert (report.status, report.round) == ("proses", 2)
    assert Report.objects.count() == 1


def test_forged_and_unsigned_events_leave_a_count_and_nothing_else(hook: str, peer: meta.Facebook) -> None:
    told = comment("77_1", WORDS)
    assert meta.deliver(hook, told, secret="guessed").status_code == 403
    assert httpx.post(hook, json=told).status_code == 403
    assert meta.subscribe(hook, token="guessed").status_code == 403
    assert channel.forged("facebook") == (0, 3)
    assert waiting() == []


def test_a_stranger_adds_nothing_and_hears_nothing(hook: str, peer: meta.Facebook) -> None:
    report = file(hook)
    events, said = Event.objects.filter(stream=report.stream).count(), len(peer.comments) + len(peer.messages)
    meta.deliver(hook, comment("77_9", "batalkan saja", author=STRANGER, parent="77_1"))
    meta.deliver(hook, meta.message("m_in_9", f"Bagaimana laporan {report.number}?", author=STRANGER))
    work_off()
    assert Event.objects.filter(stream=report.stream).count() == events
    assert len(peer.comments) + len(peer.messages) == said
    assert Conversation.objects.filter(state="desk", reason="stranger").count() == 2


def test_what_the_webhook_missed_is_found_by_asking(hook: str, peer: meta.Facebook) -> None:
    file(hook)
    now = timezone.now()

    def written(own: str, words: str) -> dict[str, Any]:
        return {"id": own, "message": words, "from": {"id": SARI, "name": "Sari"}, "created_time": f"{now:%FT%T%z}"}

    comments = [written("77_3", "Lampu jalan mati"), written("77_1", WORDS)]
    page = {"id": POST, "message": "Selamat pagi, Jakarta", "from": {"id": meta.PAGE}, "created_time": f"{now:%FT%T%z}"}
    peer.feed = [written(f"{meta.PAGE}_78", "Jalan berlubang"), page | {"comments": {"data": comments}}]
    assert adapter.poll(now) == 1
    work_off()
    assert Report.objects.count() == 3
    assert adapter.poll(now) == 0


def test_a_limit_is_waited_for_and_what_was_told_arrives_once(hook: str, peer: meta.Facebook) -> None:
    meta.deliver(hook, comment("77_1", WORDS))
    peer.troubles = [meta.RATE_LIMIT]
    with pytest.raises(Later):
        work_off()
    public = Delivery.objects.get(carrier="facebook")
    assert (public.state, public.failure) == ("waiting", "facebook 400 4")
    jobs.reply.func(delivery_id=public.pk)
    work_off()
    assert len(peer.comments) == len(peer.messages) == 1
    # Their delivery report and the echo of our own message start nothing new.
    arrived = {"sender": {"id": SARI}, "recipient": {"id": meta.PAGE}, "delivery": {"mids": ["m_2"], "watermark": 1}}
    echo = {"sender": {"id": meta.PAGE}, "message": {"mid": "m_2", "text": WORDS, "is_echo": True}}
    meta.deliver(hook, {"object": "page", "entry": [{"id": meta.PAGE, "messaging": [arrived, echo]}]})
    work_off()
    assert Delivery.objects.get(carrier="messenger").state == "arrived"
    assert Report.objects.count() == 1
