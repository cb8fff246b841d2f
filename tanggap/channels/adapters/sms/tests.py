"""What is heard in each kind of event, the dialogue that asks for the place, and replies that fit into two messages."""

from __future__ import annotations

import base64
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tanggap.carriers import gsm, smpp, sms
from tanggap.carriers.failures import Later, Refused, Unclear
from tanggap.carriers.letters import Letter
from tanggap.carriers.models import Delivery
from tanggap.channels import dialogues, intake, polling
from tanggap.channels.adapters.sms import adapter, dialogue, line, parts
from tanggap.channels.adapters.web import adapter as web
from tanggap.channels.capabilities import Configured, Converses, Hooked, Listens, Obeys, Polls, Reads, Says, Watched
from tanggap.channels.conversations import words_of
from tanggap.channels.facts import Facts
from tanggap.channels.heard import Call, Heard, Kind
from tanggap.channels.models import Conversation, Inbound, Message
from tanggap.journal.models import Event
from tanggap.reports import catalogue
from tanggap.reports.models import Report
from tanggap.reports.tests import walking
from tanggap.reports.tests.walking import MONDAY, filed
from tests import people
from tests.jobs import work_off
from tests.post_office import free_port

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parent / "samples"
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
SARI = people.SARI.phone
NUMBER = "JK2611240001"
LONG_NAME = "Suku Dinas Pertamanan dan Hutan Kota Administrasi Jakarta Selatan"

HEARD: dict[str, dict[str, Any]] = {
    "report.mo": {"fresh": True, "words": "ada tumpukan sampah di trotoar depan pasar", "language": "id"},
    "report_english.mo": {"fresh": True, "words": "street light out at Jl Cikini, Kel. Menteng", "language": "en"},
    "report_unicode.mo": {"fresh": True, "words": "lampu jalan mati di Kel. Menteng 😀"},
    "plain.mo": {"fresh": False, "kind": Kind.MESSAGE, "proven": ("phone",), "joins": False},
    "emergency.mo": {"kind": Kind.MESSAGE, "words": "tolong ada kebakaran di gang sebelah pasar"},
    "status.mo": {"kind": Kind.STATUS, "number": NUMBER},
    "status_spelt.mo": {"kind": Kind.STATUS, "number": NUMBER},
    "status_alone.mo": {"kind": Kind.COMMAND, "number": ""},
    "help.mo": {"kind": Kind.COMMAND, "language": "en"},
    "help_id.mo": {"kind": Kind.COMMAND, "language": "id"},
    "aid.mo": {"kind": Kind.MESSAGE, "words": "bantuan sosial belum cair untuk warga RT 04"},
    "stop.mo": {"kind": Kind.COMMAND},
    "start.mo": {"kind": Kind.COMMAND},
    "withdraw.mo": {"verb": "withdraw", "number": NUMBER},
    "reopen.mo": {"verb": "reopen", "number": NUMBER, "words": f"{NUMBER} lubangnya terbuka lagi"},
    "close.mo": {"verb": "close", "number": NUMBER},
    "appeal.mo": {"verb": "appeal", "number": NUMBER},
    "addition.mo": {"verb": "", "number": NUMBER, "fresh": False},
    "advertiser.mo": {"kind": Kind.IGNORE},
    "service.mo": {"kind": Kind.IGNORE},
    "own.mo": {"kind": Kind.OWN},
    "data.mo": {"kind": Kind.MESSAGE},
    "delivered.dlr": {"kind": Kind.DELIVERY, "receipt": "delivery:17", "arrived": True},
    "failed.dlr": {"kind": Kind.DELIVERY, "arrived": False, "code": "kannel 2"},
    "rejected.dlr": {"kind": Kind.DELIVERY, "arrived": False, "code": "kannel 16"},
    "buffered.dlr": {"kind": Kind.IGNORE},
    "accepted.dlr": {"kind": Kind.IGNORE},
    "smpp_report.pdu": {"fresh": True, "words": "{sampah} di Kel. Menteng"},
    "smpp_unicode.pdu": {"fresh": True, "words": "lampu mati 😀"},
    "smpp_payload.pdu": {"fresh": True, "words": "sampah menumpuk di Kel. Menteng"},
    "smpp_part.pdu": {"kind": Kind.IGNORE},
    "smpp_part_wide.pdu": {"kind": Kind.IGNORE},
    "smpp_part_sar.pdu": {"kind": Kind.IGNORE},
    "smpp_delivered.pdu": {"kind": Kind.DELIVERY, "receipt": "C42", "arrived": True},
    "smpp_delivered_tlv.pdu": {"kind": Kind.DELIVERY, "receipt": "C42", "arrived": True},
    "smpp_undelivered.pdu": {"kind": Kind.DELIVERY, "receipt": "C42", "arrived": False},
    "smpp_enroute.pdu": {"kind": Kind.IGNORE},
}
"""Each sample, and what is heard in it."""


