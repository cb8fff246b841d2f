"""What `city check` finds in a city that is loaded but not complete."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from tanggap.agencies.models import Agency
from tanggap.city import check
from tanggap.kit.words import Pair
from tanggap.reports import catalogue
from tanggap.reports.models import Category, Promise, Route
from tests import people

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)


def found() -> list[str]:
    catalogue.forget()
    return [sentence.in_language("id") for sentence in check.missing(catalogue.current(), on=TODAY)]


def test_jakarta_lacks_nothing_but_people() -> None:
    assert found()
    assert all("tidak punya kursi petugas" in sentence for sentence in found())


def test_seated_agency_is_no_longer_named() -> None:
    assert any(sentence.startswith("Inspektorat:") for sentence in found())
    people.WAHYU.seat()
    assert not any(sentence.startswith("Inspektorat:") for sentence in found())


def test_category_without_route_is_named() -> None:
    Route.objects.filter(code="sampah").update(valid_to=date(2026, 1, 1))
    assert any("Kategori “Sampah” tidak punya rute" in sentence and "(267)" in sentence for sentence in found())


def test_route_to_a_closed_agency_is_no_route() -> None:
    Agency.objects.filter(family="pam-jaya").update(valid_to=date(2026, 1, 1))
    assert any("“Jaringan Air Bersih”" in sentence for sentence in found())


def test_overlapping_rows_are_named() -> None:
    old = Promise.objects.get(code="penyelesaian")
    Promise.objects.create(
        code="penyelesaian-baru", kind=old.kind, hours=120, calendar=old.calendar, valid_from=date(2026, 1, 1)
    )
    assert any("“penyelesaian” dan “penyelesaian-baru” berlaku" in sentence for sentence in found())


def test_rows_that_follow_one_another_do_not_overlap() -> None:
    old = Promise.objects.get(code="penyelesaian")
    Promise.objects.filter(pk=old.pk).update(valid_to=date(2025, 12, 31))
    Promise.objects.create(
        code="penyelesaian-baru", kind=old.kind, hours=120, calendar=old.calendar, valid_from=date(2026, 1, 1)
    )
    assert not any("penyelesaian-baru" in sentence for sentence in found())


def test_missing_english_and_missing_words_are_named() -> None:
    Category.objects.filter(code="sampah").update(hint_en="", words="")
    said = "\n".join(found())
    assert "hanya dalam satu bahasa: Sampah" in said
    assert "Tanpa kata kunci, jadi tidak pernah disarankan: Sampah" in said


def test_command_prints_one_line_for_each() -> None:
    out = StringIO()
    call_command("city", "check", stdout=out)
    assert len(out.getvalue().splitlines()) == len(found())


def test_complete_city_is_called_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "CHECKS", ())
    out = StringIO()
    call_command("city", "check", stdout=out)
    assert out.getvalue().strip() == str(Pair("Kota lengkap.", "The city is complete."))
