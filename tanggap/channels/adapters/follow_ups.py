"""What a short answer means that says no more than "sudah beres": the verb, and the report it must be about."""

from __future__ import annotations

import re

from tanggap.accounts import vault
from tanggap.channels import threads
from tanggap.channels.heard import Kind
from tanggap.reports.models import Report, Status

VERBS = {
    "reopen": re.compile(r"\W*(belum\s+beres|belum\s+selesai|not\s+settled)\b", re.IGNORECASE),
    "close": re.compile(r"\W*(sudah\s+beres|udah\s+beres|settled)\b", re.IGNORECASE),
    "appeal": re.compile(r"\W*(keberatan|appeal)\b", re.IGNORECASE),
    "withdraw": re.compile(r"\W*(batal|batalkan|withdraw)\b", re.IGNORECASE),
}
"""The words that our own replies ask for, at the beginning of a message."""

VERDICTS = {"reopen": Status.DONE, "close": Status.DONE, "appeal": Status.REFUSED}


STATUS = re.compile(r"\W*(status|cek|lacak|track)\b", re.IGNORECASE)


def kind_of(words: str) -> Kind:
    """A question for the status where a message begins with that word and names a number; else a message."""
    return Kind.STATUS if STATUS.match(words) and threads.number_in(words) else Kind.MESSAGE


def verb_in(words: str) -> str:
    """The verb that a message begins with; empty where it is just words."""
    return next((verb for verb, words_of in VERBS.items() if words_of.match(words)), "")


def number_for(handle: str, words: str) -> str:
    """The report that a direct message without a number answers: the author's only one that waits for such an answer.

    Empty where a number is named, where none waits, and where more than one does.
    """
    if threads.number_in(words):
        return ""
    theirs = Report.objects.filter(pk__in=vault.reports_from(handle=handle))
    verdict = VERDICTS.get(verb_in(words))
    waiting = theirs.filter(status=verdict) if verdict else theirs.filter(asked_at__isnull=False)
    numbers = list(waiting.values_list("number", flat=True)[:2])
    return numbers[0] if len(numbers) == 1 else ""