def heard_in(name: str) -> Heard:
    text = (SAMPLES / name).read_text().strip()
    if name.endswith(".pdu"):
        taken = parts.take(bytes.fromhex(text), at=NOW)
        assert taken is not None
        (heard,) = adapter.read(bytes.fromhex(text), taken.content_type, taken.meta)
    else:
        part = name.rpartition(".")[2]
        (heard,) = adapter.read(text.encode(), "application/x-www-form-urlencoded", {"part": part})
    return heard


@pytest.mark.parametrize("name", HEARD)
def test_a_sample_is_heard(name: str) -> None:
    heard = heard_in(name)
    assert {field: getattr(heard, field) for field in HEARD[name]} == HEARD[name]
    assert heard.kind is not Kind.MESSAGE or heard.author.phone == SARI


def test_every_sample_has_its_line() -> None:
    assert {file.name for file in SAMPLES.iterdir()} == set(HEARD)


def test_the_adapter_can_do_what_its_channel_needs() -> None:
    for capability in (Reads, Says, Hooked, Converses, Obeys, Configured, Polls, Listens, Watched):
        assert isinstance(adapter, capability)


def tell(words: str, *, sender: str = SARI, at: datetime = NOW, name: str = "") -> None:
    """A message, and everything that follows from it but its sending."""
    coded = "&".join(f"{key}={value}" for key, value in {"id": name or words, "from": sender, "text": words}.items())
    raw = coded.replace("+", "%2B").replace(" ", "+").encode()
    assert intake.take("sms", f"mo:{name or words}", raw, meta={"part": "mo"}, at=at)
    work_off(intake.READ)


def said() -> list[str]:
    return [words_of(message) for message in Message.objects.filter(outcome=Message.Outcome.OURS).order_by("pk")]


def test_a_report_without_a_place_is_asked_for_it_and_filed_with_the_answer() -> None:
    tell("LAPOR ada tumpukan sampah di trotoar")
    assert said() == [str(dialogue.WHERE.id)]
    tell("Menteng, Jl Besuki 4")
    report = Report.objects.get()
    assert report.words == "ada tumpukan sampah di trotoar\nMenteng, Jl Besuki 4"
    assert (report.area and report.area.code, report.street) == (people.MENTENG, "Menteng, Jl Besuki 4")


def test_an_answer_that_names_no_kelurahan_is_asked_once_more_and_then_taken_as_it_is() -> None:
    tell("REPORT rubbish piled up on the pavement")
    tell("near the bakery")
    assert said() == [str(dialogue.WHERE.en), str(dialogue.WHICH.en)]
    tell("X")
    report = Report.objects.get()
    assert (report.area, report.language) == (None, "en")
    assert report.holder == catalogue.current().desk


def test_a_place_in_the_first_message_is_not_asked_for() -> None:
    tell("LAPOR sampah menumpuk di Kel. Menteng")
    assert (said(), Report.objects.count()) == ([], 1)


def test_silence_files_what_was_told() -> None:
    tell("LAPOR ada tumpukan sampah di trotoar")
    assert dialogues.lapse(at=NOW + dialogues.PATIENCE - timedelta(seconds=90)) == 0
    conversation = Conversation.objects.get()
    assert conversation.lapses_at is not None
    assert dialogues.lapse(at=conversation.lapses_at) == 1
    assert Report.objects.get().words == "ada tumpukan sampah di trotoar"


