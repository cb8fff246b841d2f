"""Who gets a report first, on the real routes of Jakarta."""

from __future__ import annotations

from datetime import date

import pytest

from tanggap.agencies.models import Agency
from tanggap.areas.models import Area
from tanggap.areas.register import UnknownArea
from tanggap.reports import catalogue
from tanggap.reports.models import Category, Route
from tanggap.reports.routing import route

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
MENTENG, PANGGANG = "31.71.06.1001", "31.01.01.1001"


def holder(category: str | None, area: str | None = MENTENG, *, confidential: bool = False, on: date = TODAY) -> str:
    found = catalogue.current().category(category) if category else None
    return route(category=found, area_code=area, confidential=confidential, on=on).code


@pytest.mark.parametrize(
    ("category", "area", "expected"),
    [
        ("sampah", MENTENG, "kel-31.71.06.1001"),
        ("pkl-liar", MENTENG, "satpol-31.71.06.1001"),
        ("jalan", MENTENG, "sudin-bina-marga-jakpus"),
        ("jalan", PANGGANG, "kota-31.01"),
        ("saluran-air", PANGGANG, "sudin-sda-kep-seribu"),
        ("pohon", PANGGANG, "dinas-pertamanan"),
        ("dbd", MENTENG, "puskesmas-31.71.06"),
        ("ktp", "31.75.06.1001", "sudin-dukcapil-jaktim"),
        ("jaringan-air-bersih", MENTENG, "pam-jaya"),
        ("transportasi-publik", MENTENG, "transjakarta"),
        ("transportasi-publik", PANGGANG, "sudin-perhubungan-kep-seribu"),
        ("kjp", MENTENG, "up-p4op"),
    ],
)
def test_category_goes_to_the_unit_for_the_place(category: str, area: str, expected: str) -> None:
    assert holder(category, area) == expected


def test_report_without_category_or_place_goes_to_the_desk() -> None:
    assert holder(None) == "biro-pemerintahan"
    assert holder("sampah", None) == "biro-pemerintahan"
    assert holder(None, None) == "biro-pemerintahan"


def test_confidential_matter_goes_to_inspektorat_alone() -> None:
    assert holder("pungutan-liar") == "inspektorat"
    assert holder("pungutan-liar", None) == "inspektorat"
    assert holder("sampah", confidential=True) == "inspektorat"
    assert holder(None, None, confidential=True) == "inspektorat"


def test_category_without_a_route_goes_to_the_desk() -> None:
    assert holder("jaringan-listrik") == "biro-pemerintahan"


def test_route_of_the_smaller_area_wins() -> None:
    _route("jalan-menteng", "jalan", MENTENG, "kelurahan")
    assert holder("jalan") == "kel-31.71.06.1001"
    assert holder("jalan", "31.71.06.1002") == "sudin-bina-marga-jakpus"


def test_route_holds_on_its_last_day_and_not_after() -> None:
    _route("jalan-menteng", "jalan", MENTENG, "kelurahan", valid_to=date(2026, 11, 20))
    assert holder("jalan", on=date(2026, 11, 20)) == "kel-31.71.06.1001"
    assert holder("jalan", on=date(2026, 11, 21)) == "sudin-bina-marga-jakpus"
    assert holder("jalan", on=date(2026, 10, 31)) == "sudin-bina-marga-jakpus"


def test_closed_unit_is_passed_over_for_the_one_above() -> None:
    Agency.objects.filter(code="sudin-sda-jakpus").update(valid_to=date(2026, 1, 1))
    catalogue.forget()
    assert holder("saluran-air") == "dinas-sda"


def test_unknown_area_is_refused() -> None:
    with pytest.raises(UnknownArea):
        holder("sampah", "99.99.99.9999")


def test_every_category_has_a_holder_in_every_kelurahan() -> None:
    now = catalogue.current()
    codes = list(Area.objects.filter(level=Area.Level.KELURAHAN).values_list("code", flat=True))
    for category in now.categories.values():
        if not (category.emergency or category.refer_to or category.confidential):
            for code in codes:
                assert now.route(category, code, on=TODAY) is not None, (category.code, code)


def _route(code: str, category: str, area: str, family: str, *, valid_to: date | None = None) -> None:
    Route.objects.create(
        code=code,
        category=Category.objects.get(code=category),
        area=Area.objects.get(code=area),
        family=family,
        valid_from=date(2026, 11, 1),
        valid_to=valid_to,
    )
    catalogue.forget()
