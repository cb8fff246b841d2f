"""What people type as a place, and what becomes of it."""

from __future__ import annotations

import pytest

from tanggap.reports.refusals import Incomplete
from tanggap.web.filing import place

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("lat", "lon", "point"),
    [
        ("", "", None),
        ("-6.196", "106.832", (-6.196, 106.832, False)),
        (" -6,196 ", "106,832°", (-6.196, 106.832, False)),
        ("−6.196", "106.832", (-6.196, 106.832, False)),
        ("106.832", "-6.196", (-6.196, 106.832, True)),
    ],
)
def test_points_are_read_as_people_write_them(lat: str, lon: str, point: tuple[float, float, bool] | None) -> None:
    assert place.read_point(lat, lon) == point


@pytest.mark.parametrize(("lat", "lon"), [("1e999", "0"), ("nan", "106"), ("91", "200"), ("-6.2", ""), ("x", "y")])
def test_what_is_no_point_is_refused(lat: str, lon: str) -> None:
    with pytest.raises(Incomplete):
        place.read_point(lat, lon)


@pytest.mark.parametrize(
    "text", ["Menteng, Kec. Menteng", "menteng, kec. menteng", "Kelurahan Menteng", "31.71.06.1001"]
)
def test_kelurahan_is_found_by_name_label_and_code(text: str) -> None:
    found = place.named(text)
    assert found is not None
    assert found.code == "31.71.06.1001"


def test_unknown_kelurahan_is_named_in_the_refusal() -> None:
    with pytest.raises(Incomplete) as caught:
        place.named("Atlantis")
    assert "“Atlantis”" in str(caught.value.sentence)


def test_every_label_names_one_kelurahan() -> None:
    labels = place.all_labels()
    assert len(labels) == len(set(labels)) == 267
    assert all(place.named(label) for label in labels)
