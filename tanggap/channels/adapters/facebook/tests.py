"""Every kind of event that Facebook sends."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tanggap.channels.adapters.facebook import adapter
from tanggap.channels.heard import Kind
from tests.peers import meta, samples

pytestmark = pytest.mark.django_db

PHOTO = b"\xff\xd8\xff"
HOSTS = ("scontent.fcgk1-1.fna.fbcdn.net", "scontent.xx.fbcdn.net")
EXPECTED: dict[str, list[tuple[Kind, str, int, str]]] = {
    "comment": [(Kind.MESSAGE, "Sampah menumpuk di Menteng", 0, "thread:77_1")],
    "comment_with_photo": [(Kind.MESSAGE, "Sampah menumpuk di Menteng", 1, "thread:77_2")],
    "answer": [(Kind.MESSAGE, "sudah beres, terima kasih", 0, "thread:77_1")],
    "visitor_post": [(Kind.MESSAGE, "Lampu jalan mati", 0, f"thread:{meta.PAGE}_78")],
    "visitor_photos": [(Kind.MESSAGE, "Jalan rusak", 1, f"thread:{meta.PAGE}_79")],
    "own_comment": [(Kind.OWN, "", 0, "")],
    "edited": [(Kind.IGNORE, "", 0, "")],
    "removed": [(Kind.IGNORE, "", 0, "")],
    "reaction": [(Kind.IGNORE, "", 0, "")],
    "message": [(Kind.MESSAGE, "Jalan berlubang di Menteng", 0, "message:4400")],
    "message_with_photo": [(Kind.MESSAGE, "", 1, "message:4400")],
    "message_answering_ours": [(Kind.MESSAGE, "Di depan nomor 12", 0, "message:4400")],
    "message_as_change": [(Kind.MESSAGE, "Halo", 0, "message:4400")],
    "button": [(Kind.MESSAGE, "Sudah beres", 0, "message:4400")],
    "echo": [(Kind.OWN, "", 0, "")],
    "delivered": [(Kind.DELIVERY, "", 0, ""), (Kind.DELIVERY, "", 0, "")],
    "read": [],
    "feed": [(Kind.OWN, "", 0, ""), (Kind.MESSAGE, "Sampah menumpuk", 1, "thread:77_1")],
}


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> Iterator[meta.Facebook]:
    with meta.Facebook() as server:
        server.pictures = {f"/v/{letter}.jpg": PHOTO for letter in "abcd"}
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_kind_of_event_is_understood(peer: meta.Facebook, name: str) -> None:
    heard = samples.heard(adapter, name, peer, *HOSTS, part="poll" if name == "feed" else "")
    assert [(one.kind, one.words, len(one.photos), one.thread) for one in heard] == EXPECTED[name]
    assert all(photo.content == PHOTO for one in heard for photo in one.photos)


def test_every_sample_has_its_line() -> None:
    assert samples.names(adapter) == set(EXPECTED)


def test_a_comment_has_one_id_however_it_is_heard_of(peer: meta.Facebook) -> None:
    (told,) = samples.heard(adapter, "comment", peer)
    found = samples.heard(adapter, "feed", peer, *HOSTS, part="poll")[-1]
    assert (told.external_id, told.author.handle, told.thread) == (found.external_id, found.author.handle, found.thread)
