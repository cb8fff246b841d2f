"""Done with proof: validation, rejection, later dates, reopening and closing."""

from datetime import timedelta

import pytest

from tanggap.agencies.models import Agency, Seat
from tanggap.reports import feedback
from tanggap.reports.authority import SYSTEM, Officer
from tanggap.reports.lifecycle import move
from tanggap.reports.models import Photo, Promise, Report, Status
from tanggap.reports.refusals import Incomplete, NotNow, NotYours
from tanggap.reports.tests import walking
from tanggap.reports.tests.walking import MONDAY, filed, hours, officer, proof, reporter_of, validator
from tests import pictures

pytestmark = pytest.mark.django_db

DONE = "Lubang sudah ditambal aspal panas."


def in_progress(*, validated: bool = False) -> Report:
    report = filed(of=walking.category(validated=validated))
    move(report, "take", by=officer(report.holder), at=MONDAY + hours(1))
    return report


def resolved(report: Report, *, at: float, origin: str = Photo.Origin.APP) -> Report:
    proof(report, at=MONDAY + hours(at), origin=origin)
    move(report, "resolve", by=officer(report.holder), at=MONDAY + hours(at), words=DONE)
    return report


def test_resolving_needs_a_note_and_a_checked_proof() -> None:
    report = in_progress()
    with pytest.raises(Incomplete) as no:
        move(report, "resolve", by=officer(report.holder), at=MONDAY + hours(2), words=DONE)
    assert no.value.field == "proof"
    proof(report, at=MONDAY + hours(2))
    with pytest.raises(Incomplete) as no:
        move(report, "resolve", by=officer(report.holder), at=MONDAY + hours(2), words="  ")
    assert no.value.field == "words"


def test_a_proof_taken_in_the_app_finishes_where_no_validation_is_asked() -> None:
    report = resolved(in_progress(), at=5)
    assert report.status == Status.DONE
    assert report.clocks.get(kind=Promise.Kind.RESOLUTION).stopped_at == MONDAY + hours(5)


def test_an_uploaded_proof_always_goes_to_validation() -> None:
    assert resolved(in_progress(), at=5, origin=Photo.Origin.UPLOAD).status == Status.VALIDATION


def test_accepting_stops_the_clock_as_of_the_time_of_resolve() -> None:
    report = resolved(in_progress(validated=True), at=5)
    move(report, "accept", by=validator(), at=MONDAY + hours(30))
    assert report.status == Status.DONE
    assert report.clocks.get(kind=Promise.Kind.RESOLUTION).stopped_at == MONDAY + hours(5)


def test_a_rejected_follow_up_is_worked_again_with_a_new_proof_and_loses_no_time() -> None:
    report = resolved(in_progress(validated=True), at=5)
    clock = report.clocks.get(kind=Promise.Kind.RESOLUTION)
    move(report, "reject", by=validator(), at=MONDAY + hours(15), words="Foto tidak memperlihatkan lubangnya.")
    assert (report.status, report.followup_rejected) == (Status.IN_PROGRESS, True)
    later = report.clocks.get(kind=Promise.Kind.RESOLUTION)
    assert later.due_at == clock.due_at + hours(10), "the check took ten hours that are not the holder's"
    with pytest.raises(Incomplete):
        move(report, "resolve", by=officer(report.holder), at=MONDAY + hours(16), words=DONE)
    assert resolved(report, at=17).status == Status.VALIDATION
    assert report.followup_rejected is False


def test_nobody_validates_their_own_work() -> None:
    report = in_progress(validated=True)
    lurah = officer(report.holder, Seat.Role.OFFICER).seat
    own = Seat.objects.create(user=lurah.user, agency=lurah.agency, role=Seat.Role.VALIDATOR, title="Lurah")
    resolved(report, at=5)
    with pytest.raises(NotYours):
        move(report, "accept", by=Officer(own), at=MONDAY + hours(6))


def test_a_later_date_is_asked_once_and_approved_by_the_parent() -> None:
    report = in_progress()
    assert isinstance(report.holder.parent, Agency)
    clock = report.clocks.get(kind=Promise.Kind.RESOLUTION)
    until = clock.due_at + timedelta(days=5)
    by = officer(report.holder)
    move(report, "ask_extension", by=by, at=MONDAY + hours(3), until=until, words="Menunggu alat berat.")
    with pytest.raises(NotYours):
        move(report, "grant_extension", by=by, at=MONDAY + hours(4))
    move(report, "grant_extension", by=officer(report.holder.parent, Seat.Role.SUPERVISOR), at=MONDAY + hours(4))
    later = report.clocks.get(kind=Promise.Kind.RESOLUTION)
    assert (later.due_at, later.original_due_at) == (until, clock.due_at)
    with pytest.raises(NotNow):
        move(report, "ask_extension", by=by, at=MONDAY + hours(5), until=until + hours(1), words="Lagi.")


