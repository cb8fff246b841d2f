"""What Inspektorat's desk takes in is seen by it alone: in no list, search, count, page or API of anybody else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tanggap.console.counter.tests.test_counter import save
from tanggap.console.tests import filed
from tanggap.reports import filing, keys
from tanggap.reports.models import Report
from tests import people
from tests.people import Person

pytestmark = pytest.mark.django_db

WORDS = "Pungutanliar oleh petugas di loket"
PUBLIC = (
    "/", "/laporan", "/laporan?q=pungutanliar", "/laporan?kelurahan=31.71.06.1001", "/en/laporan", "/balai-warga",
    "/api/v1/categories",
)  # fmt: skip
CONSOLE = (
    "/konsol/", "/konsol/?q=pungutanliar", "/konsol/?kanal=inspektorat", "/konsol/meja", "/konsol/validasi",
    "/konsol/dasbor", "/konsol/dasbor/laporan.csv", "/konsol/pemberitahuan",
)  # fmt: skip
OTHERS = (
    people.JOKO,
    people.RATNA,
    people.DEWI,
    people.HENDRA,
    people.YANTI,
    people.AGUS,
    people.LESTARI,
    people.PUTRI,
)
CHANGING = re.compile(r'csrf\w*"? (?:name|value)?=?"?[^"]*"?[^>]*>|nonce="[^"]*"|value="[\w-]{22,}"|X-CSRFToken[^}]*}')


def seen(client: Client, path: str) -> str:
    return CHANGING.sub("", client.get(path).getvalue().decode())


def everything(clients: dict[str, Client]) -> dict[tuple[str, str], str]:
    pages = {("", path): seen(Client(), path) for path in PUBLIC}
    return pages | {(name, path): seen(client, path) for name, client in clients.items() for path in CONSOLE}


@pytest.fixture
def clients() -> dict[str, Client]:
    return {person.name: people.sign_in(Client(), person) for person in OTHERS}


def take_in(wahyu: Client | None = None) -> Report:
    wahyu = wahyu or people.sign_in(Client(), people.WAHYU)
    assert save(wahyu, words=WORDS, privacy="publik", street="Jl. Pungutanliar").status_code == 302
    return Report.objects.get(words=WORDS)


def test_nobody_elses_page_changes_by_a_confidential_report(clients: dict[str, Client]) -> None:
    filed.report()
    before = everything(clients)
    report = take_in()
    after = everything(clients)
    assert {place for place in after if report.number in after[place] or "Pungutanliar oleh" in after[place]} == set()
    assert {place for place in after if _figures(after[place]) != _figures(before[place])} == set()


def _figures(page: str) -> list[str]:
    """Every number that a page shows, times and addresses of files left out."""
    text = re.sub(r"<(script|style|svg)\b.*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL)
    text = re.sub(r"\d+ (detik|menit|j|m|jam|seconds?|minutes?)\b|\d+[.:]\d+", " ", text)
    return re.findall(r"\d+", text)


def test_its_own_pages_are_closed_to_everybody_else(clients: dict[str, Client]) -> None:
    report = take_in()
    for person, client in clients.items():
        assert client.get(f"/konsol/laporan/{report.number}").status_code == 404, person
    assert WORDS not in seen(Client(), f"/lacak/{report.number}")
    assert Client().get(f"/api/v1/reports/{report.number}").status_code == 404
    near: Any = clients[people.JOKO.name].post(
        "/konsol/loket/sekitar", {"street": "Jl. Pungutanliar", "kelurahan": "Menteng (Kec. Menteng)"}
    )
    assert report.number not in near.content.decode()


@pytest.mark.parametrize("person", [people.MAYA, people.PUTRI])
def test_its_reporter_is_revealed_to_nobody(person: Person) -> None:
    report = take_in()
    client = people.sign_in(Client(), person)
    given = {"number": report.number, "reason": "Permintaan resmi nomor 12 tahun 2026"}
    for path in ("/konsol/identitas", "/konsol/identitas/pindaian"):
        assert client.post(path, given).status_code in (403, 422)


def test_inspektorat_sees_it_and_the_holder_of_the_receipt_follows_it() -> None:
    wahyu = people.sign_in(Client(), people.WAHYU)
    report = take_in(wahyu)
    assert WORDS in seen(wahyu, f"/konsol/laporan/{report.number}")
    token = wahyu.session["counter"][-1][1]
    receipt = filing.receipt(token)
    assert receipt is not None
    assert keys.same(keys.digest(receipt.link_token), report.link_hash)
