"""Who may import whom: the contract in pyproject.toml, and that it speaks of every package."""

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.source import ROOT


def test_layers_hold() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    found = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout + found.stderr


def test_every_package_has_its_layer_and_no_package_is_optional_once_it_exists() -> None:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    assert contract["exhaustive"] is True
    named = [name.strip() for layer in contract["layers"] for name in layer.split("|")]
    packages = {path.parent.name for path in (ROOT / "tanggap").glob("*/__init__.py")}
    assert packages <= {name.strip("()") for name in named}
    assert [name for name in named if name.strip("()") in packages and name.startswith("(")] == []