def test_a_later_date_beyond_sixty_days_is_refused() -> None:
    report = in_progress()
    with pytest.raises(Incomplete) as no:
        move(
            report,
            "ask_extension",
            by=officer(report.holder),
            at=MONDAY + hours(3),
            until=MONDAY + timedelta(days=61),
            words="Lama.",
        )
    assert no.value.field == "until"


def test_only_the_reporter_reopens_and_a_new_round_begins() -> None:
    report = resolved(in_progress(), at=5)
    stranger = reporter_of(filed())
    with pytest.raises(NotYours):
        feedback.object_to(report, by=stranger, words="Belum.", at=MONDAY + hours(20))
    feedback.object_to(report, by=reporter_of(report), words="Masih berlubang.", stars=2, at=MONDAY + hours(20))
    assert (report.status, report.round) == (Status.IN_PROGRESS, 2)
    first, second = report.clocks.filter(kind=Promise.Kind.RESOLUTION).order_by("round")
    assert first.in_time is True, "the first verdict stays"
    assert second.due_at == MONDAY + hours(20 + 7 * 24)
    assert report.feedback.get().round == 1


def test_belum_beres_may_bring_a_photo_of_how_it_is_now() -> None:
    report = resolved(in_progress(), at=5)
    by, photo = reporter_of(report), pictures.photo(seed=7)
    feedback.object_to(report, by=by, words="Masih berlubang.", photo=photo, at=MONDAY + hours(20))
    assert report.photos.get(purpose=Photo.Purpose.REPLY).uploaded_at == MONDAY + hours(20)


def test_a_stranger_leaves_no_photo_behind() -> None:
    report = resolved(in_progress(), at=5)
    with pytest.raises(NotYours):
        feedback.object_to(
            report, by=reporter_of(filed()), words="Belum.", photo=pictures.photo(seed=8), at=MONDAY + hours(20)
        )
    assert not report.photos.filter(purpose=Photo.Purpose.REPLY).exists()


def test_the_reporter_of_a_merged_report_may_reopen_too() -> None:
    report = in_progress()
    twin = filed(of=report.category)
    move(twin, "merge", by=officer(twin.holder), at=MONDAY + hours(2), parent=report)
    resolved(report, at=5)
    feedback.object_to(report, by=reporter_of(twin), words="Masih ada.", at=MONDAY + hours(9))
    assert report.status == Status.IN_PROGRESS


def test_a_finished_report_cannot_be_reopened_after_fourteen_days() -> None:
    report = resolved(in_progress(), at=5)
    at = MONDAY + hours(5) + timedelta(days=14, minutes=1)
    with pytest.raises(NotNow):
        feedback.object_to(report, by=reporter_of(report), words="Rusak lagi.", at=at)
    assert list(feedback.to_close(at)) == [report]
    move(report, "close", by=SYSTEM, at=at)
    assert report.status == Status.CLOSED


def test_the_reporters_yes_closes_with_stars() -> None:
    report = resolved(in_progress(), at=5)
    feedback.settle(report, by=reporter_of(report), stars=5, text="Cepat!", at=MONDAY + hours(6))
    assert report.status == Status.CLOSED
    assert report.feedback.get().stars == 5


def test_a_private_case_is_published_by_its_reporter_without_words() -> None:
    report = filed(of=walking.category(), privacy=Report.Privacy.PRIVATE)
    move(report, "write", by=reporter_of(report), at=MONDAY + hours(1), words="Rumah saya nomor 12.")
    move(report, "take", by=officer(report.holder), at=MONDAY + hours(2))
    resolved(report, at=5)
    finished_at = report.ended_at
    with pytest.raises(NotYours):
        move(report, "publish", by=reporter_of(filed()), at=MONDAY + hours(6))
    move(report, "publish", by=reporter_of(report), at=MONDAY + hours(6))
    assert report.public
    assert report.words_hidden
    assert report.statements.get(by_reporter=True).hidden
    assert report.ended_at == finished_at
    with pytest.raises(NotNow):
        move(report, "publish", by=reporter_of(report), at=MONDAY + hours(7))


def test_what_was_said_at_the_end_in_private_stays_private_when_the_case_is_published() -> None:
    report = filed(of=walking.category(), privacy=Report.Privacy.PRIVATE)
    move(report, "take", by=officer(report.holder), at=MONDAY + hours(2))
    resolved(report, at=5)
    feedback.settle(report, by=reporter_of(report), stars=5, text="Rumah saya nomor 12.", at=MONDAY + hours(6))
    move(report, "publish", by=reporter_of(report), at=MONDAY + hours(7))
    assert report.feedback.get().hidden


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_stars_outside_one_to_five_are_refused(stars: int) -> None:
    report = resolved(in_progress(), at=5)
    with pytest.raises(Incomplete):
        feedback.settle(report, by=reporter_of(report), stars=stars, text="", at=MONDAY + hours(6))
    assert Report.objects.get(pk=report.pk).status == Status.DONE
