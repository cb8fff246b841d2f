"""Reading files of boundaries and roads, good and bad, and the real one where it is at hand."""

from __future__ import annotations

import csv
import json
import random
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
import shapely
from pytest_django.fixtures import Settings

from tanggap.areas import boundaries, lookup, roads
from tanggap.areas.boundaries import Boundaries, BoundariesUnreadable
from tanggap.areas.register import register
from tanggap.areas.tests import ground
from tanggap.areas.tests.ground import WEST, write_geojson


def test_file_is_read_by_the_code_of_each_feature(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "made.geojson", ground.two_neighbours())
    assert boundaries.read(path).code_at(-6.15, 106.81) == WEST


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "is no GeoJSON of kelurahan"),
        ("[]", "is no GeoJSON of kelurahan"),
        ('{"features": []}', "has no feature"),
        ('{"features": [{"properties": {"nama": "x"}, "geometry": null}]}', "has none of the properties kode, code"),
        (
            '{"features": [{"properties": {"kode": "1"}, "geometry": {"type": "Point", "coordinates": [1, 2]}}]}',
            "is a Point, not a polygon",
        ),
    ],
)
def test_broken_file_is_refused_with_its_reason(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "broken.geojson"
    path.write_text(text)
    with pytest.raises(BoundariesUnreadable, match=reason):
        boundaries.read(path)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BoundariesUnreadable, match=r"nowhere\.geojson"):
        boundaries.read(tmp_path / "nowhere.geojson")


def test_unreadable_file_leaves_the_city_without_boundaries(settings: Settings, tmp_path: Path) -> None:
    settings.BOUNDARIES = str(tmp_path / "nowhere.geojson")
    boundaries.forget()
    try:
        assert boundaries.boundaries() is None
    finally:
        boundaries.forget()


def test_crossed_polygon_is_mended(tmp_path: Path) -> None:
    bow = shapely.Polygon([(106.80, -6.20), (106.82, -6.18), (106.82, -6.20), (106.80, -6.18)])
    path = write_geojson(tmp_path / "bow.geojson", {WEST: bow})
    assert boundaries.read(path).code_at(-6.19, 106.802) == WEST


class _Serve(BaseHTTPRequestHandler):
    body = b""
    asked = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        self.send_response(200 if self.path == "/made.geojson" else 404)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *args: object) -> None:
        """Silence."""


def test_address_is_fetched_once(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"
    _Serve.body = write_geojson(tmp_path / "made.geojson", ground.two_neighbours()).read_bytes()
    server = HTTPServer(("127.0.0.1", 0), _Serve)
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        first = boundaries.fetched(f"{address}/made.geojson", name="boundaries")
        second = boundaries.fetched(f"{address}/made.geojson", name="boundaries")
        with pytest.raises(BoundariesUnreadable, match="cannot be fetched"):
            boundaries.fetched(f"{address}/other.geojson", name="boundaries")
    finally:
        server.shutdown()
        server.server_close()
    assert first == second
    assert boundaries.read(first).code_at(-6.15, 106.81) == WEST
    assert _Serve.asked == 2


def test_roads_are_cut_to_the_box(tmp_path: Path) -> None:
    path = tmp_path / "roads.geojson"
    line = {"type": "LineString", "coordinates": [[106.7, -6.15], [106.9, -6.15]]}
    path.write_text(json.dumps({"features": [{"properties": {"k": "primary"}, "geometry": line}]}))
    (breadth, piece), *rest = roads.read(path).within((106.80, -6.2, 106.81, -6.1))
    assert (breadth, rest) == (2, [])
    assert piece.length == pytest.approx(0.01)


def test_broken_roads_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "roads.geojson"
    path.write_text("{}")
    with pytest.raises(BoundariesUnreadable, match="TANGGAP_ROADS"):
        roads.read(path)


@cache
def real(path: Path) -> Boundaries:
    return boundaries.read(path)


# The real city. Where its file is not at hand these do nothing, and the run's last lines say so.


@pytest.mark.django_db
def test_every_kelurahan_finds_its_own_point(boundaries_file: Path | None) -> None:
    if boundaries_file is None:
        return
    loaded = real(boundaries_file)
    assert len(loaded.codes) == 267
    points = register().kelurahan
    assert [loaded.code_at(row.lat, row.lon) for row in points] == [row.code for row in points]


def test_every_point_of_the_table_beside_the_file_is_right(boundaries_file: Path | None) -> None:
    table = boundaries_file.with_suffix(".csv") if boundaries_file else None
    if boundaries_file is None or table is None or not table.is_file():
        return
    loaded = real(boundaries_file)
    with table.open(encoding="utf-8") as lines:
        rows = [(float(row["lat"]), float(row["lon"]), row["kode"]) for row in csv.DictReader(lines)]
    assert [code for lat, lon, code in rows if loaded.code_at(lat, lon) != code] == []


def test_five_thousand_random_points_are_as_shapely_says(boundaries_file: Path | None) -> None:
    if boundaries_file is None:
        return
    loaded = real(boundaries_file)
    chance = random.Random(20191101)
    points = [(chance.uniform(-6.38, -6.08), chance.uniform(106.68, 106.98)) for _ in range(4600)]
    points += [(chance.uniform(-5.99, -5.18), chance.uniform(106.38, 106.72)) for _ in range(400)]
    inside = 0
    for lat, lon in points:
        holding = loaded.tree.query(shapely.Point(lon, lat), predicate="intersects")
        expected = min((loaded.codes[place] for place in holding), default=None)
        assert loaded.code_at(lat, lon) == expected
        inside += expected is not None
    assert inside > 2000


@pytest.mark.django_db
def test_nearest_centres_are_as_good_as_promised(boundaries_file: Path | None) -> None:
    """Eight of ten points are right at once, and 96 of 100 among three."""
    if boundaries_file is None:
        return
    loaded = real(boundaries_file)
    chance = random.Random(7)
    boundaries.use(None)
    try:
        first = among = total = 0
        while total < 500:
            lat, lon = chance.uniform(-6.37, -6.1), chance.uniform(106.69, 106.97)
            right = loaded.code_at(lat, lon)
            if right is None:
                continue
            total += 1
            found = lookup.area_at(lat, lon)
            assert found is not None, f"{lat}, {lon} is in {right}"
            first += found.code == right
            among += right in {one.code for one in found.candidates}
    finally:
        boundaries.forget()
    assert first / total > 0.74
    assert among / total > 0.95
