"""Who reaches what: each role, each page of a report, each kind of report. 200, 403 or 404, exactly."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tanggap.console.tests import filed
from tanggap.reports.models import Photo, Report
from tanggap.reports.tests import walking
from tests import people

pytestmark = pytest.mark.django_db


def validated() -> Report:
    at = timezone.now() - timedelta(minutes=10)
    one = filed.moved(filed.report(), "take", people.JOKO.officer(), at=at)
    walking.proof(one, at=at, origin=Photo.Origin.UPLOAD)
    return filed.moved(one, "resolve", people.JOKO.officer(), at=at, words="Beres")


def handed_over(privacy: str) -> Report:
    one = filed.report(privacy=privacy)
    sudin = filed.agency("sudin-sda-jakpus")
    return filed.moved(one, "coordinate", people.JOKO.officer(), agency=sudin, words="Saluran")


KINDS: dict[str, Callable[[], Report]] = {
    "public": lambda: filed.report(),
    "private": lambda: filed.report(privacy="privat"),
    "task": lambda: filed.moved(filed.report(), "assign", people.JOKO.officer(), crew=people.RUDI.seat()),
    "validation": validated,
    "desk": lambda: filed.uncategorised(),
    "handed public": lambda: handed_over("publik"),
    "handed private": lambda: handed_over("privat"),
    "confidential": lambda: filed.confidential(),
}

SEES: dict[str, set[str]] = {
    "JOKO": {"public", "private", "task", "validation", "handed public"},
    "RUDI": {"task"},
    "RATNA": {"public", "private", "task", "validation"},
    "DEWI": set(),
    "TINI": {"handed public", "handed private"},
    "HENDRA": set(),
    "YANTI": set(KINDS) - {"confidential"},
    "AGUS": set(KINDS) - {"confidential"},
    "LESTARI": {"public", "private", "task", "validation"},
    "WAHYU": {"confidential"},
    "MAYA": set(),
    "PUTRI": set(),
}
"""Whose eyes reach which reports. All agencies but Inspektorat stand under Biro Pemerintahan."""

PAGES: dict[str, set[str]] = {
    "/konsol/": set(SEES),
    "/konsol/dasbor": set(SEES),
    "/konsol/dasbor/laporan.csv": set(SEES),
    "/konsol/pemberitahuan": set(SEES),
    "/konsol/lapangan": {"JOKO", "RUDI", "DEWI", "TINI", "HENDRA", "WAHYU"},
    "/konsol/meja": {"YANTI"},
    "/konsol/validasi": {"RATNA", "AGUS"},
    "/konsol/identitas": {"MAYA"},
}
"""Who may open which page; everyone else meets 403."""

NAMES = sorted(SEES)


@pytest.mark.parametrize("name", NAMES)
def test_each_page_opens_for_its_roles_and_no_other(client: Client, name: str) -> None:
    people.sign_in(client, getattr(people, name))
    for address, names in PAGES.items():
        assert client.get(address).status_code == (200 if name in names else 403), address


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_report_is_there_for_those_who_handle_it_alone(kind: str) -> None:
    one = KINDS[kind]()
    for name in NAMES:
        client = people.sign_in(Client(), getattr(people, name))
        seen = kind in SEES[name]
        for part in ("", "/panel", "/pembaca"):
            answer = client.get(f"/konsol/laporan/{one.number}{part}")
            assert answer.status_code == (200 if seen else 404), (name, part)
        listed = f'value="{one.number}"' in client.get("/konsol/?tampilan=semua").content.decode()
        assert listed == seen, name
        for part in ("tindak", "sembunyi"):
            answer = client.post(f"/konsol/laporan/{one.number}/{part}", {"verb": "mengarang", "target": "x"})
            assert (answer.status_code == 404) == (not seen), (name, part)


@pytest.mark.parametrize("name", NAMES)
def test_a_report_of_the_crew_opens_on_the_field_page_of_its_workers_alone(client: Client, name: str) -> None:
    one = KINDS["task"]()
    people.sign_in(client, getattr(people, name))
    works = name in {"JOKO", "RUDI"}
    expected = 200 if works else 404 if name in PAGES["/konsol/lapangan"] else 403
    assert client.get(f"/konsol/lapangan/{one.number}").status_code == expected
    assert client.get(f"/konsol/lapangan/{one.number}/kode").status_code == expected
