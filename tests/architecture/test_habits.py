"""Habits that keep the code readable, as far as a machine can see them. Each failure names file and line."""

import ast
import re

import pytest

from tests.architecture.source import LONGEST_FILE, LONGEST_FUNCTION, Module, modules, of_the_domains

NO_NOUN = {"utils", "util", "helpers", "helper", "common", "services", "service", "managers", "misc", "signals", "base"}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b|raise NotImplementedError|mark\.(skip|xfail)")


def _functions(module: Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def _imports(module: Module) -> set[str]:
    found = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_modules_are_named_after_nouns_of_the_domain() -> None:
    assert [module.name for module in modules() if module.path.stem in NO_NOUN] == []


def test_files_stay_short_enough_to_read_at_once() -> None:
    lengths = {module.name: module.text.count("\n") for module in modules()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_functions_stay_short_enough_to_see_at_once() -> None:
    too_long = [
        f"{module.name}:{function.lineno} {function.name}"
        for module in modules()
        for function in _functions(module)
        if (function.end_lineno or function.lineno) - function.lineno + 1 > LONGEST_FUNCTION
    ]
    assert too_long == []


def test_nothing_is_left_unfinished() -> None:
    unfinished = [
        f"{module.name}:{number} {line.strip()}"
        for module in modules()
        if module.path.name != "test_habits.py"
        for number, line in enumerate(module.text.splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert unfinished == []


def test_nobody_listens_to_django_signals() -> None:
    signals = ("django.dispatch", "django.db.models.signals", "django.core.signals")
    assert [module.name for module in modules() if any(name.startswith(signals) for name in _imports(module))] == []


def test_tests_use_real_objects() -> None:
    assert [module.name for module in modules() if any("mock" in name.lower() for name in _imports(module))] == []


def test_saving_has_no_effects_of_its_own() -> None:
    saves = [f"{m.name}:{f.lineno}" for m in of_the_domains() for f in _functions(m) if f.name in {"save", "delete"}]
    assert saves == []


def test_domains_read_no_clock() -> None:
    """`at=` comes from the edge. Jobs and commands are edges; a model's default is the database's business."""
    readers = [
        f"{module.name}:{node.lineno}"
        for module in of_the_domains()
        if module.path.name not in {"jobs.py", "models.py"} and not {"commands", "models"} & set(module.path.parts)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"timezone.now", "datetime.now", "time.time", "now"}
    ]
    assert readers == []


@pytest.mark.parametrize("field", ["status"])
def test_only_the_lifecycle_writes_a_reports_status(field: str) -> None:
    writers = {
        module.name
        for module in modules()
        if not module.is_test
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr == field and ast.unparse(target.value) == "report"
    }
    assert writers <= {"tanggap/reports/lifecycle.py"}
