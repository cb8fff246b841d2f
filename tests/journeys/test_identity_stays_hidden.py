"""A reporter with a name that nobody else bears: it must stand in no officer's page, no API answer, no job, no log."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from django.utils.translation import override

from tanggap.accounts.contact import Contact
from tanggap.reports import catalogue, filing, keys, lifecycle
from tanggap.reports.filing import Filing
from tanggap.reports.models import Report
from tanggap.reports.tests.walking import IN_MENTENG, category
from tests import people
from tests.jobs import work_off

pytestmark = pytest.mark.django_db

MARKED = Contact(name="Zubaidah Tersembunyi", email="zubaidah.tersembunyi@warga.test", phone="+6281355577799")
MARKS = ("zubaidah", "tersembunyi", "81355577799", "813-5557-7799", "813 5557 7799")


ONE_OF_EACH_ROLE = (people.JOKO, people.RATNA, people.RUDI, people.YANTI, people.AGUS, people.MAYA, people.PUTRI)


def marks_in(text: str) -> list[str]:
    """Which of the marks stand in a text, in whatever case."""
    return [mark for mark in MARKS if mark in text.lower()]


@pytest.fixture
def reports() -> list[Report]:
    """A public and a private report of the marked reporter, held by the kelurahan, the first one taken."""
    lat, lon = IN_MENTENG
    at = timezone.now() - timedelta(hours=2)
    made = [
        filing.file(
            Filing(
                token=keys.new_token(),
                channel=catalogue.current().channel("jaki"),
                words="Sampah menumpuk di depan gang",
                category=category(family="kelurahan"),
                lat=lat,
                lon=lon,
                area_code=people.MENTENG,
                privacy=privacy,
                contact=MARKED,
            ),
            at=at,
        ).report
        for privacy in (Report.Privacy.PUBLIC, Report.Privacy.PRIVATE)
    ]
    lifecycle.move(made[0], "take", by=people.JOKO.officer(), at=at + timedelta(hours=1))
    return made


def addresses(prefix: str, *reports: Report) -> set[str]:
    """Every address under a prefix, with each report's number wherever a place can hold it, and 1 elsewhere."""
    with override("id"):
        return {found for report in reports for found in _walk(report.number) if found.startswith(prefix)}


def _walk(number: str) -> Iterator[str]:

    def walk(resolver: URLResolver, so_far: str) -> Iterator[str]:
        for pattern in resolver.url_patterns:
            route = so_far + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern, route)
            elif isinstance(pattern, URLPattern):
                for name, converter in pattern.pattern.converters.items():
                    value = "1" if type(converter).__name__ == "IntConverter" else number
                    route = route.replace(f"<{_kind(route, name)}{name}>", value)
                yield "/" + route

    return (found for found in walk(get_resolver(), "") if "(" not in found)


def _text(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content, errors="replace")


def _kind(route: str, name: str) -> str:
    return route.partition(f"{name}>")[0].rpartition("<")[2]


@pytest.mark.parametrize("person", ONE_OF_EACH_ROLE)
def test_no_page_of_the_console_names_the_reporter(
    client: Client, reports: list[Report], person: people.Person
) -> None:
    people.sign_in(client, person)
    seen = 0
    for address in addresses("/konsol", *reports):
        answer = client.get(address)
        assert not marks_in(_text(answer)), address
        seen += answer.status_code == 200
    assert seen >= 2


def test_no_public_page_and_no_api_answer_names_the_reporter(client: Client, reports: list[Report]) -> None:
    for prefix in ("/lacak", "/laporan", "/api"):
        for address in addresses(prefix, *reports):
            assert not marks_in(_text(client.get(address))), address


def test_no_log_line_no_job_and_no_event_names_the_reporter(
    reports: list[Report], caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG), connection.cursor() as cursor:
        # Statements that the database was sent are no log of ours, and carry what the vault sealed only after sealing.
        logging.getLogger("django.db.backends").setLevel(logging.WARNING)
        work_off()
        cursor.execute(
            "SELECT args::text FROM procrastinate_jobs UNION ALL SELECT to_jsonb(e)::text FROM journal_event e"
        )
        kept = " ".join(row[0] for row in cursor.fetchall())
    written = capfd.readouterr()
    assert not marks_in(caplog.text)
    assert not marks_in(written.out + written.err)
    assert not marks_in(kept)
