"""The life of a report as a page: docs/lifecycle.md is this, and a test holds the two together."""

from __future__ import annotations

from collections.abc import Iterable

from tanggap.reports.lifecycle import MOVES, Move
from tanggap.reports.models import Status

HEAD = """# The life of a report

Drawn from `MOVES` in `tanggap/reports/lifecycle.py` by `bin/tanggap lifecycle --write docs/lifecycle.md`; never edited.

Filing puts a report in **Menunggu** and starts the coordination clock (6 hours). The first move out of Menunggu stops
it and starts the resolution clock (7 days), which starts once and never resets; only reopening begins a new round.

"""

STATUSES = "## Statuses\n\n| stored | official word | moves out of it |\n|---|---|---|\n"

TABLE = "\n## Moves\n\n| verb | button | from | to | who | needs | not while |\n|---|---|---|---|---|---|---|\n"


def page() -> str:
    """The whole page, as Markdown."""
    return (
        HEAD
        + _diagram()
        + STATUSES
        + "".join(_status(status) for status in Status)
        + TABLE
        + "".join(_move(verb, move) for verb, move in MOVES.items())
    )


def _diagram() -> str:
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> menunggu: file"]
    for verb, move in MOVES.items():
        lines += [
            f"    {source} --> {target}: {verb}"
            for source in _ordered(move.sources)
            for target in _targets(move)
            if target != source
        ]
    return "\n".join([*lines, "```", "", ""])


def _targets(move: Move) -> tuple[Status, ...]:
    if move.target is None:
        return ()
    return (Status.VALIDATION, Status.DONE) if callable(move.target) else (move.target,)


def _ordered(statuses: Iterable[Status]) -> list[Status]:
    return [status for status in Status if status in set(statuses)]


def _status(status: Status) -> str:
    verbs = ", ".join(f"`{verb}`" for verb, move in MOVES.items() if status in move.sources)
    return f"| `{status.value}` | {status.label} | {verbs} |\n"


def _move(verb: str, move: Move) -> str:
    cells = (
        f"`{verb}`",
        move.label.id,
        ", ".join(status.label for status in _ordered(move.sources)),
        " or ".join(status.label for status in _targets(move)) or "(stays)",
        move.allowed_to.__name__.replace("_", " "),
        ", ".join(f"`{need.name}`" for need in move.needs) or "",
        ", ".join(guard.__name__.replace("_", " ") for guard in move.unless) or "",
    )
    return "| " + " | ".join(cells) + " |\n"
