"""Whatever people do, in whatever order: the laws of a report's life hold after every step."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tanggap.agencies.models import Agency, Seat
from tanggap.journal.models import Event
from tanggap.reports import catalogue, lifecycle, promises
from tanggap.reports.authority import SYSTEM, Actor
from tanggap.reports.lifecycle import MOVES, facts, move, replay
from tanggap.reports.models import Pause, Photo, Promise, Report, Status
from tanggap.reports.refusals import Refusal
from tanggap.reports.telling import TOLD
from tanggap.reports.tests import walking

pytestmark = pytest.mark.django_db

STEPS = st.lists(
    st.tuples(
        st.sampled_from(sorted(MOVES)),
        st.sampled_from(["holder", "crew", "desk", "validator", "supervisor", "reporter", "system", "stranger"]),
        st.timedeltas(min_value=timedelta(minutes=1), max_value=timedelta(days=4)),
        st.integers(min_value=0, max_value=97),
    ),
    min_size=8,
    max_size=24,
)

RIGHT_HANDS = {
    "locate": "desk",
    "categorise": "desk",
    "verify": "validator",
    "decide": "desk",
    "accept": "validator",
    "reject": "validator",
    "grant_extension": "supervisor",
    "deny_extension": "supervisor",
    "answer": "reporter",
    "write": "reporter",
    "appeal": "reporter",
    "withdraw": "reporter",
    "reopen": "reporter",
    "close": "reporter",
    "resume": "system",
}
"""Who usually makes a move; without it most steps of a walk would be refused and the walk stay short."""


def actor(report: Report, who: str) -> Actor:
    here = report.holder
    people: dict[str, Any] = {
        "holder": lambda: walking.officer(here),
        "crew": lambda: walking.officer(here, Seat.Role.CREW),
        "desk": walking.desk,
        "validator": walking.validator,
        "supervisor": lambda: walking.officer(here.parent or here, Seat.Role.SUPERVISOR),
        "reporter": lambda: walking.reporter_of(report),
        "system": lambda: SYSTEM,
        "stranger": lambda: walking.officer(catalogue.current().inspectorate),
    }
    return people[who]()  # type: ignore[no-any-return]


FAREWELLS = {"withdraw", "close", "refuse"}
"""Moves after which little can happen; a walk makes them now and then only."""


def chosen(report: Report, verb: str, who: str, *, at: datetime, pick: int) -> tuple[str, Actor]:
    """Now and then anybody tries anything; else somebody makes a move that is open to them."""
    if pick % 6 == 0:
        return verb, actor(report, who)
    possible = [
        (one, by)
        for one in MOVES
        if (one not in FAREWELLS or pick % 7 == 0)
        and lifecycle.may(report, one, by=(by := actor(report, RIGHT_HANDS.get(one, "holder"))), at=at)
    ]
    return possible[pick % len(possible)] if possible else (verb, actor(report, who))


def inputs(report: Report, verb: str, *, other: Report, at: datetime, pick: int) -> dict[str, Any]:
    pack = catalogue.current()
    units = list(Agency.objects.filter(parent=report.holder)[:3])
    if verb == "resolve":
        walking.proof(report, at=at, origin=Photo.Origin.APP if pick % 2 else Photo.Origin.UPLOAD)
    return {
        "words": "Keterangan yang jelas.",
        "agency": list(pack.agencies.values())[pick * 4],
        "unit": units[pick % len(units)] if units else None,
        "crew": walking.officer(report.holder, Seat.Role.CREW).seat,
        "until": at + timedelta(days=10),
        "refusal": pack.refusals[pick % len(pack.refusals)],
        "parent": other,
        "area_code": walking.MENTENG,
        "category": walking.category(),
    }


def check_laws(report: Report, was: str, verb: str) -> None:
    stored = Report.objects.select_related("holder").get(pk=report.pk)
    step = MOVES[verb]
    assert was in step.sources
    if not callable(step.target):
        assert stored.status == (step.target or was)
    events = list(Event.objects.filter(stream=report.stream).order_by("seq"))
    assert replay(events) == facts(stored)
    assert [event.seq for event in events] == list(range(1, stored.journal_seq + 1))
    assert [event.prev for event in events[1:]] == [event.hash for event in events[:-1]]
    assert stored.journal_head == events[-1].hash
    check_turns(stored)
    check_clocks(stored)


def check_turns(report: Report) -> None:
    turns = list(report.turns.order_by("seq"))
    assert [turn.seq for turn in turns] == list(range(1, len(turns) + 1))
    assert [turn.ended_at is None for turn in turns] == [False] * (len(turns) - 1) + [True]
    assert turns[-1].holder_id == report.holder_id
    assert all(turn.opened_at <= (turn.ended_at or turn.opened_at) for turn in turns)


def check_clocks(report: Report) -> None:
    clocks = list(report.clocks.all())
    still_open = [clock for clock in clocks if clock.stopped_at is None]
    kinds = {clock.kind for clock in still_open}
    assert len(kinds) == len(still_open), "two open clocks of one kind"
    if report.status in {Status.DONE, Status.CLOSED}:
        assert not still_open
    if report.status == Status.WAITING:
        assert Promise.Kind.COORDINATION in kinds
    if report.status in {Status.COORDINATED, Status.DISPATCHED, Status.IN_PROGRESS, Status.VALIDATION}:
        assert kinds == {Promise.Kind.RESOLUTION}
    for clock in clocks:
        paused = Pause.objects.filter(clock=clock, ended_at=None).exists()
        assert paused == (clock.paused_at is not None)
        assert clock.due_at >= clock.original_due_at
        assert clock.stopped_at is None or clock.stopped_at >= clock.started_at
    if report.status in {Status.VALIDATION, Status.REFUSED} or report.merged_into_id:
        assert all(clock.paused_at for clock in still_open)
    assert report.next_due_at == promises.next_due(report)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, start=st.integers(min_value=0, max_value=3))
def test_laws_hold_when_people_do_anything_in_any_order(
    steps: list[tuple[str, str, timedelta, int]], start: int
) -> None:
    with transaction.atomic():
        category = [None, walking.category(), walking.category(validated=True), walking.category()][start]
        report = walking.filed(of=category, place=start != 3)
        other = walking.filed(of=category)
        at, made = walking.MONDAY, 0
        for verb, who, later, pick in steps:
            report.refresh_from_db()
            was, at = report.status, at + later
            verb, by = chosen(report, verb, who, at=at, pick=pick)
            try:
                with transaction.atomic():
                    given_ = inputs(report, verb, other=other, at=at, pick=pick)
                    move(report, verb, by=by, at=at, **given_)
            except Refusal:
                assert Report.objects.get(pk=report.pk).status == was
                continue
            made += 1
            check_laws(report, was, verb)
        assert Event.objects.filter(stream=report.stream).count() == made + 1
        transaction.set_rollback(True)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pauses=st.lists(st.tuples(st.floats(0.1, 40), st.floats(0.1, 40)), max_size=4))
def test_due_time_moves_by_exactly_what_the_clock_stood_still(pauses: list[tuple[float, float]]) -> None:
    with transaction.atomic():
        report = walking.filed(of=walking.category())
        at = walking.MONDAY + walking.hours(1)
        move(report, "take", by=walking.officer(report.holder), at=at)
        clock = report.clocks.get(kind=Promise.Kind.RESOLUTION)
        stood = timedelta(0)
        for run, stand in pauses:
            at += walking.hours(run)
            if at >= clock.due_at + stood:
                break
            promises.pause(report, Pause.Why.ASKED, at=at)
            at += walking.hours(stand)
            promises.resume(report, Pause.Why.ASKED, at=at)
            stood += walking.hours(stand)
        clock.refresh_from_db()
        assert abs(clock.due_at - clock.original_due_at - stood) < timedelta(seconds=1)
        transaction.set_rollback(True)


def test_every_verb_is_told_to_people_and_drawn_on_the_page() -> None:
    assert set(TOLD) == {*MOVES, "file"}
    assert set(Status) == lifecycle.ENDED | lifecycle.OPEN
