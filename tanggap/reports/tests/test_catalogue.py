"""The snapshot of the pack: what it answers, what it costs, when it is renewed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from tanggap.reports import catalogue
from tanggap.reports.catalogue import NoPromise, UnknownCode
from tanggap.reports.models import CatalogueStamp, Category, Channel, Promise

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
Queries = Callable[[int], object]


def test_lookups_cost_no_query_once_loaded(django_assert_num_queries: Queries) -> None:
    now = catalogue.current()
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        assert catalogue.current() is now
        jalan = now.category("jalan")
        assert jalan.group.code == "jalan"
        unit = now.route(jalan, "31.71.06.1001", on=TODAY)
        assert unit is not None
        assert unit.parent is not None
        assert unit.area is not None
        assert unit.area.parent is None
        now.promise("resolution", channel=now.channel("jaki"), category=jalan, agency=unit, on=TODAY)
        assert now.desk.code == "biro-pemerintahan"


def test_loading_costs_few_queries(django_assert_max_num_queries: Queries) -> None:
    catalogue.forget()
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        catalogue.current()


def test_new_stamp_is_seen_after_ten_seconds_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue.forget()
    before = catalogue.current()
    Channel.objects.filter(code="jaki").update(name_id="Lain")
    CatalogueStamp.objects.update(digest="another", loaded_at=datetime(2026, 11, 20, tzinfo=UTC))
    _pass(8, monkeypatch)
    assert catalogue.current() is before
    _pass(3, monkeypatch)
    assert catalogue.current().channel("jaki").name_id == "Lain"


def test_same_stamp_keeps_the_snapshot(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue.forget()
    before = catalogue.current()
    _pass(1000, monkeypatch)
    assert catalogue.current() is before


def _pass(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the process had last looked at the stamp that much earlier."""
    monkeypatch.setattr(catalogue, "_looked_at", catalogue._looked_at - seconds)


@pytest.mark.parametrize("kind", ["category", "channel", "agency", "refusal"])
def test_unknown_code_is_refused(kind: str) -> None:
    with pytest.raises(UnknownCode, match="tidak-ada"):
        getattr(catalogue.current(), kind)("tidak-ada")


def test_groups_are_at_most_eight_and_hold_every_category_once() -> None:
    groups = catalogue.current().groups
    assert len(groups) == 8
    offered = [category.code for group in groups for category in group.categories]
    assert len(offered) == len(set(offered)) == 124


def test_group_speaks_the_readers_language() -> None:
    first = catalogue.current().groups[0]
    assert first.name == "Jalan & lalu lintas"
    with translation.override("en"):
        assert first.name == "Roads & traffic"


def test_group_without_active_categories_is_not_shown() -> None:
    Category.objects.filter(group__code="air").update(active=False)
    catalogue.forget()
    assert "air" not in {group.code for group in catalogue.current().groups}


def test_only_the_newest_version_of_a_question_is_asked() -> None:
    now = catalogue.current()
    asked = {question.code: question.version for question in now.questions(now.category("banjir"))}
    assert asked == {"tinggi": 2, "masuk-rumah": 1}
    assert now.questions(None) == []


def test_channels_depend_on_the_day() -> None:
    now = catalogue.current()
    in_2019 = {channel.code for channel in now.channels_open(date(2019, 11, 30))}
    today = {channel.code for channel in now.channels_open(TODAY)}
    assert len(in_2019) == 13
    assert {"qlue", "balai-warga", "surat"} <= in_2019
    assert "media-massa" in today - in_2019


def test_units_stand_under_their_agency() -> None:
    now = catalogue.current()
    units = {unit.code for unit in now.units_of(now.agency("dinas-sda"))}
    assert "sudin-sda-jakpus" in units
    assert "up-alkal-sda" in units
    assert now.units_of(now.agency("kel-31.71.06.1001")) == []


def promise(**given: str) -> str:
    now = catalogue.current()
    return now.promise(
        given.get("kind", "resolution"),
        channel=now.channel(given.get("channel", "jaki")),
        category=now.category(given.get("category", "sampah")),
        agency=now.agency(given.get("agency", "kel-31.71.06.1001")),
        on=TODAY,
    ).code


def test_general_promise_holds_where_nothing_else_is_said() -> None:
    assert promise(kind="coordination") == "koordinasi"
    assert promise() == "penyelesaian"


def test_channels_own_clock_wins() -> None:
    assert promise(kind="coordination", channel="lapor") == "koordinasi-lapor"
    assert promise(channel="lapor", agency="up-ptsp-jakut") == "penyelesaian-lapor"


def test_agencys_promise_holds_for_its_whole_tree() -> None:
    assert promise(agency="up-ptsp-jakut") == "penyelesaian-ptsp"
    assert promise(agency="dpmptsp") == "penyelesaian-ptsp"


def test_more_conditions_win() -> None:
    now = catalogue.current()
    for code, hours, agency in (("sampah-kota", 48, None), ("sampah-menteng", 24, "kel-31.71.06.1001")):
        Promise.objects.create(
            code=code,
            kind="resolution",
            category=now.category("sampah"),
            agency=now.agency(agency) if agency else None,
            hours=hours,
            valid_from=date(2026, 1, 1),
        )
    catalogue.forget()
    assert promise() == "sampah-menteng"
    assert promise(agency="kel-31.71.06.1002") == "sampah-kota"
    assert promise(category="jalan") == "penyelesaian"


def test_no_promise_is_an_error() -> None:
    with pytest.raises(NoPromise):
        catalogue.current().promise("resolution", channel=None, category=None, agency=None, on=date(2000, 1, 1))
