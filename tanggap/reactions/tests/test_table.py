"""The table leaves nothing out and names nothing that does not exist."""

import ast
from pathlib import Path

from tanggap.channels.adapters.web.adapter import REPLIES
from tanggap.notifications.sentences import SENTENCES
from tanggap.reactions import table
from tanggap.reactions.table import REACTIONS
from tanggap.reports.lifecycle import MOVES
from tanggap.reports.models import Escalation

SOURCE = Path(table.__file__).read_text(encoding="utf-8")


def named(*functions: str) -> set[str]:
    """The kinds that the table passes to these functions."""
    calls = [node for node in ast.walk(ast.parse(SOURCE)) if isinstance(node, ast.Call)]
    return {
        argument.value
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in functions
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def test_every_verb_of_a_reports_life_has_its_line() -> None:
    assert set(MOVES) | {"file", "escalate"} <= set(REACTIONS)


def test_every_kind_behind_the_bell_has_a_sentence_and_every_sentence_is_used() -> None:
    assert named("bell", "tell_followers") == set(SENTENCES)


def test_every_reply_is_written_and_every_text_is_used() -> None:
    written = {file.stem for file in REPLIES.glob("*.txt") if not file.stem.startswith("_")}
    assert named("reply", "reply_to_joined") == written


def test_every_step_of_an_escalation_is_told_to_somebody() -> None:
    assert named("step") == set(Escalation.Step.values)
