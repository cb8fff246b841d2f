"""The real boundaries of the city's kelurahan, for the tests that need them and only for those."""

from pathlib import Path

import pytest

from tanggap.config import env

BESIDE_THE_CLONE = Path(__file__).resolve().parents[2] / "shared" / "data" / "kelurahan.geojson"


def find() -> Path | None:
    """The file named by TANGGAP_BOUNDARIES, else the one beside the clone."""
    named = env.text("TANGGAP_BOUNDARIES")
    place = Path(named) if named else BESIDE_THE_CLONE
    return place if place.is_file() else None


@pytest.fixture(scope="session")
def boundaries_file(pytestconfig: pytest.Config) -> Path | None:
    """The GeoJSON of real kelurahan; where there is none, None, and the run's last lines say what was not tested."""
    return find()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if find() is None:
        terminalreporter.write_line(
            "The tests of the real boundaries did nothing: TANGGAP_BOUNDARIES names no file, and "
            f"{BESIDE_THE_CLONE} is not there. Boundary logic was tested on polygons of its own."
        )
