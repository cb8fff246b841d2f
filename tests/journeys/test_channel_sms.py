"""Text messages: from a phone to Selesai and back, through real Kannel and against a real SMPP server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.db import connection, transaction
from django.test import Client

from tanggap.carriers.failures import Later
from tanggap.carriers.models import Delivery
from tanggap.channels import intake, jobs, replies
from tanggap.channels.adapters.sms import line
from tanggap.channels.models import Conversation, Inbound, Message
from tanggap.reports.models import Report, Statement
from tests import people, sms_gateway
from tests.jobs import work_off
from tests.journeys import channel
from tests.peers.server import at_once
from tests.sms_gateway import Centre, Kannel, wait_for

pytestmark = pytest.mark.django_db(transaction=True)

SARI, STRANGER = people.SARI.phone, "+6281311112222"
WORDS = "LAPOR ada tumpukan sampah di trotoar depan pasar"
PLACE = "Kel. Menteng, Jl Besuki 4"
LONG = "Sampah di trotoar depan pasar belum diangkut sejak minggu lalu, baunya sampai ke rumah warga. " * 3


@pytest.fixture
def kannel(live_server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kannel]:
    with sms_gateway.kannel(live_server.url, tmp_path) as gateway:
        for name, value in {
            "KANNEL_URL": gateway.url,
            "KANNEL_USER": sms_gateway.USER,
            "KANNEL_PASSWORD": sms_gateway.PASSWORD,
            "SECRET": sms_gateway.SECRET,
            "CALLBACK": live_server.url,
        }.items():
            monkeypatch.setenv(f"TANGGAP_SMS_{name}", value)
        yield gateway


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Centre]:
    """The centre, and our line to it."""
    monkeypatch.delenv("TANGGAP_SMS_KANNEL_URL", raising=False)
    with sms_gateway.centre(tmp_path) as server:
        monkeypatch.setenv("TANGGAP_SMS_SMPP", server.url)
        stop = threading.Event()

        def hold() -> None:
            try:
                line.hold(stop)
            finally:
                connection.close()

        holder = threading.Thread(target=hold)
        holder.start()
        try:
            wait_for(lambda: any(one.get("known") for one in server.other), "the line")
            yield server
        finally:
            stop.set()
            holder.join(10)


def come(count: int) -> None:
    """Wait until so many events are stored, and do what follows from them."""
    wait_for(lambda: Inbound.objects.count() >= count, f"event {count}")
    work_off()


def reported(count: int) -> list[str]:
    """Wait until delivery reports made all deliveries arrive; their kinds."""

    def arrived() -> bool:
        work_off()
        return Delivery.objects.filter(state="arrived").count() >= count

    wait_for(arrived, f"{count} delivery reports")
    return sorted(Delivery.objects.filter(state="arrived").values_list("kind", flat=True))


def test_by_kannel_from_a_phone_to_done(kannel: Kannel) -> None:
    kannel.text(SARI, WORDS)
    come(1)
    kannel.wait_for("Di mana tempatnya?")
    kannel.text(SARI, PLACE)
    wait_for(lambda: work_off() is not None and Report.objects.exists(), "the report")
    report = Report.objects.get()
    assert (report.channel.code, report.area_id, report.street) == ("sms", report.area_id, PLACE)
    assert report.area is not None
    assert report.area.code == people.MENTENG
    kannel.wait_for(report.number, "PIN", "STATUS")

    channel.ask(report, "Di depan toko apa?")
    kannel.wait_for("Di depan toko apa?")
    kannel.text(SARI, "Di depan toko roti")
    wait_for(lambda: work_off() is not None and Statement.objects.filter(verb="answer").exists(), "the answer")
    assert Statement.objects.get(verb="answer").text == "Di depan toko roti"

    channel.bring_to_done(report)
    kannel.wait_for(report.number, "selesai", "BERES", "BELUM")
    assert {"done", "question", "receipt", "taken"} <= set(reported(Delivery.objects.count()))
    assert not Delivery.objects.exclude(state="arrived").exists()

    kannel.text(SARI, f"BERES {report.number}")
    wait_for(lambda: work_off() is not None and Report.objects.filter(status="ditutup").exists(), "the verdict")
    assert Report.objects.count() == 1


def test_by_kannel_status_and_strangers(kannel: Kannel) -> None:
    kannel.text(SARI, "LAPOR sampah menumpuk di Kel. Menteng")
    come(1)
    report = Report.objects.get()
    kannel.text(STRANGER, f"STATUS {report.number}")
    come(2)
    kannel.wait_for("tidak ditemukan")
    kannel.text(SARI, f"status {report.number[:2]} {report.number[2:]}")
    wait_for(lambda: work_off() is not None and f"{report.number}: Menunggu" in "".join(kannel.heard()), "the status")
    assert Report.objects.count() == 1
    assert not Statement.objects.filter(report=report).exists()


def test_by_kannel_long_and_foreign_messages_arrive_whole(kannel: Kannel) -> None:
    words = f"LAPOR {LONG}{PLACE} {{blok C}}"
    kannel.text_in_parts(SARI, [words[:150], words[150:300], words[300:]])
    come(1)
    report = Report.objects.get()
    assert report.words == words.removeprefix("LAPOR ").strip()
    kannel.text_in_unicode(SARI, "LAPOR lampu jalan mati di Kel. Menteng 😀")
    wait_for(lambda: work_off() is not None and Report.objects.count() == 2, "the second report")
    assert Report.objects.latest("pk").words.endswith("😀")
    conversation = Conversation.objects.filter(report=report).get()
    with transaction.atomic():
        replies.say(conversation, LONG, kind="answer", at=report.filed_at)
    work_off()
    kannel.wait_for(LONG.strip())


def test_by_kannel_one_message_delivered_five_times_is_one_report(kannel: Kannel, live_server: Any) -> None:
    told = {"id": "a1", "from": SARI, "to": sms_gateway.NUMBER, "coding": "0", "charset": "UTF-8", "text": WORDS}
    hook, signed = f"{live_server.url}/api/kanal/sms/mo", (sms_gateway.USER, sms_gateway.SECRET)
    answers = at_once(lambda: httpx.get(hook, params=told, auth=signed))
    assert [answer.status_code for answer in answers] == [200] * 5
    assert httpx.post(hook, data=told, auth=signed).status_code == 200
    work_off()
    assert Inbound.objects.count() == Conversation.objects.count() == 1


@pytest.mark.parametrize("auth", [None, ("tanggap", "salah"), ("lain", sms_gateway.SECRET)])
def test_unsigned_is_refused_and_leaves_a_counter(kannel: Kannel, live_server: Any, auth: Any) -> None:
    told = {"id": "a1", "from": SARI, "text": WORDS}
    assert httpx.get(f"{live_server.url}/api/kanal/sms/mo", params=told, auth=auth).status_code == 403
    assert channel.forged("sms") == (0, 1)


def test_signed_from_elsewhere_is_refused(kannel: Kannel) -> None:
    headers = {"AUTHORIZATION": httpx.BasicAuth(sms_gateway.USER, sms_gateway.SECRET)._auth_header}
    hook = "/api/kanal/sms/mo?id=a1&from=%2B6281298765432&text=LAPOR+sampah"
    assert Client().get(hook, REMOTE_ADDR="203.0.113.9", headers=headers).status_code == 403
    assert Client().get(hook, REMOTE_ADDR="127.0.0.1", headers=headers).status_code == 200
    assert channel.forged("sms") == (1, 1)


def test_by_smpp_from_a_phone_to_done(centre: Centre) -> None:
    centre.text(SARI, WORDS)
    come(1)
    centre.wait_for("Di mana tempatnya?")
    centre.text(SARI, PLACE)
    come(2)
    report = Report.objects.get()
    receipt = centre.wait_for(report.number, "PIN")
    assert (receipt["from"], receipt["to"]) == (sms_gateway.NUMBER, SARI.removeprefix("+"))
    channel.bring_to_done(report)
    centre.wait_for(report.number, "selesai", "BERES")
    assert centre.acknowledged() == [0, 0]
    before = Inbound.objects.count()
    reports = [one["id"] for one in centre.submitted if one["wanted"] == 1]
    for sent in reports:
        centre.order(report={"id": sent, "state": "DELIVRD"})
    come(before + len(reports))
    assert not Delivery.objects.exclude(state="arrived").exists()


def test_by_smpp_a_chain_is_joined_in_any_order_and_split_on_the_way_out(centre: Centre) -> None:
    words = f"LAPOR {LONG}{PLACE} {{blok C}}"
    parts = [words[:140], words[140:280], words[280:]]
    centre.text(SARI, *parts, order=[3, 1, 2])
    come(3)
    assert Report.objects.get().words == words.removeprefix("LAPOR ").strip()
    emoji = "LAPOR lampu jalan mati di Kel. Menteng 😀 dekat sekolah"
    centre.text(STRANGER, emoji[:20], emoji[20:], sar=True, coding=8, reference=300)
    come(5)
    assert Report.objects.latest("pk").words == emoji.removeprefix("LAPOR ")

    conversation = Conversation.objects.order_by("pk").first()
    assert conversation is not None
    with transaction.atomic():
        replies.say(conversation, LONG, kind="answer", at=Report.objects.earliest("pk").filed_at)
    work_off()
    chain = [one for one in centre.submitted if one["udh"]][-2:]
    assert "".join(one["text"] for one in chain) == LONG.strip()
    assert [one["udh"][-4:] for one in chain] == ["0201", "0202"]
    assert [one["wanted"] for one in chain] == [0, 1]


def test_by_smpp_the_same_message_five_times_is_one_report(centre: Centre) -> None:
    for _ in range(5):
        centre.text(SARI, "LAPOR sampah menumpuk di Kel. Menteng")
    wait_for(lambda: len(centre.acknowledged()) == 5, "five acknowledgements")
    work_off()
    assert Report.objects.count() == Inbound.objects.count() == 1


def test_by_smpp_a_refused_number_is_not_tried_again_and_a_busy_centre_is(centre: Centre) -> None:
    centre.order(status=0x14)
    centre.text(SARI, "LAPOR sampah menumpuk di Kel. Menteng")
    wait_for(lambda: Inbound.objects.exists(), "the event")
    work_off(intake.READ, "reactions.follow")
    receipt = Delivery.objects.get(kind="receipt")
    with pytest.raises(Later):
        jobs.reply.func(receipt.pk)
    receipt.refresh_from_db()
    assert (receipt.state, receipt.failure) == ("waiting", "smpp 20")
    centre.order(status=0x0B)
    wait_for(lambda: jobs.reply.func(receipt.pk) is None, "the refusal")
    receipt.refresh_from_db()
    assert (receipt.state, receipt.failure) == ("refused", "smpp 11")


def test_by_smpp_a_text_caught_half_sent_is_settled_by_its_report(centre: Centre) -> None:
    centre.text(SARI, "LAPOR sampah menumpuk di Kel. Menteng")
    come(1)
    receipt = Delivery.objects.get(kind="receipt")
    # As the worker leaves it that dies between handing over and noting the centre's id.
    Delivery.objects.filter(pk=receipt.pk).update(state="sending", receipt="")
    sent = len(centre.submitted)
    jobs.reply.func(receipt.pk)
    receipt.refresh_from_db()
    assert (receipt.state, len(centre.submitted)) == ("unclear", sent)
    centre.order(report={"id": "C-lost", "state": "DELIVRD", "reference": receipt.pk % 65536})
    come(2)
    receipt.refresh_from_db()
    assert receipt.state == "arrived"


def test_words_that_ask_for_no_report_make_none(centre: Centre) -> None:
    centre.text(SARI, "HELP")
    come(1)
    centre.wait_for("REPORT, then problem and place")
    centre.text(SARI, "Selamat pagi min")
    come(2)
    centre.text("Telkomsel", "Promo paket data, hubungi jalan rusak", source_addr_ton=5)
    come(3)
    assert Report.objects.count() == 0
    assert Conversation.objects.get(state="desk").channel == "sms"
    assert Message.objects.filter(outcome="ignored").count() == 1
    assert len(centre.submitted) == 1
