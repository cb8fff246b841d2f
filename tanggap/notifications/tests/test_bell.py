"""The bell costs one query, shows the newest first, and belongs to its owner."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tanggap.accounts.models import User
from tanggap.journal.models import Event
from tanggap.notifications import bell, preferences
from tanggap.reports.models import Report
from tanggap.reports.tests.standing import NOW, standing

pytestmark = pytest.mark.django_db


def rung(users: list[User], report: Report, number: int, *, kind: str = "arrived") -> None:
    at = NOW + timedelta(minutes=number)
    event = Event(pk=number, stream=report.stream, verb="file", at=at)
    bell.ring(users, event=event, report=report, kind=kind, at=at)


def test_one_query_counts_and_one_shows_the_newest_first() -> None:
    here = standing()
    user = here.officer.user
    for number in range(3):
        rung([user], here.report, number)
    with CaptureQueriesContext(connection) as queries:
        assert bell.unread_count(user) == 3
        assert len(queries) == 1
        items = bell.recent(user, most=2)
        assert [item.event_id for item in items] == [2, 1]
        assert str(items[0].sentence) == f"Laporan {here.report.number} masuk ke unit Anda"
        assert len(queries) == 2


def test_ringing_twice_for_an_event_rings_once() -> None:
    here = standing()
    rung([here.officer.user], here.report, 1)
    rung([here.officer.user, here.crew.user], here.report, 1)
    assert bell.unread_count(here.officer.user) == bell.unread_count(here.crew.user) == 1


def test_only_ones_own_can_be_read_off() -> None:
    here = standing()
    mine, other = here.officer.user, here.crew.user
    for number in range(3):
        rung([mine, other], here.report, number)
    items = bell.recent(mine)
    assert bell.mark_read(other, [item.pk for item in items], at=NOW) == 0
    assert bell.mark_read(mine, [items[0].pk], at=NOW) == 1
    assert bell.unread_count(mine) == 2
    assert bell.mark_report(mine, here.report, at=NOW) == 2
    assert bell.mark_all(other, at=NOW) == 3
    assert bell.unread_count(other) == 0


def test_wanting_e_mail_holds_for_all_of_ones_open_seats() -> None:
    user = standing().officer.user
    assert not preferences.wants_email(user)
    preferences.want_email(user, True)
    assert preferences.wants_email(user)
    assert preferences.wanting_email(user.seats.select_related("user")) == [user]
