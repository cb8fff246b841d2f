"""The docs cannot lie: what they name exists, and what is drawn from the code is drawn from today's code."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from tanggap.reports.drawn import page

ROOT = Path(__file__).resolve().parents[2]
DOCS = sorted((ROOT / "docs").rglob("*.md"))

PATH = re.compile(r"`((?:tanggap|tests|frontend|docs|bin|bench)/[\w./*<>-]+)`")
NAME = re.compile(r"`([A-Za-z_][\w.]*?(?:\[\"\w+\"\])?)`")


@cache
def sources() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tanggap").rglob("*.py"))


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: str(doc.relative_to(ROOT)))
def test_paths_that_a_page_names_exist(doc: Path) -> None:
    named = {path for path in PATH.findall(doc.read_text(encoding="utf-8")) if "<" not in path}
    missing = {path for path in named if not list(ROOT.glob(path.rstrip("/")))}
    assert missing == set()


def test_words_of_the_glossary_are_words_of_the_code() -> None:
    rows = [line for line in (ROOT / "docs" / "words.md").read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    names = {name for row in rows for name in NAME.findall(row.split("|")[-2])}
    assert len(names) > 40
    parts = {part for name in names for part in re.findall(r"[A-Za-z_]\w+", name)}
    assert {part for part in parts if not re.search(rf"\b{part}\b", sources())} == set()


def test_the_page_of_the_life_is_drawn_from_todays_moves() -> None:
    assert (ROOT / "docs" / "lifecycle.md").read_text(encoding="utf-8") == page()
