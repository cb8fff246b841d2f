"""A channel is a folder and a row: the list of files that WhatsApp touched, held to what is true."""

import re

from tanggap.channels import registry
from tests.architecture.source import ROOT

HEADING = "## A fourteenth channel"
SPOKEN_OF = re.compile(r"(?:[\"/.:]|TANGGAP_|\bas )whatsapp|^whatsapp,", re.IGNORECASE | re.MULTILINE)


def named_in_the_map() -> set[str]:
    page = (ROOT / "docs" / "map.md").read_text(encoding="utf-8")
    section = page.partition(HEADING)[2].partition("\n## ")[0]
    return set(re.findall(r"^\| `([^`]+)`", section, re.MULTILINE))


def files_that_know_it() -> set[str]:
    """By path, or by name in code or data; somebody's spam may speak of it too."""
    own = tuple(folder for folder in named_in_the_map() if folder.endswith("/"))
    found = set()
    for path in (ROOT / "tanggap").rglob("*"):
        name = str(path.relative_to(ROOT))
        if path.suffix not in {".py", ".csv", ".txt", ".html", ".json"} or "__pycache__" in name:
            continue
        if "whatsapp" in name or SPOKEN_OF.search(path.read_text(encoding="utf-8")):
            found.add(next((folder for folder in own if name.startswith(folder)), name))
    return found


def test_the_map_lists_every_file_that_the_fourteenth_channel_touched() -> None:
    named = {name for name in named_in_the_map() if name.startswith("tanggap/")}
    assert files_that_know_it() == named
    assert len(named) == 5


def test_what_the_fourteenth_channel_touched_outside_its_own_files_is_a_line_each() -> None:
    for name, most in {"channels/registry.py": 2, "carriers/delivery.py": 3, "city/jakarta/channels.csv": 1}.items():
        lines = (ROOT / "tanggap" / name).read_text(encoding="utf-8").splitlines()
        assert 0 < sum("whatsapp" in line for line in lines) <= most
    assert "whatsapp" in registry.ADAPTERS
