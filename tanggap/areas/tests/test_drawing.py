"""Maps: well-formed, small, safe, and showing what they should."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
import shapely
from django.utils import translation

from tanggap.areas import choropleth, roads
from tanggap.areas.drawing import map_svg, shapes_near
from tanggap.areas.models import Area
from tanggap.areas.register import forget, register
from tanggap.areas.roads import Roads
from tanggap.areas.tests import ground
from tanggap.areas.tests.ground import EAST, MIDDLE, WEST, standing_on

pytestmark = pytest.mark.django_db

SPOT = (-6.15, MIDDLE - 0.002)


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def test_map_shows_the_kelurahan_its_border_and_the_pin() -> None:
    with standing_on(ground.two_neighbours()):
        svg = map_svg(*SPOT)
    drawing = parsed(svg)
    fills = [element.get("fill") for element in drawing.iter()]
    assert "#E4F1F7" in fills
    assert "#C7430D" in fills
    assert any(element.get("stroke-dasharray") for element in drawing.iter())
    assert {text.text for text in drawing.iter("text")} == {register().by_code[c].name for c in (WEST, EAST)}
    assert drawing.get("aria-label") == f"Peta lokasi di Kelurahan {register().by_code[WEST].name}"


def test_map_speaks_english_when_the_page_does() -> None:
    with standing_on(ground.two_neighbours()), translation.override("en"):
        assert "Map of the place in Kelurahan" in map_svg(*SPOT)


def test_map_is_small() -> None:
    with standing_on(ground.two_neighbours()):
        assert len(map_svg(*SPOT)) < 4000


def test_common_border_is_drawn_once() -> None:
    with standing_on(ground.two_neighbours()):
        drawing = parsed(map_svg(-6.15, MIDDLE))
    border = next(element.get("d") for element in drawing.iter() if element.get("stroke-dasharray"))
    assert border is not None
    along = [line for line in border.split("M") if line and all(at.startswith("320,") for at in line.split())]
    assert along == ["320,-12 320,372"]


def test_first_pin_is_the_place_and_the_others_are_dots() -> None:
    with standing_on(ground.two_neighbours()):
        drawing = parsed(map_svg(*SPOT, pins=[SPOT, (-6.151, MIDDLE), (-6.152, MIDDLE)]))
        empty = parsed(map_svg(*SPOT, pins=[]))
    assert len([one for one in drawing.iter("circle") if one.get("fill") == "#0A4D68"]) == 2
    assert len(list(drawing.iter("circle"))) == 4
    assert not list(empty.iter("circle"))


def test_roads_have_casings_below_them() -> None:
    with standing_on(ground.two_neighbours()):
        roads.use(Roads([(2, shapely.LineString([(106.80, -6.15), (106.86, -6.15)]))]))
        drawing = parsed(map_svg(*SPOT))
    strokes = [element.get("stroke") for element in drawing.iter("path")]
    assert strokes.index("#DCD5C6") < strokes.index("#fff")


def test_sea_is_water_and_land_lies_over_it() -> None:
    with standing_on(ground.two_neighbours()):
        drawing = parsed(map_svg(-6.1005, 106.83))
    fills = [element.get("fill") for element in drawing.iter("path")]
    assert fills.index("#CFE2EB") < fills.index("#F1EEE7")


def test_points_stand_in_when_no_boundaries_are_loaded() -> None:
    menteng = register().by_code[WEST]
    with standing_on(None):
        drawing = parsed(map_svg(menteng.lat, menteng.lon))
    assert menteng.name in {text.text for text in drawing.iter("text")}


def test_names_are_escaped() -> None:
    Area.objects.filter(code=WEST).update(name='<script>alert("1")</script>')
    forget()
    with standing_on(ground.two_neighbours()):
        assert "<script" not in map_svg(*SPOT)
        assert "<script" not in choropleth.choropleth_svg({})


def test_shapes_for_the_browser_name_the_kelurahan_around() -> None:
    with standing_on(ground.two_neighbours()):
        answer = shapes_near(*SPOT)
    json.dumps(answer)
    assert [(one["properties"]["code"], one["properties"]["here"]) for one in answer["features"]] == [
        (WEST, True),
        (EAST, False),
    ]
    assert {one["geometry"]["type"] for one in answer["features"]} == {"Polygon"}


def test_shapes_for_the_browser_are_points_when_no_boundaries_are_loaded() -> None:
    with standing_on(None):
        answer = shapes_near(-6.1964, 106.8305)
    assert {one["geometry"]["type"] for one in answer["features"]} == {"Point"}
    assert WEST in {one["properties"]["code"] for one in answer["features"]}


def test_city_map_colours_each_kecamatan_by_its_figure() -> None:
    values = {"31.71.06": 40, "31.71.01": 10}
    with standing_on(None):
        drawing = parsed(choropleth.choropleth_svg(values, here="31.71.06"))
    titles = {title.text for title in drawing.iter("title")}
    assert {"Menteng: 40", "Gambir: 10", "Kepulauan Seribu Utara: 0"} <= titles
    assert len(titles) == 44
    menteng = next(path for path in drawing if path[0].text == "Menteng: 40")
    assert menteng.get("class") == "level-3 is-here"


def test_city_map_dissolves_kelurahan_into_their_kecamatan() -> None:
    with standing_on(ground.two_neighbours()):
        drawing = parsed(choropleth.choropleth_svg({}))
    assert [path[0].text for path in drawing.iter("path")] == ["Menteng: 0"]


def test_equal_figures_have_equal_levels() -> None:
    levels = choropleth.levels_of({"a": 0, "b": 5, "c": 5, "d": 9, "e": 70, "f": 80})
    assert levels == {"a": 0, "b": 1, "c": 1, "d": 2, "e": 3, "f": 4}
