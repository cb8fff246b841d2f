"""Why the domain says no: three kinds, three HTTP answers, one clear sentence each."""

from __future__ import annotations

from typing import ClassVar

from tanggap.kit.words import Pair


class Refusal(Exception):
    """The domain declines an act. ``sentence`` says why in both languages; ``field`` names the input it is about."""

    http_status: ClassVar[int] = 400

    def __init__(self, sentence: Pair, *, field: str = "") -> None:
        super().__init__(sentence.en)
        self.sentence = sentence
        self.field = field


class NotNow(Refusal):
    """The report stands elsewhere by now, or this act has had its turn."""

    http_status = 409


class NotYours(Refusal):
    """Somebody else may do this."""

    http_status = 403


class Incomplete(Refusal):
    """Something that the act needs is missing or wrong."""

    http_status = 422
