"""The mini dashboard: its figures are those of the reports, a bar opens its exact list, the file holds no words."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tanggap.console.dashboards.views import PERIODS, period_of
from tanggap.console.tests import filed
from tanggap.console.tests.test_queue import shown
from tanggap.dashboards import kelurahan as questions
from tanggap.reports.authority import below, visible_to
from tanggap.reports.models import Feedback
from tanggap.reports.tests import walking
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def joko(client: Client) -> Client:
    return people.sign_in(client, people.JOKO)


def finished(*, days: float, took: float) -> object:
    """A report of so many days ago that took so many hours."""
    came = timezone.now() - timedelta(days=days)
    one = filed.report(ago=timedelta(days=days))
    by = people.JOKO.officer()
    filed.moved(one, "take", by, at=came + timedelta(minutes=30))
    walking.proof(one, at=came + timedelta(hours=took))
    filed.moved(one, "resolve", by, at=came + timedelta(hours=took), words="Beres")
    return one


def test_the_figures_are_those_of_the_reports(joko: Client) -> None:
    finished(days=3, took=10)
    finished(days=9, took=30)
    slow = finished(days=12, took=11 * 24)
    late = filed.report(ago=timedelta(hours=9))
    filed.report(ago=timedelta(days=40))
    Feedback.objects.create(report=slow, round=1, settled=True, stars=4, at=timezone.now())  # type: ignore[misc]
    at = timezone.now()
    within = visible_to(people.JOKO.viewer()) & below(people.JOKO.seat().agency)
    found = questions.figures(within, period_of(PERIODS[0], at=at), at=at)
    assert (found.open, found.change, found.overdue, found.judged) == (2, 1, 2, 3)
    assert found.in_time == pytest.approx(2 / 3)
    assert found.median_s == pytest.approx(30 * 3600)
    assert (found.stars, found.answers) == (4, 1)
    page = joko.get("/konsol/dasbor").content.decode()
    assert "67%" in page
    assert late.street in page


def test_every_bar_opens_its_exact_list(joko: Client) -> None:
    finished(days=3, took=30)
    for days in (0.01, 3, 3, 8):
        filed.report(ago=timedelta(days=days))
    page = joko.get("/konsol/dasbor").content.decode()
    bars = re.findall(r'<a href="([^"]+)" tabindex="-1"><rect.*?<title>[^:]+: (\d+) ', page)
    assert bars
    for href, n in bars:
        assert len(shown(joko.get(href.replace("&amp;", "&")))) == int(n), href


@pytest.mark.parametrize("choice", ["14", "30", "tahun", "abad"])
def test_each_period_is_drawn_with_a_table(joko: Client, choice: str) -> None:
    filed.report()
    page = joko.get(f"/konsol/dasbor?periode={choice}").content.decode()
    assert 'class="chart"' in page
    assert "<table" in page


def test_a_dashboard_without_reports_says_so(joko: Client) -> None:
    page = joko.get("/konsol/dasbor").content.decode()
    assert "Belum ada laporan dalam kurun ini." in page
    assert "Tidak ada titik yang berulang." in page


def test_spots_repeat_from_two_of_a_group(joko: Client) -> None:
    of = filed.at_kelurahan()
    for _ in range(3):
        filed.report(of=of)
    page = joko.get("/konsol/dasbor").content.decode()
    assert "3 kali" in page
    href = re.search(r'href="([^"]*sel=\d+)"', page)
    assert href is not None
    assert len(shown(joko.get(href[1].replace("&amp;", "&")))) == 3


def test_the_file_holds_the_units_own_reports_and_no_words(joko: Client) -> None:
    mine = filed.report(words="Rahasia dapur")
    filed.confidential()
    answer = joko.get("/konsol/dasbor/laporan.csv")
    body = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(body)))
    assert [row["nomor"] for row in rows] == [mine.number]
    assert "Rahasia dapur" not in body
    assert "attachment" in answer["Content-Disposition"]
