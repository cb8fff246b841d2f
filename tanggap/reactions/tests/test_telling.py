"""Who hears of what: the receiving unit at once, the reporter at each public step, each once."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from tanggap.accounts import vault
from tanggap.accounts.models import User
from tanggap.agencies.models import Agency, Seat
from tanggap.carriers.models import Delivery
from tanggap.journal.models import Event
from tanggap.notifications import followers
from tanggap.notifications.models import BellItem
from tanggap.reactions import clockwork
from tanggap.reactions.follow import follow
from tanggap.reports import escalations
from tanggap.reports.authority import Officer
from tanggap.reports.lifecycle import move
from tanggap.reports.models import Photo, RefusalReason, Report, Status
from tanggap.reports.tests import walking
from tanggap.reports.tests.walking import MONDAY, agency, desk, filed, hours, officer, proof, reporter_of
from tests.jobs import waiting, work_off

pytestmark = pytest.mark.django_db

ADDRESS = "sari@contoh.id"


@pytest.fixture(autouse=True)
def _letters() -> Iterator[None]:
    mail.outbox = []
    yield
    mail.outbox = []


def holding() -> Agency:
    """The unit to which the walks' report is routed, with an officer who sits there beforehand."""
    probe = filed(contact=False)
    officer(probe.holder)
    work_off()
    return probe.holder


def worked(**given: Any) -> Report:
    """A report in Proses, and everything told so far forgotten."""
    report = filed(**({"of": walking.category()} | given))
    officer(report.holder)
    move(report, "take", by=officer(report.holder), at=MONDAY + hours(1))
    forget()
    return report


def forget() -> None:
    work_off()
    mail.outbox.clear()
    BellItem.objects.all().delete()


