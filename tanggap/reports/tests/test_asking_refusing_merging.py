"""Questions to the reporter, refusals and appeals, duplicates."""

from datetime import datetime, timedelta

import pytest

from tanggap.reports import catalogue, promises
from tanggap.reports.authority import SYSTEM
from tanggap.reports.lifecycle import move, open_moves
from tanggap.reports.models import Promise, Report, Status
from tanggap.reports.refusals import NotNow
from tanggap.reports.tests import walking
from tanggap.reports.tests.walking import MONDAY, desk, filed, hours, officer, reporter_of

pytestmark = pytest.mark.django_db

SDA = "sudin-sda-jakpus"


def taken() -> Report:
    report = filed(of=walking.category())
    move(report, "take", by=officer(report.holder), at=MONDAY + hours(1))
    return report


def resolution(report: Report) -> datetime:
    return report.clocks.get(kind=Promise.Kind.RESOLUTION).due_at


def test_a_question_stops_the_clock_until_the_answer() -> None:
    report = taken()
    due = report.clocks.get(kind=Promise.Kind.RESOLUTION).due_at
    move(report, "ask", by=officer(report.holder), at=MONDAY + hours(2), words="Sisi jalan yang mana?")
    assert report.next_due_at is None
    move(report, "answer", by=reporter_of(report), at=MONDAY + hours(7), words="Sisi sekolah.")
    assert report.asked_at is None
    assert resolution(report) == due + hours(5)


def test_questions_stop_the_clock_for_three_days_at_most() -> None:
    report = taken()
    by = officer(report.holder)
    move(report, "ask", by=by, at=MONDAY + hours(2), words="Di mana?")
    over = MONDAY + hours(2) + timedelta(days=3)
    assert list(promises.asks_expired(over - hours(1))) == []
    assert list(promises.asks_expired(over)) == [report]
    move(report, "resume", by=SYSTEM, at=over)
    with pytest.raises(NotNow):
        move(report, "ask", by=by, at=over + hours(1), words="Lagi?")


def test_an_appeal_brings_no_new_days_for_questions() -> None:
    report = filed(of=walking.category())
    move(
        report, "coordinate", by=officer(report.holder), at=MONDAY + hours(1), agency=walking.agency(SDA), words="SDA."
    )
    move(report, "ask", by=officer(report.holder), at=MONDAY + hours(2), words="Di mana?")
    over = MONDAY + hours(2) + timedelta(days=3)
    move(report, "resume", by=SYSTEM, at=over)
    reason = catalogue.current().refusals[0]
    move(report, "refuse", by=officer(report.holder), at=over + hours(1), refusal=reason, words="Tidak jelas.")
    move(report, "appeal", by=reporter_of(report), at=over + hours(2), words="Jelas kok.")
    move(report, "decide", by=desk(), at=over + hours(3), agency=walking.agency(SDA), words="Kerjakan.")
    with pytest.raises(NotNow):
        move(report, "ask", by=officer(report.holder), at=over + hours(4), words="Di mana lagi?")


def test_an_anonymous_reporter_cannot_be_asked() -> None:
    report = filed(of=walking.category(), contact=False)
    with pytest.raises(NotNow):
        move(report, "ask", by=officer(report.holder), at=MONDAY + hours(1), words="Di mana?")


def test_a_refusal_is_appealed_once_and_the_desk_decides() -> None:
    report = filed(of=walking.category())
    reason = catalogue.current().refusals[0]
    holder = officer(report.holder)
    move(report, "refuse", by=holder, at=MONDAY + hours(1), refusal=reason, words="Di luar wilayah.")
    assert (report.status, report.refusal) == (Status.REFUSED, reason)
    move(report, "appeal", by=reporter_of(report), at=MONDAY + hours(2), words="Ini di Menteng.")
    assert (report.status, report.holder) == (Status.WAITING, desk().seat.agency)
    move(report, "refuse", by=desk(), at=MONDAY + hours(3), refusal=reason, words="Tetap.")
    with pytest.raises(NotNow):
        move(report, "appeal", by=reporter_of(report), at=MONDAY + hours(4), words="Sekali lagi.")


