"""Loading a pack: once, again, changed, broken."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tanggap.agencies.models import Agency
from tanggap.areas.models import Area
from tanggap.city import difference, load, pack
from tanggap.city.tests.packs import REAL, append, copied, drop, rewrite, set_cell
from tanggap.reports import catalogue
from tanggap.reports.models import CatalogueStamp, Category, CategoryGroup, Channel, Promise, Question, Route, Synonym

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return copied(tmp_path)


def loaded(place: Path) -> list[str]:
    return list(difference.describe(load.load(pack.read(place), at=NOW)))


def test_second_load_changes_nothing_and_is_quick() -> None:
    stamp = CatalogueStamp.objects.get().digest
    began = time.perf_counter()
    assert loaded(REAL) == ["Tidak ada perubahan."]
    assert time.perf_counter() - began < 5
    assert CatalogueStamp.objects.get().digest == stamp


def test_agencies_stand_in_their_trees() -> None:
    menteng = Agency.objects.get(code="kel-31.71.06.1001")
    assert menteng.path == "biro-pemerintahan/kota-31.71/kec-31.71.06/kel-31.71.06.1001/"
    sudin = Agency.objects.get(code="sudin-sda-jakpus")
    assert sudin.path == "biro-pemerintahan/dinas-sda/sudin-sda-jakpus/"
    assert Agency.objects.get(code="inspektorat").path == "inspektorat/"


def test_changed_cell_is_named_with_what_it_was(other: Path) -> None:
    set_cell(other, "promises.csv", "penyelesaian", hours="120")
    assert loaded(other) == [
        "promises.csv: 0 baru, 1 berubah, 0 berakhir",
        "  ~ penyelesaian: hours: 168.00 → 120.00",
    ]
    assert Promise.objects.get(code="penyelesaian").hours == 120


def test_new_row_is_added_and_seen_at_once(other: Path) -> None:
    append(other, "promises.csv", "sampah-cepat,resolution,,sampah,,24,calendar,uji,2026-01-01,")
    assert loaded(other)[1] == "  + sampah-cepat"
    now = catalogue.current()
    promise = now.promise(
        "resolution", channel=None, category=now.category("sampah"), agency=None, on=date(2026, 11, 20)
    )
    assert promise.code == "sampah-cepat"


def test_dated_row_that_left_the_pack_ends_yesterday_and_stays(other: Path) -> None:
    drop(other, "routes.csv", "sampah")
    assert loaded(other) == ["routes.csv: 0 baru, 0 berubah, 1 berakhir", "  - sampah"]
    assert Route.objects.get(code="sampah").valid_to == date(2026, 11, 19)
    assert loaded(other) == ["Tidak ada perubahan."]


def test_row_that_comes_back_holds_again(other: Path) -> None:
    drop(other, "routes.csv", "sampah")
    drop(other, "categories.csv", "transmigrasi")
    drop(other, "routes.csv", "transmigrasi")
    loaded(other)
    assert not Category.objects.get(code="transmigrasi").active
    loaded(REAL)
    assert Route.objects.get(code="sampah").valid_to is None
    assert Category.objects.get(code="transmigrasi").active


def test_withdrawn_category_is_no_longer_offered(other: Path) -> None:
    drop(other, "categories.csv", "transmigrasi")
    drop(other, "routes.csv", "transmigrasi")
    loaded(other)
    offered = {category.code for group in catalogue.current().groups for category in group.categories}
    assert "transmigrasi" not in offered
    assert catalogue.current().category("transmigrasi").name_id == "Transmigrasi"


def test_withdrawn_word_is_no_longer_a_synonym(other: Path) -> None:
    drop(other, "synonyms.csv", "jln")
    loaded(other)
    assert not Synonym.objects.get(word="jln").active
    assert "jln" not in catalogue.current().synonyms


def test_group_and_area_go_once_nothing_refers_to_them(other: Path) -> None:
    append(other, "areas.csv", "31.76,kota,Kota Uji,,-6.2,106.8,1,,")
    rewrite(other, "categories.csv", lambda row: {**row, "group": "air"} if row["group"] == "taman" else row)
    loaded(other)
    assert Area.objects.filter(code="31.76").exists()
    drop(other, "groups.csv", "taman")
    drop(other, "areas.csv", "31.76")
    said = loaded(other)
    assert "  - Taman & fasilitas umum" in said
    assert "  - Kota Uji" in said
    assert not CategoryGroup.objects.filter(code="taman").exists()
    assert not Area.objects.filter(code="31.76").exists()


def test_group_of_a_withdrawn_category_is_kept_for_old_reports(other: Path) -> None:
    gone = {row.code for row in Category.objects.filter(group__code="air")}
    rewrite(other, "categories.csv", lambda row: None if row["code"] in gone else row)
    for file in ("routes.csv", "questions.csv"):
        rewrite(other, file, lambda row: None if row["category"] in gone else row)
    drop(other, "groups.csv", "air")
    loaded(other)
    assert CategoryGroup.objects.filter(code="air").exists()
    assert loaded(other) == ["Tidak ada perubahan."]


def test_agency_that_moves_takes_its_tree_along(other: Path) -> None:
    set_cell(other, "agencies.csv", "kec-31.71.06", parent="kota-31.72")
    loaded(other)
    menteng = Agency.objects.get(code="kel-31.71.06.1001")
    assert menteng.path == "biro-pemerintahan/kota-31.72/kec-31.71.06/kel-31.71.06.1001/"


def test_question_in_a_new_version_is_asked_instead_of_the_old(other: Path) -> None:
    append(other, "questions.csv", "pohon,kabel,2,yes_no,Kena kabel?,Touches a cable?,,,1")
    loaded(other)
    now = catalogue.current()
    asked = {question.code: question.version for question in now.questions(now.category("pohon"))}
    assert asked["kabel"] == 2
    assert Question.objects.filter(category__code="pohon", code="kabel").count() == 2


def test_unit_of_a_new_dinas_is_made_after_it(other: Path) -> None:
    append(other, "agencies.csv", "sudin-uji,sudin,uji,Sudin Uji,Test Office,Sudin Uji,dinas-uji,31.71,,2026-01-01,")
    append(other, "agencies.csv", "dinas-uji,dinas,uji,Dinas Uji,Test Agency,Dinas Uji,biro-pemerintahan,,,2026-01-01,")
    loaded(other)
    assert Agency.objects.get(code="sudin-uji").path == "biro-pemerintahan/dinas-uji/sudin-uji/"


def test_broken_pack_changes_nothing(other: Path) -> None:
    set_cell(other, "channels.csv", "jaki", name_id="Aplikasi lain")
    set_cell(other, "routes.csv", "jalan", family="tidak-ada")
    with pytest.raises(CommandError) as caught:
        call_command("city", "load", str(other))
    assert "tidak ada yang diubah" in str(caught.value)
    assert "routes.csv baris 2" in str(caught.value)
    assert Channel.objects.get(code="jaki").name_id == "JAKI (JakLapor)"


def test_command_prints_the_difference(other: Path) -> None:
    set_cell(other, "channels.csv", "jaki", name_id="Aplikasi lain")
    out = StringIO()
    call_command("city", "load", str(other), stdout=out)
    assert "  ~ jaki: Aplikasi lain: name_id: JAKI (JakLapor) → Aplikasi lain" in out.getvalue()


def test_long_list_is_cut_and_counted(other: Path) -> None:
    rewrite(other, "synonyms.csv", lambda row: {**row, "means": "lain"})
    said = loaded(other)
    assert len(said) == 1 + difference.SHOWN + 1
    assert said[-1].startswith("  ~ ... dan ")
