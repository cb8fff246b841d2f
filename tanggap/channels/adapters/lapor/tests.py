"""Every action of the contract with LAPOR!, and that each step of ours has a verb of theirs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tanggap.channels.adapters import texts
from tanggap.channels.adapters.lapor import adapter
from tanggap.channels.heard import Kind
from tests.peers import partner, samples

pytestmark = pytest.mark.django_db

PHOTO = b"\xff\xd8\xff"
EXPECTED = {
    "disposisi": (Kind.MESSAGE, "Lampu jalan mati\nGelap sekali", 1, ""),
    "verifikasi": (Kind.MESSAGE, "(diverifikasi di LAPOR!)", 0, ""),
    "tunda": (Kind.MESSAGE, "Menunggu kelengkapan", 0, ""),
    "bukan_wewenang": (Kind.MESSAGE, "(dialihkan LAPOR! ke instansi lain)", 0, "withdraw"),
    "arsipkan": (Kind.MESSAGE, "(diarsipkan di LAPOR!)", 0, "withdraw"),
    "tanggapan": (Kind.MESSAGE, "Tiang nomor 12", 0, ""),
    "belum_selesai": (Kind.MESSAGE, "(belum selesai menurut pelapor)", 0, "reopen"),
    "keberatan": (Kind.MESSAGE, "Alasannya keliru", 0, "appeal"),
    "disukai": (Kind.IGNORE, "", 0, ""),
}


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> Iterator[partner.Partner]:
    with partner.Partner("lapor") as server:
        server.pictures = {"/lampiran/1.jpg": PHOTO}
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_kind_of_event_is_understood(peer: partner.Partner, name: str) -> None:
    (heard,) = samples.heard(adapter, name, peer, "www.lapor.go.id")
    assert (heard.kind, heard.words, len(heard.photos), heard.verb) == EXPECTED[name]


def test_every_sample_has_its_line() -> None:
    assert samples.names(adapter) == set(EXPECTED)


def test_a_report_keeps_its_number(peer: partner.Partner) -> None:
    (heard,) = samples.heard(adapter, "disposisi", peer, "www.lapor.go.id")
    assert (heard.external_number, heard.kelurahan, heard.category) == ("8123456", "31.71.06.1001", "jalan")


def test_each_step_has_a_verb() -> None:
    assert {*adapter.OUT, "refused"} == set(texts.kinds(adapter.FOLDER))