def bells(seat: Officer | Seat) -> list[str]:
    user = (seat.seat if isinstance(seat, Officer) else seat).user
    return list(BellItem.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def letters(to: str = ADDRESS) -> list[EmailMessage]:
    return [letter for letter in mail.outbox if letter.to == [to]]


def subjects(to: str = ADDRESS) -> list[str]:
    return [str(letter.subject) for letter in letters(to)]


def test_a_new_report_rings_at_the_receiving_unit_and_answers_the_reporter() -> None:
    unit = holding()
    forget()
    report = filed()
    work_off()
    assert bells(officer(unit)) == ["arrived"]
    (letter,) = letters()
    assert letter.subject == f"{report.number} diterima"
    assert f"/lacak/{report.number}" in str(letter.body)


def test_following_an_event_again_tells_nobody_again() -> None:
    unit = holding()
    forget()
    report = filed()
    work_off()
    for event in Event.objects.filter(stream=report.stream):
        follow(event.pk, at=MONDAY)
    work_off()
    assert bells(officer(unit)) == ["arrived"]
    assert len(letters()) == 1
    assert Delivery.objects.filter(recipient=f"reporter:{report.pk}").count() == 1


def test_jobs_carry_ids_and_nothing_else() -> None:
    filed()
    for _, given in waiting():
        assert all(isinstance(value, int) for value in given.values())
    work_off("reactions.follow")
    assert waiting("channels.reply")
    for _, given in waiting():
        assert all(isinstance(value, int) for value in given.values())


def test_a_letter_names_neither_the_reporter_nor_the_keys_to_the_report() -> None:
    report = filed(privacy=Report.Privacy.PRIVATE)
    work_off()
    (letter,) = letters()
    html, _ = letter.alternatives[0]  # type: ignore[attr-defined]
    for text in (str(letter.body), str(html)):
        assert "Sari" not in text
        assert re.findall(r"https?://\S+?(?=[\s\"<]|$)", text)
        assert {url.rsplit("/", 1)[1] for url in re.findall(r"https?://[^\s\"<]+", text)} == {report.number}
    assert "tautan rahasia atau PIN" in str(letter.body)


def test_without_a_contact_nobody_is_written_to() -> None:
    filed(contact=False)
    work_off()
    assert not mail.outbox
    assert not Delivery.objects.exists()


def test_an_identity_that_was_erased_is_not_written_to() -> None:
    report = filed()
    vault.erase(report.pk, MONDAY)
    work_off()
    assert not mail.outbox
    assert Delivery.objects.get().state == Delivery.State.NOWHERE


def test_a_report_in_english_is_answered_in_english() -> None:
    report = filed()
    Report.objects.filter(pk=report.pk).update(language="en")
    work_off()
    (letter,) = letters()
    assert letter.subject == f"{report.number} received"
    assert f"/en/lacak/{report.number}" in str(letter.body)


@pytest.mark.parametrize("verb", ["coordinate", "decide", "send_back"])
def test_the_next_holder_is_told_and_so_is_the_reporter(verb: str) -> None:
    report = filed(of=walking.category())
    first, other = officer(report.holder), agency("sudin-bina-marga-jakpus")
    arriving = officer(other)
    given: dict[str, Any] = {"words": "Jalan provinsi"}
    if verb == "decide":
        report = filed(place=False)
        desk()
        forget()
        move(report, "decide", by=desk(), at=MONDAY + hours(1), agency=other, **given)
    else:
        forget()
        move(report, "coordinate", by=first, at=MONDAY + hours(1), agency=other, **given)
    if verb == "send_back":
        forget()
        move(report, "send_back", by=arriving, at=MONDAY + hours(2), **given)
        arriving = first
    work_off()
    assert bells(arriving) == ["arrived"]
    assert subjects() == [f"{report.number} diteruskan ke {report.holder.short}"]


def test_who_does_something_is_not_told_of_it() -> None:
    report = filed(place=False)
    forget()
    assert report.holder == desk().seat.agency
    move(report, "categorise", by=desk(), at=MONDAY + hours(1), category=walking.category())
    work_off()
    assert bells(desk()) == []


def test_a_category_that_moves_nothing_tells_nobody() -> None:
    report = filed(place=False)
    forget()
    move(report, "categorise", by=desk(), at=MONDAY + hours(1), category=walking.category())
    work_off()
    assert report.holder == desk().seat.agency
    assert subjects() == []


def test_the_crew_is_told_of_its_task() -> None:
    report = filed(of=walking.category())
    crew = officer(report.holder, Seat.Role.CREW)
    forget()
    move(report, "assign", by=officer(report.holder), at=MONDAY + hours(1), crew=crew.seat)
    work_off()
    assert bells(crew) == ["assigned"]
    assert subjects() == [f"{report.number} mulai dikerjakan"]


def test_a_later_date_goes_up_and_comes_back() -> None:
    report = worked()
    assert report.holder.parent is not None
    above, holder = officer(report.holder.parent, Seat.Role.SUPERVISOR), officer(report.holder)
    until = MONDAY + timedelta(days=20)
    move(report, "ask_extension", by=holder, at=MONDAY + hours(2), until=until, words="Perlu alat berat")
    work_off()
    assert bells(above) == ["date_asked"]
    move(report, "grant_extension", by=above, at=MONDAY + hours(3))
    work_off()
    assert bells(holder) == ["date_granted"]
    (letter,) = letters()
    assert "13 Desember 2026" in str(letter.body)


def test_a_question_is_sent_with_its_words_and_the_answer_rings() -> None:
    report = worked()
    move(report, "ask", by=officer(report.holder), at=MONDAY + hours(2), words="Di depan rumah nomor berapa?")
    work_off()
    (letter,) = letters()
    assert "“Di depan rumah nomor berapa?”" in str(letter.body)
    move(report, "answer", by=reporter_of(report), at=MONDAY + hours(3), words="Nomor 12.")
    work_off()
    assert bells(officer(report.holder)) == ["answered"]
    assert len(letters()) == 1


def test_words_hidden_before_the_letter_left_are_not_in_it() -> None:
    report = worked()
    move(report, "message", by=officer(report.holder), at=MONDAY + hours(2), words="Hubungi Pak Anu.")
    report.statements.update(hidden=True)
    work_off()
    (letter,) = letters()
    assert "Pak Anu" not in str(letter.body)
    assert "dapat dibaca di halaman laporan" in str(letter.body)


def resolve(report: Report, *, at: float, origin: str = Photo.Origin.APP) -> None:
    proof(report, at=MONDAY + hours(at), origin=origin)
    move(report, "resolve", by=officer(report.holder), at=MONDAY + hours(at), words="Sudah ditambal.")


def test_done_invites_to_rate_and_to_object() -> None:
    report = worked()
    resolve(report, at=5)
    work_off()
    assert subjects() == [f"{report.number} selesai. Sudah beres?"]
    forget()
    move(report, "reopen", by=reporter_of(report), at=MONDAY + hours(6), words="Masih bolong.")
    work_off()
    assert bells(officer(report.holder)) == ["reopened"]
    assert subjects() == [f"{report.number} dibuka kembali"]


def test_validators_are_told_before_the_reporter_is() -> None:
    report = worked()
    checks = walking.validator()
    resolve(report, at=5, origin=Photo.Origin.UPLOAD)
    assert report.status == Status.VALIDATION
    work_off()
    assert bells(checks) == ["to_validate"]
    assert subjects() == []
    move(report, "accept", by=checks, at=MONDAY + hours(6))
    work_off()
    assert bells(officer(report.holder)) == ["accepted"]
    assert subjects() == [f"{report.number} selesai. Sudah beres?"]


def test_a_rejected_follow_up_rings_at_the_holder_alone() -> None:
    report = worked()
    resolve(report, at=5, origin=Photo.Origin.UPLOAD)
    forget()
    move(report, "reject", by=walking.validator(), at=MONDAY + hours(6), words="Fotonya buram.")
    work_off()
    assert bells(officer(report.holder)) == ["rejected"]
    assert subjects() == []


def test_a_refusal_gives_reason_advice_and_the_way_to_appeal() -> None:
    report = filed(of=walking.category())
    reason = RefusalReason.objects.filter(active=True)[0]
    forget()
    move(report, "refuse", by=officer(report.holder), at=MONDAY + hours(1), refusal=reason, words="Ini jalan tol.")
    work_off()
    (letter,) = letters()
    text = str(letter.body)
    assert reason.name_id in text
    assert reason.advice_id in text
    assert "“Ini jalan tol.”" in text
    assert "keberatan" in text
    move(report, "appeal", by=reporter_of(report), at=MONDAY + hours(2), words="Bukan jalan tol.")
    desk()
    work_off()
    assert bells(desk()) == ["appealed"]


def test_a_merged_reporter_hears_of_the_merge_and_of_the_end() -> None:
    parent, child = worked(), filed(of=walking.category())
    forget()
    move(child, "merge", by=officer(child.holder), at=MONDAY + hours(2), parent=parent)
    work_off()
    assert subjects() == [f"{child.number} digabung dengan {parent.number}"]
    forget()
    resolve(parent, at=5)
    work_off()
    assert sorted(subjects()) == sorted(
        [f"{parent.number} selesai. Sudah beres?", f"{parent.number}, yang diikuti {child.number}, berakhir"]
    )


def test_followers_hear_of_a_public_report_and_of_nothing_private() -> None:
    report, secret = worked(), worked(privacy=Report.Privacy.PRIVATE)
    fan = User.objects.create_user("tono@warga.test", language="en")
    followers.follow(report, user=fan, at=MONDAY)
    with pytest.raises(followers.NotFollowable):
        followers.follow(secret, user=fan, at=MONDAY)
    resolve(report, at=5)
    work_off()
    item = BellItem.objects.get(user=fan)
    assert item.sentence.in_language("en") == f"{report.number}, which you follow, is done"
    (letter,) = letters("tono@warga.test")
    assert f"/en/lacak/{report.number}" in str(letter.body)
    Report.objects.filter(pk=report.pk).update(hidden=True)
    report.refresh_from_db()
    move(report, "reopen", by=reporter_of(report), at=MONDAY + hours(6), words="Belum.")
    work_off()
    assert BellItem.objects.filter(user=fan).count() == 1


def test_an_officer_who_wants_e_mail_gets_it_without_the_reporter_in_it() -> None:
    seat = officer(holding()).seat
    Seat.objects.filter(pk=seat.pk).update(wants_email=True)
    forget()
    report = filed()
    work_off()
    (letter,) = letters(seat.user.email)
    assert letter.subject == f"Laporan {report.number} masuk ke unit Anda"
    for marked in ("Sari", ADDRESS):
        assert marked not in letter.message().as_string()


def test_escalations_ring_at_the_holder_and_the_late_ones_above() -> None:
    report = filed(of=walking.category())
    assert report.holder.parent is not None
    above, holder = officer(report.holder.parent, Seat.Role.SUPERVISOR), officer(report.holder)
    forget()
    for hour in (3, 5, 7):
        assert clockwork.escalate(at=MONDAY + hours(hour)) == 1
        work_off()
    assert bells(holder) == ["half", "three_quarters", "overdue"]
    assert bells(above) == ["overdue"]
    assert escalations.due(MONDAY + hours(8), most=10) == []


def test_a_question_nobody_answers_lapses_after_three_days() -> None:
    report = worked()
    move(report, "ask", by=officer(report.holder), at=MONDAY + hours(2), words="Di mana?")
    forget()
    assert clockwork.resume(at=MONDAY + timedelta(days=3)) == 0
    assert clockwork.resume(at=MONDAY + timedelta(days=3, hours=3)) == 1
    work_off()
    assert bells(officer(report.holder)) == ["unanswered"]
    assert subjects() == [f"{report.number} dilanjutkan tanpa jawaban"]


def test_what_is_done_closes_after_fourteen_days() -> None:
    report = worked()
    resolve(report, at=5)
    forget()
    assert clockwork.close(at=MONDAY + timedelta(days=14)) == 0
    assert clockwork.close(at=MONDAY + timedelta(days=14, hours=6)) == 1
    work_off()
    report.refresh_from_db()
    assert report.status == Status.CLOSED
    assert subjects() == [f"{report.number} ditutup"]


def test_histories_of_other_things_than_reports_are_followed_by_nothing() -> None:
    report = filed()
    vault.erase(report.pk, MONDAY)
    forget()
    for event in Event.objects.exclude(stream__startswith="report:"):
        follow(event.pk, at=MONDAY)
    assert waiting() == []
