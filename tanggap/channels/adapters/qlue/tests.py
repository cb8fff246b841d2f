"""Every event of the contract with Qlue, and its categories."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tanggap.channels.adapters.qlue import adapter
from tanggap.channels.heard import Kind
from tanggap.reports import catalogue
from tests.peers import partner, samples

pytestmark = pytest.mark.django_db

PHOTO = b"\xff\xd8\xff"
EXPECTED = {
    "created": (Kind.MESSAGE, "Sampah menumpuk\nSudah seminggu", 1, ""),
    "commented": (Kind.MESSAGE, "Di depan nomor 12", 0, ""),
    "confirmed": (Kind.MESSAGE, "(sudah beres)", 0, "close"),
    "disputed": (Kind.MESSAGE, "Masih bau", 0, "reopen"),
    "cancelled": (Kind.MESSAGE, "(dibatalkan)", 0, "withdraw"),
    "liked": (Kind.IGNORE, "", 0, ""),
}


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> Iterator[partner.Partner]:
    with partner.Partner("qlue") as server:
        server.pictures = {"/1.jpg": PHOTO}
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_kind_of_event_is_understood(peer: partner.Partner, name: str) -> None:
    (heard,) = samples.heard(adapter, name, peer, "media.qlue.id")
    assert (heard.kind, heard.words, len(heard.photos), heard.verb) == EXPECTED[name]


def test_every_sample_has_its_line() -> None:
    assert samples.names(adapter) == set(EXPECTED)


def test_a_report_brings_place_category_and_number(peer: partner.Partner) -> None:
    (heard,) = samples.heard(adapter, "created", peer, "media.qlue.id")
    assert (heard.lat, heard.lon, heard.accuracy_m, heard.category) == (-6.195, 106.8323, 12, "sampah")
    assert (heard.external_number, heard.author.handle, heard.public) == ("QL-1001", "qlue:u-44", True)


def test_every_category_of_the_map_is_one_of_the_citys() -> None:
    known = {row.code for row in catalogue.current().categories.values() if row.active and not row.emergency}
    assert set(adapter.categories().values()) <= known
