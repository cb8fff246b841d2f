"""Passing a report between agencies: coordinate, send back, the desk's decision, disposition."""

import pytest

from tanggap.agencies.models import Seat
from tanggap.reports.lifecycle import move
from tanggap.reports.models import Clock, Promise, Report, Status
from tanggap.reports.refusals import Incomplete, NotNow, NotYours
from tanggap.reports.tests import walking
from tanggap.reports.tests.walking import MONDAY, agency, desk, filed, hours, officer

pytestmark = pytest.mark.django_db

REASON = "Ini saluran penghubung, wewenang Sudin SDA."


def unit(family: str) -> str:
    """The code of a family's unit that covers Jakarta Pusat."""
    from tanggap.agencies.models import Agency

    return Agency.objects.get(family=family, area__code="31.71").code


def test_coordination_moves_the_holder_and_starts_the_citizens_clock() -> None:
    report = filed(of=walking.category(family="kelurahan"))
    first = report.holder
    move(report, "coordinate", by=officer(first), at=MONDAY + hours(2), agency=agency(unit("sda")), words=REASON)
    report.refresh_from_db()
    assert report.status == Status.COORDINATED
    assert report.holder.code == unit("sda")
    coordination = report.clocks.get(kind=Promise.Kind.COORDINATION)
    assert coordination.stopped_at == MONDAY + hours(2)
    assert coordination.in_time is True
    resolution = report.clocks.get(kind=Promise.Kind.RESOLUTION)
    assert (resolution.started_at, resolution.due_at) == (MONDAY + hours(2), MONDAY + hours(2 + 7 * 24))
    assert report.next_due_at == MONDAY + hours(2 + 6), "the new holder's own six hours come first"


def test_a_report_cannot_be_coordinated_to_its_own_holder() -> None:
    report = filed(of=walking.category(family="kelurahan"))
    with pytest.raises(Incomplete) as no:
        move(report, "coordinate", by=officer(report.holder), at=MONDAY, agency=report.holder, words=REASON)
    assert no.value.field == "agency"
    assert Report.objects.get(pk=report.pk).status == Status.WAITING


def test_only_the_holder_may_coordinate() -> None:
    report = filed(of=walking.category(family="kelurahan"))
    stranger = officer(agency(unit("bina-marga")))
    with pytest.raises(NotYours):
        move(report, "coordinate", by=stranger, at=MONDAY, agency=agency(unit("sda")), words=REASON)


def test_after_two_send_backs_the_desk_decides_and_nobody_sends_back_again() -> None:
    report = filed(of=walking.category(family="kelurahan"))
    kelurahan, sda, bm = report.holder, agency(unit("sda")), agency(unit("bina-marga"))
    at = MONDAY
    move(report, "coordinate", by=officer(kelurahan), at=at + hours(1), agency=sda, words=REASON)
    move(report, "send_back", by=officer(sda), at=at + hours(2), words="Bukan saluran kami.")
    assert (report.holder, report.send_backs) == (kelurahan, 1)
    move(report, "coordinate", by=officer(kelurahan), at=at + hours(3), agency=bm, words=REASON)
    move(report, "send_back", by=officer(bm), at=at + hours(4), words="Bukan jalan kami.")
    assert report.holder == desk().seat.agency
    assert report.status == Status.COORDINATED
    move(report, "decide", by=desk(), at=at + hours(5), agency=sda, words="Saluran ini milik SDA.")
    assert report.holder == sda
    with pytest.raises(NotNow):
        move(report, "send_back", by=officer(sda), at=at + hours(6), words="Tetap bukan.")
    assert [turn.came_by for turn in report.turns.order_by("seq")] == [
        "file",
        "coordinate",
        "send_back",
        "coordinate",
        "send_back",
        "decide",
    ]
    assert Clock.objects.filter(report=report, kind=Promise.Kind.RESOLUTION).count() == 1, "it starts once"


def test_a_dinas_disposes_to_its_own_unit_only() -> None:
    report = filed(of=walking.category(family="kelurahan"))
    sudin = agency(unit("bina-marga"))
    assert sudin.parent is not None
    move(report, "coordinate", by=officer(report.holder), at=MONDAY, agency=sudin.parent, words=REASON)
    dinas = officer(report.holder)
    with pytest.raises(Incomplete) as no:
        move(report, "dispose", by=dinas, at=MONDAY + hours(1), unit=agency(unit("sda")))
    assert no.value.field == "unit"
    move(report, "dispose", by=dinas, at=MONDAY + hours(1), unit=sudin)
    assert (report.status, report.holder) == (Status.DISPATCHED, sudin)


def test_a_crew_of_another_agency_is_not_assigned() -> None:
    report = filed(of=walking.category(family="kelurahan"))
    foreign = officer(agency(unit("sda")), Seat.Role.CREW).seat
    with pytest.raises(Incomplete) as no:
        move(report, "assign", by=officer(report.holder), at=MONDAY, crew=foreign)
    assert no.value.field == "crew"


def test_a_due_date_that_passes_is_charged_to_the_turn_open_then() -> None:
    from tanggap.reports import promises

    report = filed(of=walking.category(family="kelurahan"))
    kelurahan, sda = report.holder, agency(unit("sda"))
    move(report, "coordinate", by=officer(kelurahan), at=MONDAY + hours(1), agency=sda, words=REASON)
    clock = report.clocks.get(kind=Promise.Kind.RESOLUTION)
    promises.charge(clock, at=clock.due_at + hours(1))
    clock.refresh_from_db()
    assert clock.charged_to is not None
    assert clock.charged_to.holder == sda
