"""Every sentence a person reads is written twice at its place of use: Indonesian, then English."""

import re
from typing import Any

from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

LANGUAGES = ("id", "en")
DEFAULT_LANGUAGE = "id"

_PLACE = re.compile(r"\{(\w+)(?::([^{}|]*)\|([^{}|]*))?\}")


def active_language() -> str:
    """The language of the page being written: "id" or "en"."""
    return "en" if (get_language() or DEFAULT_LANGUAGE).startswith("en") else DEFAULT_LANGUAGE


def fill(text: str, values: dict[str, Any]) -> str:
    """Put values in their places: `{n}` the value, `{n:hour|hours}` the first word for one, else the second.

    A place without a value raises KeyError: a sentence with a hole must never reach a reader.
    """

    def value_of(place: re.Match[str]) -> str:
        name, one, many = place.groups()
        value = values[name]
        if one is None:
            return str(value)
        return one if str(value) == "1" else many

    return _PLACE.sub(value_of, text)


class Pair(Promise):
    """A sentence in both languages that becomes the reader's one when it is written out.

    It is a Promise, so Django takes it wherever it takes a lazy translation: labels of choices, forms, admin.
    """

    __slots__ = ("en", "id", "values")

    def __init__(self, indonesian: str, english: str, /, **values: Any) -> None:
        self.id = indonesian
        self.en = english
        self.values = values

    def format(self, **values: Any) -> "Pair":
        """The same sentence with (more of) its places filled."""
        return Pair(self.id, self.en, **{**self.values, **values})

    def in_language(self, language: str) -> str:
        text = self.en if language == "en" else self.id
        return fill(text, self.values) if self.values else text

    def __str__(self) -> str:
        return self.in_language(active_language())

    def __mod__(self, values: object) -> str:
        # Django's validators put their %(value)s into an error's message; our sentences name no such place.
        return str(self)

    def __repr__(self) -> str:
        return f"Pair({self.id!r}, {self.en!r})"

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Pair):
            return (self.id, self.en, self.values) == (other.id, other.en, other.values)
        return NotImplemented

    def __hash__(self) -> int:
        return hash((self.id, self.en))


def render(indonesian: str, english: str, values: dict[str, Any], *, autoescape: bool = True) -> SafeString:
    """The pair as HTML. Values are escaped; so is a text that is not already safe (template literals are).

    Without any value the places stay as they are: such a sentence goes to a script, which fills them.
    """
    text = english if active_language() == "en" else indonesian
    if autoescape:
        text = conditional_escape(text)
        values = {name: conditional_escape(value) for name, value in values.items()}
    return mark_safe(fill(text, values) if values else text)  # noqa: S308 (each part was escaped above)
