"""How well messages are understood, printed at the end of every run that measures it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.messages.reading import Figures


@pytest.fixture
def measured(db: None, record_property: Callable[[str, object], None]) -> Callable[[str], Figures]:
    """The figures of a file of messages, kept for the last lines of the run."""
    from tests.messages.reading import read  # Django's models are not ready where plugins are loaded

    def measure(file: str) -> Figures:
        figures = read(file)
        record_property("figures", str(figures))
        return figures

    return measure


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    outcomes = ("passed", "failed")
    reports = [report for outcome in outcomes for report in terminalreporter.getreports(outcome)]
    lines = [str(value) for report in reports for name, value in report.user_properties if name == "figures"]
    if lines:
        terminalreporter.section("messages understood")
        for line in sorted(lines):
            terminalreporter.write_line(line)
