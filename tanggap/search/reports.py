"""Reports by number and by words. The caller says who looks: ``filter(visible_to(viewer), matching(text))``."""

from __future__ import annotations

import re

from django.db.models import Q

from tanggap.areas import register
from tanggap.reports import catalogue, numbers
from tanggap.reports.searching import telling

MOST_WORDS = 8
_NUMBER = re.compile(r"[A-Z]{0,3}\d{4,}")


def matching(text: str, *, hidden_words: bool = False) -> Q:
    """The condition that a report has this number, or holds every one of the words.

    A word is looked for in what the reporter wrote, in street and landmark, and in the names of category and
    kelurahan. Words that were hidden are found only where ``hidden_words`` says that the reader may see them.
    """
    number = numbers.spelled(text)
    if _NUMBER.fullmatch(number):
        return Q(number__endswith=number) | Q(external_number__iexact=text.strip())
    condition = Q()
    for word in text.split()[:MOST_WORDS]:
        condition &= _holding(word, hidden_words=hidden_words)
    return condition


def _holding(word: str, *, hidden_words: bool) -> Q:
    written = telling(word)
    if not hidden_words:
        written &= Q(words_hidden=False)
    return written | Q(category__in=_categories(word)) | Q(area__in=_areas(word))


def _categories(word: str) -> list[int]:
    part = word.casefold()
    return [
        row.pk
        for row in catalogue.current().categories.values()
        if part in row.name_id.casefold() or part in row.name_en.casefold()
    ]


def _areas(word: str) -> list[int]:
    part = word.casefold()
    return [row.pk for row in register.register().kelurahan if part in row.name.casefold()]
