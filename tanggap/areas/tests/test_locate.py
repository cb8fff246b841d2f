"""The command that says where a point lies."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tanggap.areas.tests import ground
from tanggap.areas.tests.ground import standing_on

pytestmark = pytest.mark.django_db


def located(*arguments: str) -> str:
    out = StringIO()
    call_command("locate", *arguments, stdout=out)
    return out.getvalue()


def test_names_and_codes_of_all_three_levels_are_printed() -> None:
    with standing_on(ground.two_neighbours()):
        said = located("-6.15", "106.81")
    assert "Kelurahan: Menteng (31.71.06.1001)" in said
    assert "Kecamatan: Menteng (31.71.06)" in said
    assert "Kota Administrasi Jakarta Pusat (31.71)" in said
    assert "Tepat" in said


def test_guess_is_called_a_guess() -> None:
    with standing_on(None):
        said = located("-6.1964", "106.8305")
    assert "Perkiraan" in said
    assert said.count("%") == 3


def test_program_reads_json() -> None:
    with standing_on(ground.two_neighbours()):
        said = json.loads(located("-6.15", "106.81", "--json"))
    assert said["exact"] is True
    assert said["kelurahan"] == {"code": "31.71.06.1001", "name": "Menteng"}
    assert said["kota"]["code"] == "31.71"


def test_point_outside_is_refused_in_words() -> None:
    with standing_on(ground.two_neighbours()), pytest.raises(CommandError, match="di luar Jakarta"):
        located("-6.9", "107.6")


def test_swapped_point_is_recognised() -> None:
    with standing_on(ground.two_neighbours()), pytest.raises(CommandError, match="tertukar"):
        located("106.81", "-6.15")


def test_point_outside_is_refused_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    out = StringIO()
    with standing_on(ground.two_neighbours()), pytest.raises(SystemExit):
        call_command("locate", "-6.9", "107.6", "--json", stdout=out)
    assert json.loads(out.getvalue())["found"] is False
