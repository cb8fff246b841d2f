"""The webhook of every channel: a signature or nothing; taken once; answered at once."""

from __future__ import annotations

import hmac
import json
from typing import Any

import pytest
from django.test import Client

from tanggap.channels import intake
from tanggap.channels.heard import Answer, Call
from tanggap.channels.models import Inbound, Tally
from tanggap.channels.tests.plain import CODE, Plain
from tanggap.reports.models import Report
from tests.jobs import waiting, work_off

pytestmark = pytest.mark.django_db

SECRET = b"secret"
ADDRESS = f"/api/kanal/{CODE}"


def mark(raw: bytes) -> str:
    return hmac.new(SECRET, raw, "sha256").hexdigest()


@pytest.fixture
def hooked(channel: Plain) -> Plain:
    """The plain channel with a door of its own."""

    def challenge(call: Call) -> Answer | None:
        return Answer(200, call.query["word"]) if "word" in call.query else None

    def signed(call: Call) -> bool:
        return hmac.compare_digest(call.headers.get("x-mark", ""), mark(call.raw))

    doors = {
        "there": True,
        "challenge": challenge,
        "signed": signed,
        "external_id": lambda call: "",
        "settings": lambda: {"TANGGAP_PLAIN_SECRET": channel.there},
    }
    for name, door in doors.items():
        setattr(channel, name, door)
    return channel


def call(client: Client, raw: bytes, *, signature: str, **given: Any) -> int:
    answer = client.post(ADDRESS, raw, content_type="application/json", headers={"x-mark": signature}, **given)
    return answer.status_code


def test_a_signed_event_is_stored_and_read_later(client: Client, hooked: Plain) -> None:
    raw = json.dumps([{"external_id": "1", "words": "Jalan berlubang"}]).encode()
    assert call(client, raw, signature=mark(raw)) == 200
    assert Report.objects.count() == 0
    assert len(waiting(intake.READ)) == 1
    assert call(client, raw, signature=mark(raw)) == 200
    work_off(intake.READ)
    assert Report.objects.count() == 1


@pytest.mark.parametrize("signature", ["", "0" * 64, "é"])
def test_a_forged_event_leaves_a_counter_and_nothing_else(client: Client, hooked: Plain, signature: str) -> None:
    raw = b'[{"external_id": "1", "words": "Jalan berlubang"}]'
    wrong = signature.encode().decode("latin-1")
    assert call(client, raw, signature=wrong) == 403
    assert call(client, raw, signature=wrong) == 403
    assert Inbound.objects.count() == 0
    assert waiting() == []
    assert Tally.objects.get(channel=CODE, what="forged").count == 2


def test_a_challenge_is_answered(client: Client, hooked: Plain) -> None:
    assert client.get(ADDRESS, {"word": "hello"}).content == b"hello"


def test_a_channel_without_its_settings_is_shut(client: Client, hooked: Plain) -> None:
    hooked.there = False
    raw = b"[]"
    assert call(client, raw, signature=mark(raw)) == 403
    assert Inbound.objects.count() == 0


def test_a_channel_without_a_door_is_not_there(client: Client) -> None:
    assert client.post("/api/kanal/kelurahan").status_code == 404
    assert client.post("/api/kanal/nothing").status_code == 404