def test_an_emergency_is_told_112_and_waits_for_no_place() -> None:
    tell("tolong ada kebakaran di gang sebelah pasar")
    assert len(said()) == 1
    assert "112" in said()[0] or "113" in said()[0]
    assert gsm.segments(gsm.plain(said()[0])) <= adapter.MOST
    assert Report.objects.count() == 1


def test_status_alone_tells_of_the_latest_report_and_explains_where_there_is_none() -> None:
    tell("STATUS", name="1")
    assert said() == [str(dialogue.HELP.id)]
    tell("LAPOR sampah menumpuk di Kel. Menteng")
    tell("STATUS", name="2")
    assert Report.objects.get().number in said()[1]


def test_stop_silences_earlier_reports_until_start_and_no_later_one() -> None:
    tell("LAPOR sampah menumpuk di Kel. Menteng", name="1")
    report = Report.objects.get()
    tell("STOP", at=NOW + timedelta(minutes=1))
    assert letter(report) is None
    tell("LAPOR lampu jalan mati di Kel. Menteng", name="2", at=datetime.now(UTC) + timedelta(minutes=5))
    assert letter(Report.objects.latest("pk")) is not None
    tell("MULAI")
    assert letter(report) is not None
    assert said() == [str(dialogue.STOPPED.id), str(dialogue.GOING.id)]


def letter(report: Report) -> Any:
    event = Event.objects.filter(stream=report.stream).latest("pk")
    ordered = Delivery(pk=1, event_id=event.pk, recipient=f"reporter:{report.pk}", carrier="sms", kind="taken")
    return adapter.write(ordered, Facts(event, report, report))


def test_a_chain_that_stays_incomplete_is_read_as_far_as_it_came_and_once() -> None:
    texts = ["LAPOR sampah menumpuk ", "di trotoar sejak minggu lalu, ", "Kel. Menteng"]
    bodies = [smpp_part(text, number, len(texts)) for number, text in enumerate(texts, start=1)]
    for body in (bodies[2], bodies[0]):
        parts.take(body, at=NOW)
    work_off(intake.READ)
    assert parts.give_up(NOW + timedelta(minutes=9)) == Report.objects.count() == 0
    assert parts.give_up(NOW + timedelta(minutes=11)) == 1
    assert parts.give_up(NOW + timedelta(minutes=12)) == 0
    work_off(intake.READ)
    assert Report.objects.get().words == f"sampah menumpuk {parts.GAP}Kel. Menteng"
    parts.take(bodies[1], at=NOW + timedelta(minutes=20))
    work_off(intake.READ)
    assert Report.objects.count() == 1


def smpp_part(text: str, number: int, total: int, *, reference: int = 7) -> bytes:
    header = bytes((5, 0, 3, reference, total, number))
    octets = header + gsm.encode(text)
    return smpp.pack(smpp.Short("6281298765432", "0811", octets, esm_class=smpp.WITH_HEADER, source_kind=1))


def test_a_repetition_of_the_centre_is_not_taken_twice_and_the_same_words_later_are() -> None:
    body = smpp.pack(smpp.Short("6281298765432", "0811", gsm.encode("STATUS"), source_kind=1))
    assert parts.take(body, at=NOW) is not None
    assert parts.take(body, at=NOW + timedelta(minutes=4)) is None
    assert parts.take(body, at=NOW + timedelta(minutes=20)) is not None
    work_off(intake.READ)
    assert len(said()) == Inbound.objects.count() == 2


KINDS = sorted(file.stem for file in adapter.REPLIES.glob("*.txt"))


