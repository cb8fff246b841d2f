"""Every kind of event that X sends, and how posts are weighed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tanggap.channels.adapters.twitter import adapter
from tanggap.channels.adapters.twitter.weights import MOST, fit, weight
from tanggap.channels.heard import Call, Kind
from tests.peers import samples, x

pytestmark = pytest.mark.django_db

PHOTO = b"\xff\xd8\xff"
EXPECTED: dict[str, list[tuple[Kind, str, int, str]]] = {
    "mention": [(Kind.MESSAGE, "Jalan berlubang besar di Menteng", 0, "thread:501")],
    "mention_with_photo": [(Kind.MESSAGE, "Sampah menumpuk & bau", 1, "thread:502")],
    "long_mention": [(Kind.MESSAGE, "Lampu jalan mati dari perempatan sampai pasar", 0, "thread:503")],
    "answer": [(Kind.MESSAGE, "belum beres, masih gelap", 0, "thread:1900")],
    "retweet": [(Kind.IGNORE, "", 0, "")],
    "own_post": [(Kind.OWN, "", 0, "")],
    "not_for_us": [(Kind.IGNORE, "", 0, "")],
    "direct": [(Kind.MESSAGE, "Jalan berlubang di Menteng", 0, "direct:4400")],
    "direct_with_photo": [(Kind.MESSAGE, "Ini fotonya", 1, "direct:4400")],
    "own_direct": [(Kind.OWN, "", 0, "")],
    "typing": [],
    "favorite": [],
    "page_of_mentions": [
        (Kind.MESSAGE, "same here", 0, "thread:501"),
        (Kind.MESSAGE, "Banjir di Cipinang", 1, "thread:512"),
    ],
}


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> Iterator[x.X]:
    with x.X() as server:
        server.pictures = dict.fromkeys(("/media/a.jpg", "/media/b.jpg", "/1.1/ton/data/dm/701/a.jpg"), PHOTO)
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_kind_of_event_is_understood(peer: x.X, name: str) -> None:
    part = "poll" if name == "page_of_mentions" else ""
    heard = samples.heard(adapter, name, peer, "pbs.twimg.com", "ton.twitter.com", part=part)
    assert [(one.kind, one.words, len(one.photos), one.thread) for one in heard] == EXPECTED[name]
    assert all(photo.content == PHOTO for one in heard for photo in one.photos)


def test_every_sample_has_its_line() -> None:
    assert samples.names(adapter) == set(EXPECTED)


def test_an_answer_names_our_post_and_its_verb(peer: x.X) -> None:
    (heard,) = samples.heard(adapter, "answer", peer)
    assert heard.references == ("1900", "post:1900")
    assert heard.verb == "reopen"
    assert (heard.author.handle, heard.proven) == ("twitter:4400", ("handle",))


@pytest.mark.parametrize(
    ("token", "answered"), [("aGVsbG8-Y3Jj_1=", True), ("", False), ('{"for_user_id":"1"}', False), ("a" * 201, False)]
)
def test_the_challenge_never_signs_what_could_be_an_event(peer: x.X, token: str, answered: bool) -> None:
    call = Call("GET", "", b"", {"crc_token": token}, {})
    assert (adapter.challenge(call) is not None) is answered


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc", 3),
        ("é", 1),
        ("漢", 2),
        ("🙂", 2),
        ("lihat https://jakarta.go.id/lacak/JK2611230001?x=1 ya", 32),
        ("“–”", 3),
    ],
)
def test_posts_are_weighed_as_x_does(text: str, expected: int) -> None:
    assert weight(text) == expected


@pytest.mark.parametrize("text", ["kata " * 100, "漢" * 300, "a" * 500])
def test_a_long_post_is_cut_to_what_x_takes(text: str) -> None:
    assert MOST - 12 < weight(fit(text)) <= MOST


def test_a_wrong_header_of_any_bytes_is_just_wrong(peer: x.X) -> None:
    headers: dict[str, Any] = {adapter.SIGNATURE: "sha256=\udcff"}
    assert not adapter.signed(Call("POST", "", b"{}", {}, headers))
