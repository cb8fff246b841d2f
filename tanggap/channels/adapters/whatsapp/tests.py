"""Every kind of event that WhatsApp sends."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tanggap.channels.adapters.whatsapp import adapter
from tanggap.channels.heard import Kind
from tests.peers import meta, samples

pytestmark = pytest.mark.django_db

PHOTO = b"\xff\xd8\xff"
EXPECTED: dict[str, list[tuple[Kind, str, int]]] = {
    "text": [(Kind.MESSAGE, "Pohon tumbang di Menteng", 0)],
    "image": [(Kind.MESSAGE, "Pohon tumbang", 1)],
    "location": [(Kind.MESSAGE, "Taman Menteng, Jl HOS Cokroaminoto", 0)],
    "answer": [(Kind.MESSAGE, "Di depan nomor 12", 0)],
    "button": [(Kind.MESSAGE, "Sudah beres", 0)],
    "interactive": [(Kind.MESSAGE, "Belum beres", 0)],
    "reaction": [(Kind.IGNORE, "", 0)],
    "unsupported": [(Kind.IGNORE, "", 0)],
    "sent": [(Kind.IGNORE, "", 0)],
    "delivered": [(Kind.DELIVERY, "", 0)],
    "read": [(Kind.DELIVERY, "", 0)],
    "failed": [(Kind.DELIVERY, "", 0)],
    "other_number": [],
}


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> Iterator[meta.WhatsApp]:
    with meta.WhatsApp() as server:
        server.pictures = {"/files/9001.jpg": PHOTO}
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_kind_of_event_is_understood(peer: meta.WhatsApp, name: str) -> None:
    heard = samples.heard(adapter, name, peer)
    assert [(one.kind, one.words, len(one.photos)) for one in heard] == EXPECTED[name]
    assert all(photo.content == PHOTO for one in heard for photo in one.photos)


def test_every_sample_has_its_line() -> None:
    assert samples.names(adapter) == set(EXPECTED)


def test_a_number_is_proven_and_a_place_is_taken(peer: meta.WhatsApp) -> None:
    (heard,) = samples.heard(adapter, "location", peer)
    assert (heard.author.phone, heard.author.handle) == ("+6281298765432", "whatsapp:6281298765432")
    assert heard.proven == ("phone", "handle")
    assert (heard.lat, heard.lon) == (-6.195, 106.8323)


def test_a_failure_names_our_delivery_and_their_code(peer: meta.WhatsApp) -> None:
    (heard,) = samples.heard(adapter, "failed", peer)
    assert (heard.receipt, heard.arrived, heard.code) == ("delivery:17", False, "whatsapp 131047")


def test_it_is_off_as_delivered() -> None:
    assert not any(adapter.settings().values())
