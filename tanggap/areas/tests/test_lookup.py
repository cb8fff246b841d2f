"""Which kelurahan a point lies in, on polygons made here."""

import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from tanggap.areas.boundaries import Boundaries
from tanggap.areas.lookup import area, area_at, line, why_outside
from tanggap.areas.register import UnknownArea
from tanggap.areas.tests import ground
from tanggap.areas.tests.ground import EAST, ISLES, LAKE, METRE, MIDDLE, NORTH_EDGE, SOUTH_EDGE, WEST, standing_on

pytestmark = pytest.mark.django_db


def code_at(lat: float, lon: float) -> str | None:
    found = area_at(lat, lon)
    return found.code if found else None


def test_point_belongs_to_its_polygon() -> None:
    with standing_on(ground.two_neighbours()):
        assert code_at(-6.15, 106.81) == WEST
        assert code_at(-6.15, 106.85) == EAST


def test_found_by_polygon_is_exact_and_sure() -> None:
    with standing_on(ground.two_neighbours()):
        found = area_at(-6.15, 106.81)
    assert found is not None
    assert found.exact
    assert [(one.code, one.share) for one in found.candidates] == [(WEST, 1.0)]


def test_point_on_the_common_line_always_goes_to_the_lower_code() -> None:
    with standing_on(ground.two_neighbours()):
        assert {code_at(lat / 100, MIDDLE) for lat in range(-619, -611)} == {WEST}


def test_point_in_an_overlap_always_goes_to_the_lower_code() -> None:
    overlapping = {WEST: box(106.80, -6.20, 106.84, -6.10), EAST: box(106.82, -6.20, 106.86, -6.10)}
    with standing_on(overlapping):
        assert code_at(-6.15, 106.83) == WEST
        assert code_at(-6.15, 106.85) == EAST


def test_hole_belongs_to_what_fills_it() -> None:
    with standing_on(ground.with_a_hole()):
        assert code_at(-6.16, 106.83) == LAKE
        assert code_at(-6.18, 106.83) == WEST


def test_each_island_of_a_kelurahan_is_found() -> None:
    with standing_on(ground.islands()):
        assert code_at(-5.705, 106.535) == ISLES
        assert code_at(-5.745, 106.605) == ISLES
        assert code_at(-5.73, 106.57) is None


@pytest.mark.parametrize(("metres", "expected"), [(20, WEST), (190, WEST), (215, None), (5000, None)])
def test_shore_reaches_two_hundred_metres_into_the_sea(metres: int, expected: str | None) -> None:
    with standing_on(ground.two_neighbours()):
        assert code_at(NORTH_EDGE + metres * METRE, 106.81) == expected


def test_shore_point_goes_to_the_nearer_of_two() -> None:
    with standing_on(ground.two_neighbours()):
        assert code_at(NORTH_EDGE + 100 * METRE, MIDDLE + 0.001) == EAST


def test_land_beside_the_city_is_another_city_even_when_near() -> None:
    with standing_on(ground.two_neighbours()):
        assert code_at(SOUTH_EDGE - 20 * METRE, 106.81) is None


def test_seam_between_polygons_belongs_to_the_nearer_one() -> None:
    seam = 2 * METRE
    ring = {
        WEST: box(106.80, -6.20, MIDDLE, -6.10).difference(box(106.81, -6.16, 106.81 + seam, -6.15)),
        EAST: box(MIDDLE, -6.20, 106.86, -6.10),
    }
    with standing_on(ring):
        assert code_at(-6.155, 106.81 + seam / 2) == WEST


@given(st.floats(-6.2, -6.1), st.floats(106.8, 106.9))
def test_grid_answers_as_shapely_does(lat: float, lon: float) -> None:
    made = SLANTED
    point = shapely.Point(lon, lat)
    holding = sorted(code for code, shape in ground.slanted().items() if shape.intersects(point))
    assert made.code_at(lat, lon) == (holding[0] if holding else None)


SLANTED = Boundaries(ground.slanted())


def test_outside_is_said_with_an_address() -> None:
    with standing_on(ground.two_neighbours()):
        sentence = why_outside(-6.9, 107.6)
    assert sentence is not None
    assert "di luar Jakarta" in sentence.in_language("id")
    assert "lapor.go.id" in sentence.in_language("en")


def test_swapped_coordinates_are_recognised() -> None:
    with standing_on(ground.two_neighbours()):
        sentence = why_outside(106.81, -6.15)
    assert sentence is not None
    assert sentence.in_language("id") == "Tampaknya lintang dan bujur tertukar; maksudnya -6.15, 106.81?"


@pytest.mark.parametrize(("lat", "lon"), [(math.nan, 106.8), (-6.2, math.inf), (-96.2, 106.8), (-6.2, 186.8)])
def test_impossible_coordinates_are_refused(lat: float, lon: float) -> None:
    with standing_on(ground.two_neighbours()):
        assert area_at(lat, lon) is None
        sentence = why_outside(lat, lon)
    assert sentence is not None
    assert "Koordinat tidak sah" in sentence.id


def test_no_reason_is_given_for_a_point_inside() -> None:
    with standing_on(ground.two_neighbours()):
        assert why_outside(-6.15, 106.81) is None


# Without a file.


def test_nearest_centres_are_offered_when_no_boundaries_are_loaded() -> None:
    menteng = area(WEST)
    with standing_on(None):
        found = area_at(menteng.lat, menteng.lon)
    assert found is not None
    assert not found.exact
    assert found.code == WEST
    assert len(found.candidates) == 3
    shares = [one.share for one in found.candidates]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(0.96)


def test_large_kelurahan_reaches_farther_than_a_small_one() -> None:
    """Distance counts in units of the square root of the area."""
    with standing_on(None):
        near_gambir = area_at(-6.1735, 106.8215)
    assert near_gambir is not None
    assert near_gambir.code == "31.71.01.1001"


@pytest.mark.parametrize(("lat", "lon"), [(-6.24, 107.02), (-6.2, 106.62), (-6.4, 106.75), (-6.9, 107.6)])
def test_other_cities_are_outside_when_no_boundaries_are_loaded(lat: float, lon: float) -> None:
    with standing_on(None):
        assert area_at(lat, lon) is None


def test_remote_island_is_not_refused_when_no_boundaries_are_loaded() -> None:
    with standing_on(None):
        pramuka = area_at(-5.745, 106.613)
    assert pramuka is not None
    assert pramuka.code == ISLES


# The register.


def test_line_runs_from_kelurahan_to_kota() -> None:
    assert [row.code for row in line(WEST)] == [WEST, "31.71.06", "31.71"]


def test_short_name_leaves_the_title_out() -> None:
    assert [row.short for row in line(WEST)] == ["Menteng", "Menteng", "Jakarta Pusat"]
    assert area("31.01").short == "Kepulauan Seribu"


def test_unknown_code_is_refused() -> None:
    with pytest.raises(UnknownArea):
        area("99.99")
    with pytest.raises(UnknownArea):
        line("99.99")
