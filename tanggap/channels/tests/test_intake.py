"""One door in: an event is taken once, read once, and never lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from tanggap.carriers.models import Delivery
from tanggap.channels import intake, reading
from tanggap.channels.models import Conversation, Inbound, Message
from tanggap.channels.tests.plain import CODE, NOW, Plain, tell
from tanggap.reports.models import Report, Statement
from tests import people
from tests.jobs import waiting, work_off

pytestmark = pytest.mark.django_db


def test_a_message_becomes_a_report_with_number_contact_and_photo(channel: Plain) -> None:
    taken = tell({"external_id": "1", "words": "Jalan berlubang besar di depan pasar", "pictures": 1})
    assert taken is not None
    work_off(intake.READ)
    report = Report.objects.get()
    assert report.channel.code == CODE
    assert report.filed_at == NOW
    assert report.has_contact
    assert report.photos.count() == 1
    assert Inbound.objects.get().state == Inbound.State.READ
    assert Conversation.objects.get().report == report


def test_nothing_readable_stands_in_the_tables(channel: Plain) -> None:
    tell({"external_id": "id-of-the-message", "words": "Jalan berlubang", "thread": "id-of-the-thread"})
    work_off(intake.READ)
    for model in (Inbound, Message, Conversation):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT row_to_json(t)::text FROM {model._meta.db_table} t")
            rows = " ".join(row[0] for row in cursor.fetchall())
        for secret in ("id-of-the-message", "id-of-the-thread", people.SARI.email, "berlubang"):
            assert secret not in rows


def test_the_same_event_is_taken_once(channel: Plain) -> None:
    assert tell({"external_id": "1", "words": "Jalan berlubang"}) is not None
    assert tell({"external_id": "1", "words": "Jalan berlubang"}) is None
    work_off(intake.READ)
    assert Report.objects.count() == 1


def test_the_same_message_in_another_envelope_is_handled_once(channel: Plain) -> None:
    first, second = {"external_id": "1", "words": "Jalan berlubang"}, {"external_id": "2", "words": "Lampu jalan mati"}
    tell(first, event="a")
    tell(first, second, event="b")
    work_off(intake.READ)
    assert Report.objects.count() == 2


def test_reading_twice_files_once(channel: Plain) -> None:
    taken = tell({"external_id": "1", "words": "Jalan berlubang"})
    assert taken is not None
    reading.read(taken.pk, at=NOW)
    Inbound.objects.update(state=Inbound.State.FAILED)
    reading.read(taken.pk, at=NOW)
    assert Report.objects.count() == 1


def test_what_cannot_be_read_is_kept_shown_and_replayed(channel: Plain) -> None:
    channel.broken = True
    taken = tell({"external_id": "1", "words": "Jalan berlubang"})
    assert taken is not None
    work_off(intake.READ)
    taken.refresh_from_db()
    assert taken.state == Inbound.State.FAILED
    assert "ValueError" in taken.error
    assert "Sari" not in taken.error
    channel.broken = False
    call_command("channels", "replay", "--failed", verbosity=0)
    work_off(intake.READ)
    taken.refresh_from_db()
    assert (taken.state, taken.error, taken.attempts) == (Inbound.State.READ, "", 2)
    assert Report.objects.count() == 1


def test_one_message_that_fails_does_not_take_the_others_with_it(channel: Plain) -> None:
    taken = tell(
        {"external_id": "1", "words": "Jalan berlubang"},
        {"external_id": "2", "words": "Lampu jalan mati", "lat": "south", "lon": "east"},
        {"external_id": "3", "words": "Sampah menumpuk"},
    )
    assert taken is not None
    work_off(intake.READ)
    taken.refresh_from_db()
    assert taken.state == Inbound.State.FAILED
    assert Report.objects.count() == 2


def test_words_that_tell_nothing_wait_for_the_desk(channel: Plain) -> None:
    tell({"external_id": "1", "words": "Selamat pagi min"})
    work_off(intake.READ)
    assert Report.objects.count() == 0
    assert Conversation.objects.get().state == Conversation.State.DESK
    assert Inbound.objects.get().state == Inbound.State.CONVERSATION


def test_the_reporter_adds_to_the_report_by_its_number(channel: Plain) -> None:
    tell({"external_id": "1", "words": "Jalan berlubang"})
    work_off(intake.READ)
    report = Report.objects.get()
    spaced = f"{report.number[:2]} {report.number[2:8]}-{report.number[8:]}"
    tell({"external_id": "2", "words": f"Tambahan untuk {spaced}: makin dalam"})
    work_off(intake.READ)
    assert Report.objects.count() == 1
    assert Statement.objects.get(report=report).by_reporter


@pytest.mark.parametrize("way", ["token", "references", "number", "thread"])
def test_a_stranger_adds_nothing_and_learns_nothing(channel: Plain, way: str) -> None:
    from tanggap.channels import threads

    tell({"external_id": "1", "words": "Jalan berlubang", "thread": "t"})
    work_off(intake.READ)
    report = Report.objects.get()
    ways: dict[str, dict[str, Any]] = {
        "token": {"token": threads.token(report.number)},
        "references": {"references": ("1",)},
        "number": {"words": f"Saya mau tambah di {report.number}"},
        "thread": {"thread": "t"},
    }
    seq, sent = report.journal_seq, Delivery.objects.count()
    tell({"external_id": "2", "words": "Batalkan saja", "author": {"email": "lain@warga.test"}, **ways[way]})
    work_off(intake.READ)
    report.refresh_from_db()
    assert report.journal_seq == seq
    assert Delivery.objects.count() == sent
    talk = Conversation.objects.get(state=Conversation.State.DESK)
    assert (talk.reason, talk.report) == (Conversation.Reason.STRANGER, None)


def test_a_contact_that_nobody_proved_opens_nothing(channel: Plain) -> None:
    tell({"external_id": "1", "words": "Jalan berlubang"})
    work_off(intake.READ)
    report = Report.objects.get()
    tell({"external_id": "2", "words": f"{report.number} batal", "proven": ()})
    work_off(intake.READ)
    assert Conversation.objects.get(state=Conversation.State.DESK).reason == Conversation.Reason.STRANGER


def test_a_stranger_asking_for_the_status_of_a_private_report_is_told_nothing(channel: Plain) -> None:
    from tanggap.channels.conversations import words_of

    tell({"external_id": "1", "words": "Jalan berlubang"})
    work_off(intake.READ)
    number = Report.objects.get().number
    tell({"external_id": "2", "kind": "status query", "number": number, "author": {"email": "lain@warga.test"}})
    tell({"external_id": "3", "kind": "status query", "number": number})
    work_off(intake.READ)
    theirs, own = [words_of(message) for message in Message.objects.filter(outcome=Message.Outcome.OURS)]
    assert number not in theirs
    assert number in own


def test_emergency_words_are_answered_with_112_at_once(channel: Plain) -> None:
    from tanggap.channels.conversations import words_of

    tell({"external_id": "1", "words": "Tolong ada kebakaran di gang sebelah"})
    work_off(intake.READ)
    said = [words_of(message) for message in Message.objects.filter(outcome=Message.Outcome.OURS)]
    assert len(said) == 1
    assert "112" in said[0] or "113" in said[0]
    assert Report.objects.get().holder.code == "biro-pemerintahan"


@pytest.mark.parametrize("kind", ["automatic reply", "our own message", "nothing to do", "bounce"])
def test_machines_start_no_report_and_get_no_answer(channel: Plain, kind: str) -> None:
    tell({"external_id": "1", "kind": kind, "words": "Saya sedang cuti. Jalan berlubang."})
    work_off()
    assert Report.objects.count() == Conversation.objects.count() == Delivery.objects.count() == 0


def test_an_author_who_floods_ends_at_the_desk(channel: Plain) -> None:
    for place in range(23):
        tell({"external_id": f"{place}", "words": "Jalan berlubang"})
    work_off(intake.READ)
    assert Report.objects.count() == 20
    assert Conversation.objects.filter(reason=Conversation.Reason.FLOOD).exists()


def test_raw_events_are_destroyed_when_their_time_is_over(channel: Plain) -> None:
    tell({"external_id": "1", "words": "Jalan berlubang"})
    work_off(intake.READ)
    assert intake.sweep(at=NOW + timedelta(days=89)) == 0
    assert intake.sweep(at=NOW + timedelta(days=91)) == 1
    assert Inbound.objects.get().sealed is None
    assert Message.objects.get(inbound__isnull=False).sealed is None


@pytest.mark.django_db(transaction=True)
def test_five_deliveries_at_once_make_one_report(channel: Plain) -> None:
    def deliver(_: int) -> bool:
        try:
            return tell({"external_id": "1", "words": "Jalan berlubang"}) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        assert sorted(pool.map(deliver, range(5))) == [False, False, False, False, True]
    assert len(waiting(intake.READ)) == 1
    inbound = Inbound.objects.get()

    def read(_: int) -> None:
        try:
            reading.read(inbound.pk, at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(read, range(5)))
    assert Report.objects.count() == 1
