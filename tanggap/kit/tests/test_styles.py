"""No template names a class that no style sheet knows: a misspelt one would fail in silence."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
TAG = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


def known_classes() -> set[str]:
    sheets = (ROOT / "frontend" / "styles").rglob("*.css")
    return {name for sheet in sheets for name in re.findall(r"\.([a-zA-Z][\w-]*)", sheet.read_text())}


def test_every_class_of_a_template_stands_in_a_style_sheet() -> None:
    known = known_classes()
    unknown = {
        f"{template.relative_to(ROOT)}: {name}"
        for template in (ROOT / "tanggap").glob("*/templates/**/*.html")
        for value in re.findall(r'class="([^"]*)"', TAG.sub("§", template.read_text()))
        for name in value.split()
        if "§" not in name and name not in known
    }
    assert unknown == set()
