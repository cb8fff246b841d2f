"""What must hold between the rows of a pack, beyond what one cell can say. One function per rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tanggap.areas.models import Area
from tanggap.city.tables import TABLE_OF, TABLES
from tanggap.kit.words import Pair
from tanggap.reports.models import Promise, Question

if TYPE_CHECKING:
    from tanggap.city.pack import Pack

Broken = Iterator[tuple[str, int, Pair]]

MOST_GROUPS = 8
UPPER_LEVEL = {
    Area.Level.KOTA: None,
    Area.Level.KECAMATAN: Area.Level.KOTA,
    Area.Level.KELURAHAN: Area.Level.KECAMATAN,
}


def references_exist(pack: Pack) -> Broken:
    for table in TABLES:
        for column in table.columns:
            target = table.refers_to(column)
            if target is None:
                continue
            there = TABLE_OF[target]
            known = pack.codes(there.name)
            for row in pack.rows[table.name]:
                code = row.values[column]
                if code is not None and code not in known:
                    reason = Pair(
                        "kolom {column}: “{code}” tidak ada di {file}",
                        "column {column}: “{code}” is not in {file}",
                        column=column,
                        code=code,
                        file=there.file,
                    )
                    yield table.file, row.line, reason


def parents_never_circle(pack: Pack) -> Broken:
    for name in ("areas", "agencies"):
        rows = pack.codes(name)
        for code, row in rows.items():
            seen = {code}
            parent = row.values["parent"]
            while parent in rows and parent not in seen:
                seen.add(parent)
                parent = rows[parent].values["parent"]
            if parent in seen:
                yield f"{name}.csv", row.line, Pair("induknya berputar", "its parents run in a circle")


def areas_stand_in_their_level(pack: Pack) -> Broken:
    rows = pack.codes("areas")
    for row in rows.values():
        parent = rows.get(row.values["parent"])
        upper = UPPER_LEVEL[row.values["level"]]
        if (parent.values["level"] if parent else None) != upper:
            reason = Pair(
                "induk sebuah {level} harus {upper}",
                "the parent of a {level} must be {upper}",
                level=row.values["level"],
                upper=upper or "-",
            )
            yield "areas.csv", row.line, reason


def points_lie_in_the_box(pack: Pack) -> Broken:
    for row in pack.rows["areas"]:
        if not pack.city.box.holds(row.values["lat"], row.values["lon"]):
            reason = Pair(
                "titiknya di luar kotak kota pada city.toml",
                "its point is outside the city's box in city.toml",
            )
            yield "areas.csv", row.line, reason


def dates_run_forward(pack: Pack) -> Broken:
    for table in TABLES:
        if "valid_to" not in table.columns:
            continue
        for row in pack.rows[table.name]:
            last = row.values["valid_to"]
            if last is not None and last < row.values["valid_from"]:
                yield table.file, row.line, Pair("valid_to sebelum valid_from", "valid_to is before valid_from")


def groups_are_few(pack: Pack) -> Broken:
    if len(pack.rows["groups"]) > MOST_GROUPS:
        reason = Pair("paling banyak {most} kelompok", "{most} groups at most", most=MOST_GROUPS)
        yield "groups.csv", pack.rows["groups"][MOST_GROUPS].line, reason


def emergency_numbers_can_be_dialled(pack: Pack) -> Broken:
    columns = (("categories", "emergency"), ("emergency_words", "number"))
    for name, column in columns:
        for row in pack.rows[name]:
            number = row.values[column]
            if number and not (number.isascii() and number.isdigit()):
                yield (
                    f"{name}.csv",
                    row.line,
                    Pair("“{n}” bukan nomor telepon", "“{n}” is not a phone number", n=number),
                )


def choice_questions_have_choices(pack: Pack) -> Broken:
    for row in pack.rows["questions"]:
        choices = row.values["choices"]
        if (row.values["kind"] == Question.Kind.CHOICE) != (len(choices) > 1):
            reason = Pair(
                "pertanyaan pilihan perlu dua pilihan atau lebih, jenis lain tanpa pilihan",
                "a choice question needs two choices or more, the other kinds none",
            )
            yield "questions.csv", row.line, reason
        if len({choice["code"] for choice in choices}) != len(choices):
            yield "questions.csv", row.line, Pair("kode pilihan kembar", "two choices have the same code")


def routes_name_a_family(pack: Pack) -> Broken:
    families = {row.values["family"] for row in pack.rows["agencies"]}
    for row in pack.rows["routes"]:
        if row.values["family"] not in families:
            reason = Pair(
                "tidak ada instansi dengan family “{family}” di agencies.csv",
                "no agency in agencies.csv has the family “{family}”",
                family=row.values["family"],
            )
            yield "routes.csv", row.line, reason


def both_clocks_are_promised(pack: Pack) -> Broken:
    general = {
        row.values["kind"]
        for row in pack.rows["promises"]
        if not (row.values["channel"] or row.values["category"] or row.values["agency"] or row.values["valid_to"])
    }
    for kind in Promise.Kind.values:
        if kind not in general:
            reason = Pair(
                "perlu satu baris {kind} yang berlaku umum (tanpa channel, category, agency, valid_to)",
                "one {kind} row must hold for everything (no channel, category, agency, valid_to)",
                kind=kind,
            )
            yield "promises.csv", 0, reason


def offices_exist(pack: Pack) -> Broken:
    known = pack.codes("agencies")
    for key, code in (("desk", pack.city.desk), ("inspectorate", pack.city.inspectorate)):
        if code not in known:
            reason = Pair(
                "offices.{key}: “{code}” tidak ada di agencies.csv",
                "offices.{key}: “{code}” is not in agencies.csv",
                key=key,
                code=code,
            )
            yield "city.toml", 0, reason


RULES: tuple[Callable[[Pack], Broken], ...] = (
    references_exist,
    parents_never_circle,
    areas_stand_in_their_level,
    points_lie_in_the_box,
    dates_run_forward,
    groups_are_few,
    emergency_numbers_can_be_dialled,
    choice_questions_have_choices,
    routes_name_a_family,
    both_clocks_are_promised,
    offices_exist,
)