def test_the_reporter_withdraws_before_work_begins_only() -> None:
    report = filed(of=walking.category())
    move(report, "withdraw", by=reporter_of(report), at=MONDAY + hours(1))
    assert report.status == Status.CLOSED
    with pytest.raises(NotNow):
        move(taken(), "withdraw", by=reporter_of(report), at=MONDAY + hours(2))


def test_a_merged_report_stands_still_and_can_be_separated() -> None:
    parent, child = taken(), taken()
    due = resolution(child)
    move(child, "merge", by=officer(child.holder), at=MONDAY + hours(3), parent=parent)
    assert child.merged_into == parent
    with pytest.raises(NotNow):
        move(child, "coordinate", by=officer(child.holder), at=MONDAY + hours(4))
    move(child, "unmerge", by=officer(child.holder), at=MONDAY + hours(13))
    assert Report.objects.get(pk=child.pk).merged_into is None
    assert resolution(child) == due + hours(10)


def test_a_public_report_does_not_join_a_private_one() -> None:
    parent = filed(of=walking.category(), privacy=Report.Privacy.PRIVATE)
    child = filed(of=walking.category())
    with pytest.raises(NotNow) as no:
        move(child, "merge", by=officer(child.holder), at=MONDAY + hours(1), parent=parent)
    assert no.value.field == "parent"
    move(parent, "merge", by=officer(parent.holder), at=MONDAY + hours(1), parent=child)
    assert parent.merged_into == child


def test_a_chain_of_merges_is_refused() -> None:
    one, two, three = taken(), taken(), taken()
    move(one, "merge", by=officer(one.holder), at=MONDAY + hours(2), parent=two)
    with pytest.raises(NotNow):
        move(three, "merge", by=officer(three.holder), at=MONDAY + hours(2), parent=one)
    with pytest.raises(NotNow):
        move(two, "merge", by=officer(two.holder), at=MONDAY + hours(2), parent=three)


def test_the_desk_completes_place_and_category_and_it_is_routed() -> None:
    report = filed(of=None, place=False)
    assert report.holder == desk().seat.agency
    move(report, "locate", by=desk(), at=MONDAY + hours(1), area_code=walking.MENTENG)
    assert report.holder == desk().seat.agency, "still without a category"
    move(report, "categorise", by=desk(), at=MONDAY + hours(2), category=walking.category(family="kelurahan"))
    assert report.holder.kind == "kelurahan"
    assert report.holder.area is not None
    assert report.holder.area.code == walking.MENTENG


def test_of_two_officers_who_press_at_once_the_later_one_is_told_so() -> None:
    report = filed(of=walking.category())
    same = Report.objects.get(pk=report.pk)
    reason = catalogue.current().refusals[0]
    by = officer(report.holder)
    move(report, "refuse", by=by, at=MONDAY + hours(1), refusal=reason, words="Bukan di sini.")
    with pytest.raises(NotNow) as no:
        move(same, "take", by=by, at=MONDAY + hours(1))
    assert "Ditolak" in no.value.sentence.in_language("id")
    assert same.status == Status.REFUSED, "the later officer's copy now shows what happened"


def test_each_viewer_is_offered_the_moves_of_their_seats_alone() -> None:
    from tanggap.reports.authority import viewer_of

    report = filed(of=walking.category(family="kelurahan"))
    here = officer(report.holder).seat.user
    verbs = {found.verb for found in open_moves(report, viewer_of(here), at=MONDAY)}
    assert verbs == {"take", "assign", "coordinate", "refuse", "merge", "ask", "message"}
    assert open_moves(report, viewer_of(officer(catalogue.current().inspectorate).seat.user), at=MONDAY) == []
