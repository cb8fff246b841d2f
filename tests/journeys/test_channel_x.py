"""X: from a mention with a photo to Selesai, all over HTTP, against a server that signs and answers as X does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from django.utils import timezone

from tanggap.carriers.failures import Later
from tanggap.carriers.models import Delivery
from tanggap.channels import polling
from tanggap.channels.adapters.twitter import adapter
from tanggap.channels.adapters.twitter.weights import MOST, weight
from tanggap.channels.models import Conversation
from tanggap.journal.models import Event
from tanggap.reports.models import Report, Statement
from tests.jobs import waiting, work_off
from tests.journeys import channel
from tests.peers import x
from tests.peers.server import Reply, at_once
from tests.pictures import body, scene

pytestmark = pytest.mark.django_db(transaction=True)

SARI, STRANGER = "4400", "6600"
WORDS = "Jalan berlubang besar di Jl Teuku Umar Menteng, sudah dua orang jatuh"


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> Iterator[x.X]:
    with x.X() as server:
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture
def hook(live_server: Any, peer: x.X) -> str:
    return f"{live_server.url}/api/kanal/twitter"


def file(hook: str) -> Report:
    assert x.deliver(hook, x.mention("501", WORDS, author=SARI)).status_code == 200
    work_off()
    return Report.objects.get()


def test_from_a_mention_to_done(hook: str, peer: x.X) -> None:
    peer.pictures["/media/a.jpg"] = body(scene(3))
    told = x.mention("501", WORDS, author=SARI, photo=f"{peer.url}/media/a.jpg")
    assert x.passes_challenge(hook)
    assert {answer.status_code for answer in at_once(lambda: x.deliver(hook, told))} == {200}
    work_off()
    report = Report.objects.get()
    assert (report.channel.code, report.photos.count()) == ("twitter", 1)

    # In public the number and nothing else; the rest directly.
    (public,) = peer.posts
    assert public["reply"] == {"in_reply_to_tweet_id": "501"}
    assert report.number in public["text"]
    assert weight(public["text"]) <= MOST
    assert "Sari" not in public["text"]
    assert "Teuku Umar" not in public["text"]
    ((to, words),) = peer.directs
    assert to == SARI
    assert report.number in words
    assert "PIN" in words

    channel.bring_to_done(report)
    assert report.number in peer.posts[-1]["text"]
    assert "selesai" in peer.posts[-1]["text"]
    assert "selesai" in peer.directs[-1][1]
    assert not Delivery.objects.filter(state__in=["waiting", "refused", "unclear", "given_up"]).exists()

    # A word in the thread of our answer settles it; the thread was one conversation all along.
    x.deliver(hook, x.mention("502", "sudah beres, terima kasih", author=SARI, answers=peer.posts[-1]["id"]))
    work_off()
    report.refresh_from_db()
    assert report.status == "ditutup"
    assert Report.objects.count() == 1


def test_what_is_said_directly_is_answered_directly(hook: str, peer: x.X) -> None:
    report = file(hook)

    # A question goes directly, and so does the answer, which names no number.
    channel.ask(report, "Di depan nomor berapa?")
    assert "Di depan nomor berapa?" in peer.directs[-1][1]
    assert "nomor berapa" not in peer.posts[-1]["text"]
    x.deliver(hook, x.direct("701", "Di depan nomor 12", author=SARI))
    work_off()
    assert Statement.objects.filter(report=report, verb="answer", text="Di depan nomor 12").exists()

    # A status that is asked for directly is told directly.
    x.deliver(hook, x.direct("702", f"status {report.number}", author=SARI))
    work_off()
    assert peer.directs[-1][1].startswith(report.number)


def test_forged_and_unsigned_events_leave_a_count_and_nothing_else(hook: str, peer: x.X) -> None:
    told = x.mention("501", WORDS, author=SARI)
    assert x.deliver(hook, told, secret="guessed").status_code == 403
    assert httpx.post(hook, json=told).status_code == 403
    # The challenge signs no event for whoever asks: an answer to this would be the signature of a post.
    assert httpx.get(hook, params={"crc_token": '{"for_user_id":"1700000000"}'}).status_code == 403
    assert channel.forged("twitter") == (0, 3)
    assert waiting() == []


def test_a_stranger_adds_nothing_and_hears_nothing(hook: str, peer: x.X) -> None:
    report = file(hook)
    events, said = Event.objects.filter(stream=report.stream).count(), len(peer.posts) + len(peer.directs)
    x.deliver(hook, x.mention("601", f"{report.number} batalkan saja", author=STRANGER, answers=peer.posts[0]["id"]))
    x.deliver(hook, x.direct("702", f"Bagaimana laporan {report.number}?", author=STRANGER))
    work_off()
    assert Event.objects.filter(stream=report.stream).count() == events
    assert len(peer.posts) + len(peer.directs) == said
    assert Conversation.objects.filter(state="desk", reason="stranger").count() == 2


def test_what_the_webhook_missed_is_found_by_asking(hook: str, peer: x.X) -> None:
    file(hook)
    peer.mentions = [
        {"id": str(number), "conversation_id": str(number), "author_id": "4400", "text": f"@DKIJakarta {words}"}
        for number, words in ((501, WORDS), (510, "Lampu jalan mati"), (511, "Sampah menumpuk"), (512, "Banjir"))
    ]
    now = timezone.now()
    assert adapter.poll(now) == 2
    assert "start_time" in peer.asked[-1].query
    assert polling.bookmark("twitter", "since_id") == "512"
    work_off()
    assert Report.objects.count() == 4
    assert adapter.poll(now + timedelta(minutes=1)) == 0
    assert peer.asked[-1].query["since_id"] == "512"


def test_a_limit_is_waited_for_and_a_closed_door_is_not_knocked_at_again(hook: str, peer: x.X) -> None:
    x.deliver(hook, x.mention("501", WORDS, author=SARI))
    peer.closed.add(SARI)
    peer.troubles = [Reply({"title": "Too Many Requests"}, 429, {"x-rate-limit-reset": "1795399999"})]
    with pytest.raises(Later):
        work_off()
    public = Delivery.objects.get(carrier="x")
    assert (public.state, public.failure) == ("waiting", "x 429")
    from tanggap.channels import jobs

    jobs.reply.func(delivery_id=public.pk)
    work_off()
    assert len(peer.posts) == 1
    assert Delivery.objects.get(carrier="x-direct").state == "refused"