def test_every_step_that_is_told_by_mail_is_told_here() -> None:
    assert {file.stem for file in web.REPLIES.glob("[!_]*.txt")} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_step_takes_two_messages_at_most_and_names_number_and_page(kind: str, language: str) -> None:
    report = filed(of=walking.category(), privacy=Report.Privacy.PRIVATE)
    report.language = language
    report.holder.short = LONG_NAME
    words = "Warga “RT 04” meminta foto tambahan dari arah jalan… " * 9
    report.statements.create(seq=1, verb=kind, text=words, at=MONDAY)
    refusal = catalogue.current().refusals[0].code
    data = {"now": "selesai", "until": "2026-12-13T02:00:00+00:00", "refusal": refusal}
    told = Facts(
        Event(pk=1, stream=report.stream, seq=1, verb="x", actor="system", at=MONDAY, data=data), report, report
    )
    told.__dict__["holder"] = report.holder
    text = adapter.text(kind, told)
    assert gsm.is_basic(text)
    assert gsm.segments(text) <= adapter.MOST
    assert report.number in text
    assert f"/lacak/{report.number}" in text
    assert "None" not in text
    assert "{" not in text


@pytest.mark.parametrize(
    "pair",
    [dialogue.HELP, dialogue.STOPPED, dialogue.GOING, dialogue.WHERE, dialogue.WHICH],
    ids=lambda pair: pair.en[:12],
)
def test_what_the_dialogue_says_fits(pair: Any) -> None:
    for text in (pair.id, pair.en):
        assert gsm.is_basic(text)
        assert gsm.segments(text) <= adapter.MOST


def call(*, given: str = "rahasia-untuk-kannel", user: str = "tanggap", address: str = "127.0.0.1") -> Call:
    basic = base64.b64encode(f"{user}:{given}".encode()).decode()
    return Call("GET", "mo", b"id=1", {}, {"authorization": f"Basic {basic}"}, address=address)


def test_who_calls_must_know_the_secret_and_stand_nearby(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not adapter.signed(call())
    monkeypatch.setenv("TANGGAP_SMS_KANNEL_URL", "http://127.0.0.1:13013")
    assert not adapter.signed(call(given=""))
    monkeypatch.setenv("TANGGAP_SMS_SECRET", "rahasia-untuk-kannel")
    assert adapter.signed(call())
    assert not adapter.signed(call(given="x"))
    assert not adapter.signed(call(user="x"))
    assert not adapter.signed(call(address="10.1.2.3"))
    monkeypatch.setenv("TANGGAP_SMS_ADDRESSES", "10.1.0.0/16, 192.0.2.7")
    assert adapter.signed(call(address="10.1.2.3"))
    assert not adapter.signed(call(address="127.0.0.1"))


def test_without_settings_the_channel_is_off(client: Client) -> None:
    assert client.get("/api/kanal/sms/mo?id=1&from=%2B6281298765432&text=LAPOR").status_code == 403
    assert Inbound.objects.count() == 0
    assert list(adapter.settings().values()) == [False]


def test_nothing_is_sent_where_nobody_can_take_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Later, match="not configured"):
        sms.send(Letter(to=SARI, text="x", id="<1@x>"))
    with pytest.raises(Refused, match="no number"):
        sms.send(Letter(to="Sari", text="x", id="<1@x>"))
    monkeypatch.setenv("TANGGAP_SMS_KANNEL_URL", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(Later, match="ConnectError"):
        sms.send(Letter(to=SARI, text="x", id="<1@x>"))
    monkeypatch.delenv("TANGGAP_SMS_KANNEL_URL")
    monkeypatch.setenv("TANGGAP_SMS_SMPP", f"smpp://a:b@127.0.0.1:{free_port()}")
    with pytest.raises(Later, match="ConnectionRefusedError"):
        sms.send(Letter(to=SARI, text="x", id="<1@x>"))


def test_an_answer_that_does_not_come_leaves_it_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sms, "ANSWERING", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        monkeypatch.setenv("TANGGAP_SMS_KANNEL_URL", f"http://127.0.0.1:{deaf.getsockname()[1]}")
        with pytest.raises(Unclear, match="ReadTimeout"):
            sms.send(Letter(to=SARI, text="x", id="<1@x>"))


def test_a_line_that_is_not_held_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    assert adapter.health(NOW) == ""
    monkeypatch.setenv("TANGGAP_SMS_SMPP", "smpp://a:b@127.0.0.1")
    assert "never held" in adapter.health(NOW)
    polling.note("sms", line.STATE, line.HELD, at=NOW)
    assert adapter.health(NOW + timedelta(minutes=4)) == ""
    assert "is lost since" in adapter.health(NOW + timedelta(minutes=6))
