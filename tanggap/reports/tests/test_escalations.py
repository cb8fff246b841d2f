"""A clock warns at half, at three quarters, on day six and when it is overdue, once each, in its own time."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tanggap.journal.models import Event
from tanggap.reports import escalations, lifecycle
from tanggap.reports.authority import SYSTEM
from tanggap.reports.lifecycle import move
from tanggap.reports.models import Clock, Escalation, Pause, Promise, Report
from tanggap.reports.tests import walking
from tanggap.reports.tests.walking import MONDAY, filed, hours, officer, reporter_of

pytestmark = pytest.mark.django_db

Step = Escalation.Step


def coordination(report: Report) -> Clock:
    return report.clocks.get(kind=Promise.Kind.COORDINATION)


def resolution(report: Report) -> Clock:
    return report.clocks.get(kind=Promise.Kind.RESOLUTION, stopped_at=None)


def taken(**given: object) -> Report:
    report = filed(of=walking.category(), **given)  # type: ignore[arg-type]
    move(report, "take", by=officer(report.holder), at=MONDAY)
    return report


def run(at: datetime) -> list[str]:
    """One minute of the clockwork: the steps that it records."""
    before = set(Escalation.objects.values_list("pk", flat=True))
    for clock_id in escalations.due(at, most=100):
        escalations.escalate(clock_id, at=at)
    return list(Escalation.objects.exclude(pk__in=before).order_by("pk").values_list("step", flat=True))


def test_six_hours_warn_at_three_and_at_four_and_a_half() -> None:
    filed()
    assert run(MONDAY + hours(2.99)) == []
    assert run(MONDAY + hours(3)) == [Step.HALF]
    assert run(MONDAY + hours(3.1)) == []
    assert run(MONDAY + hours(4.5)) == [Step.THREE_QUARTERS]
    assert run(MONDAY + hours(6)) == []
    assert run(MONDAY + hours(6.01)) == [Step.OVERDUE]
    assert run(MONDAY + hours(600)) == []


def test_seven_days_turn_red_on_day_six() -> None:
    taken()
    assert run(MONDAY + timedelta(days=3.5)) == [Step.HALF]
    assert run(MONDAY + timedelta(days=5.25)) == [Step.THREE_QUARTERS]
    assert run(MONDAY + timedelta(days=5.99)) == []
    assert run(MONDAY + timedelta(days=6)) == [Step.DAY_SIX]
    assert run(MONDAY + timedelta(days=7.01)) == [Step.OVERDUE]


def test_each_warning_is_journalled_on_the_report_by_the_system() -> None:
    report = filed()
    run(MONDAY + hours(3))
    event = Event.objects.filter(stream=report.stream).latest("seq")
    assert (event.verb, event.actor) == ("escalate", "system")
    assert event.data["step"] == Step.HALF
    report.refresh_from_db()
    assert report.journal_head == event.hash
    told = list(Event.objects.filter(stream=report.stream).order_by("seq"))
    assert lifecycle.replay(told)["now"] == report.status


def test_warnings_missed_while_nobody_worked_are_told_once_as_the_heaviest() -> None:
    report = filed()
    assert run(MONDAY + hours(10)) == [Step.HALF, Step.THREE_QUARTERS, Step.OVERDUE]
    (told,) = Event.objects.filter(stream=report.stream, verb="escalate")
    assert told.data["step"] == Step.OVERDUE


def test_a_clock_that_stands_still_does_not_warn_and_its_pause_does_not_count() -> None:
    report = taken()
    move(report, "ask", by=officer(report.holder), at=MONDAY + timedelta(days=1), words="Di sebelah mana?")
    assert run(MONDAY + timedelta(days=3.6)) == []
    move(report, "answer", by=reporter_of(report), at=MONDAY + timedelta(days=2), words="Depan gerbang.")
    assert run(MONDAY + timedelta(days=4.49)) == []
    assert run(MONDAY + timedelta(days=4.5)) == [Step.HALF]


def test_pauses_that_overlap_count_once() -> None:
    clock = resolution(taken())
    for why, began, ended in ((Pause.Why.ASKED, 1, 3), (Pause.Why.MERGED, 2, 4), (Pause.Why.REFUSED, 2.5, 2.75)):
        days = [MONDAY + timedelta(days=day) for day in (began, ended)]
        Pause.objects.create(clock=clock, why=why, started_at=days[0], ended_at=days[1])
    assert escalations.used(clock, at=MONDAY + timedelta(days=5)) == timedelta(days=2)


def test_a_stopped_clock_never_warns() -> None:
    report = filed(of=walking.category())
    move(report, "take", by=officer(report.holder), at=MONDAY + hours(1))
    assert coordination(report).stopped_at is not None
    assert run(MONDAY + hours(7)) == []


def test_working_time_knows_no_weekend() -> None:
    clock = coordination(filed(at=MONDAY + timedelta(days=4, hours=4)))
    saturday, tuesday = MONDAY + timedelta(days=5), MONDAY + timedelta(days=8)
    clock.calendar, clock.hours = Promise.Calendar.WORKING, Decimal(20)
    clock.due_at = clock.original_due_at = MONDAY + timedelta(days=9)
    clock.save()
    assert run(saturday) == []
    assert run(saturday + timedelta(days=1)) == []
    assert run(tuesday) != []


def test_an_approved_later_date_is_not_red_on_day_six() -> None:
    report = taken()
    until = MONDAY + timedelta(days=20)
    move(
        report, "ask_extension", by=officer(report.holder), at=MONDAY + hours(1), until=until, words="Perlu alat berat"
    )
    assert report.holder.parent is not None
    supervisor = officer(report.holder.parent, "supervisor")
    move(report, "grant_extension", by=supervisor, at=MONDAY + hours(2))
    assert run(MONDAY + timedelta(days=6.5)) == []
    assert run(MONDAY + timedelta(days=10)) == [Step.HALF]


def test_an_overdue_clock_is_charged_to_the_turn_that_was_open_then() -> None:
    report = filed()
    run(MONDAY + hours(6.5))
    clock = coordination(report)
    assert clock.charged_to is not None
    assert clock.charged_to.holder == report.holder


def test_looking_for_warnings_costs_four_queries_however_many_are_due() -> None:
    for _ in range(8):
        filed()
    with CaptureQueriesContext(connection) as queries:
        assert len(escalations.due(MONDAY + hours(3), most=100)) == 8
    assert len(queries) <= 4


def test_a_second_worker_in_the_same_minute_finds_nothing_left() -> None:
    filed()
    (clock_id,) = escalations.due(MONDAY + hours(3), most=100)
    assert escalations.escalate(clock_id, at=MONDAY + hours(3))
    assert not escalations.escalate(clock_id, at=MONDAY + hours(3))
    assert SYSTEM.code == "system"


def test_a_clock_stopped_late_is_charged_even_if_no_minute_saw_it_run_out() -> None:
    report = filed(of=walking.category())
    move(report, "take", by=officer(report.holder), at=MONDAY + hours(6.1))
    clock = coordination(report)
    assert clock.in_time is False
    assert clock.charged_to is not None
