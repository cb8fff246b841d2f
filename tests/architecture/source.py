"""The project's own Python, parsed once for the rules about it."""

import ast
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
DOMAINS = ("reports", "moderation", "agencies", "accounts", "journal", "areas")
LONGEST_FILE = 400
LONGEST_FUNCTION = 40


class Module(NamedTuple):
    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def is_test(self) -> bool:
        return "tests" in self.path.relative_to(ROOT).parts or self.path.name == "tests.py"


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the project except migrations, which Django writes."""
    found = []
    for folder in ("tanggap", "tests", "bench"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                text = path.read_text()
                found.append(Module(path, text, ast.parse(text, str(path))))
    return tuple(found)


def of_the_domains() -> list[Module]:
    wanted = [module for module in modules() if module.path.relative_to(ROOT).parts[1] in DOMAINS]
    return [module for module in wanted if not module.is_test]
