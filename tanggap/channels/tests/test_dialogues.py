"""A channel that asks before it files: the answer joins what was said, silence files it as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tanggap.channels import dialogues, intake
from tanggap.channels.conversations import words_of
from tanggap.channels.heard import Heard, Turn
from tanggap.channels.models import Conversation, Message
from tanggap.channels.tests.plain import NOW, Plain, tell
from tanggap.reports.models import Report
from tests import people
from tests.jobs import work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def asking(channel: Plain) -> Plain:
    """The plain channel, which asks once where it is."""

    def converse(heard: Heard, memory: dict[str, Any]) -> Turn:
        if not memory:
            return Turn(heard, ask="Di mana?", memory={"asked": "place"})
        return Turn(replace(heard, explicit=True, kelurahan=people.MENTENG, landmark=heard.words))

    setattr(channel, "converse", converse)  # noqa: B010  (a capability is a function that the module has)
    return channel


def test_an_answer_completes_the_report(asking: Plain) -> None:
    tell({"external_id": "1", "words": "Jalan berlubang", "pictures": 1, "joins": False})
    work_off(intake.READ)
    assert Report.objects.count() == 0
    assert words_of(Message.objects.get(outcome=Message.Outcome.OURS)) == "Di mana?"
    tell({"external_id": "2", "words": "depan stasiun", "joins": False})
    work_off(intake.READ)
    report = Report.objects.get()
    assert report.words == "Jalan berlubang\ndepan stasiun"
    assert (report.landmark, report.photos.count()) == ("depan stasiun", 1)
    assert report.area is not None
    assert report.area.code == people.MENTENG


def test_silence_files_what_was_said(asking: Plain) -> None:
    tell({"external_id": "1", "words": "Jalan berlubang"})
    work_off(intake.READ)
    asked_at = Conversation.objects.get().updated_at
    assert dialogues.lapse(at=asked_at + timedelta(minutes=29)) == 0
    assert dialogues.lapse(at=asked_at + timedelta(minutes=31)) == 1
    assert dialogues.lapse(at=asked_at + timedelta(minutes=31)) == 0
    report = Report.objects.get()
    assert report.words == "Jalan berlubang"
    assert report.filed_at >= NOW


def test_a_fresh_report_does_not_answer_an_open_question(asking: Plain) -> None:
    tell({"external_id": "1", "words": "Jalan berlubang"})
    tell({"external_id": "2", "words": "Lampu jalan mati", "fresh": True})
    work_off(intake.READ)
    assert Conversation.objects.filter(state=Conversation.State.DIALOGUE).count() == 2
