"""Hiding with a reason: out of view, on the record, and back again."""

from __future__ import annotations

from typing import Any

import pytest

from tanggap.agencies.models import Agency, Seat
from tanggap.journal.models import Event
from tanggap.moderation.models import Hiding
from tanggap.reports import hiding
from tanggap.reports.authority import SYSTEM, Officer, Reporter
from tanggap.reports.models import Feedback, Photo, Report, Statement
from tanggap.reports.refusals import Incomplete, NotNow, NotYours
from tanggap.reports.tests.standing import NOW, Standing, agency, report, seat, standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Standing:
    return standing()


def parts(of: Report) -> dict[str, Any]:
    """One row of each kind that can be hidden."""
    return {
        "report": of,
        "words": of,
        "statement": Statement.objects.create(report=of, seq=1, verb="message", text="Nomor saya 0812", at=NOW),
        "photo": Photo.objects.create(report=of, token="t" * 22, original="x", width=1, height=1, uploaded_at=NOW),
        "feedback": Feedback.objects.create(report=of, round=1, settled=True, text="...", at=NOW),
    }


@pytest.mark.parametrize("kind", ["report", "words", "statement", "photo", "feedback"])
def test_part_leaves_the_view_and_comes_back(kind: str, here: Standing) -> None:
    row = parts(here.report)[kind]
    field = "words_hidden" if kind == "words" else "hidden"
    target, officer = f"{kind}:{row.pk}", Officer(here.officer)

    made = hiding.hide(here.report, target, reason="personal", by=officer, at=NOW)
    row.refresh_from_db()
    assert getattr(row, field)
    assert hiding.standing(here.report) == {target: made}

    hiding.lift(here.report, target, by=officer, at=NOW)
    row.refresh_from_db()
    assert not getattr(row, field)
    assert hiding.standing(here.report) == {}


def test_who_and_why_are_journalled_on_the_report_and_on_the_hiding(here: Standing) -> None:
    target = f"words:{here.report.pk}"

    made = hiding.hide(here.report, target, reason="abuse", by=Officer(here.officer), at=NOW)

    told = Event.objects.get(stream=here.report.stream)
    assert (told.verb, told.actor) == ("hide", f"seat:{here.officer.pk}")
    assert told.data == {"target": target, "reason": "abuse"}
    assert Event.objects.get(stream=made.stream).data == {"target": target, "reason": "abuse"}


def test_words_are_kept_when_they_are_hidden(here: Standing) -> None:
    hiding.hide(here.report, f"words:{here.report.pk}", reason="abuse", by=Officer(here.officer), at=NOW)

    here.report.refresh_from_db()
    assert here.report.words == "Lubang di depan SDN 01"
    assert not here.report.hidden


def test_hidden_report_is_public_no_more(here: Standing) -> None:
    hiding.hide(here.report, f"report:{here.report.pk}", reason="hoax", by=Officer(here.officer), at=NOW)

    assert not Report.objects.get(pk=here.report.pk).public


def test_second_hiding_is_refused_when_one_stands(here: Standing) -> None:
    target, officer = f"words:{here.report.pk}", Officer(here.officer)
    hiding.hide(here.report, target, reason="abuse", by=officer, at=NOW)

    with pytest.raises(NotNow):
        hiding.hide(here.report, target, reason="hoax", by=officer, at=NOW)
    assert Hiding.objects.count() == 1


def test_lifting_is_refused_when_nothing_is_hidden(here: Standing) -> None:
    with pytest.raises(NotNow):
        hiding.lift(here.report, f"words:{here.report.pk}", by=Officer(here.officer), at=NOW)


@pytest.mark.parametrize("target", ["photo:999999", "photo:x", "kelurahan:1", "", "photo:", "words:999999"])
def test_hiding_is_refused_when_the_report_has_no_such_part(target: str, here: Standing) -> None:
    with pytest.raises(Incomplete):
        hiding.hide(here.report, target, reason="abuse", by=Officer(here.officer), at=NOW)


def test_photo_of_another_report_is_out_of_reach(here: Standing) -> None:
    photo = parts(report(here.report.holder))["photo"]

    with pytest.raises(Incomplete):
        hiding.hide(here.report, f"photo:{photo.pk}", reason="abuse", by=Officer(here.officer), at=NOW)


def test_hiding_is_refused_when_no_listed_reason_is_given(here: Standing) -> None:
    with pytest.raises(Incomplete):
        hiding.hide(here.report, f"words:{here.report.pk}", reason="tidak suka", by=Officer(here.officer), at=NOW)


def test_only_the_holder_the_desk_and_administrators_hide(here: Standing) -> None:
    biro = agency("biro-pemerintahan", Agency.Kind.BIRO)
    desk, holder_admin = seat(biro, Seat.Role.DESK), seat(here.report.holder, Seat.Role.ADMIN)

    assert hiding.may_hide(Officer(here.officer), here.report)
    assert hiding.may_hide(Officer(desk), here.report)
    assert hiding.may_hide(Officer(holder_admin), here.report)
    assert not hiding.may_hide(Officer(here.crew), here.report)
    assert not hiding.may_hide(Officer(here.stranger), here.report)
    assert not hiding.may_hide(Reporter(frozenset({here.report.pk})), here.report)
    assert not hiding.may_hide(SYSTEM, here.report)
    with pytest.raises(NotYours):
        hiding.hide(here.report, f"words:{here.report.pk}", reason="abuse", by=Officer(here.stranger), at=NOW)


def test_desk_leaves_confidential_cases_alone(here: Standing) -> None:
    here.report.confidential = True

    assert not hiding.may_hide(Officer(seat(agency("biro", Agency.Kind.BIRO), Seat.Role.DESK)), here.report)
