"""What the desk does with a conversation: file it as a report, answer it, put it away. Each is journalled."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tanggap.areas.models import Area
from tanggap.channels import conversations, dialogues, replies
from tanggap.channels.models import Conversation, Inbound
from tanggap.journal.record import record
from tanggap.kit.words import Pair
from tanggap.reports.models import Category, Report
from tanggap.reports.refusals import Incomplete, NotNow

State = Conversation.State
LONGEST = 1000


def _locked(conversation: Conversation) -> Conversation:
    row = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if row.state != State.DESK:
        raise NotNow(Pair("Percakapan ini sudah ditangani.", "This conversation has been dealt with."))
    return row


@transaction.atomic
def file(conversation: Conversation, *, category: Category | None, area: Area | None, by: str, at: datetime) -> Report:
    """Make a report of it with what the desk confirmed. Raises NotNow, and the refusals of filing.

    The clock runs from now: until the desk saw it, nobody knew that it was a report.
    """
    row = _locked(conversation)
    # A stranger's words about somebody's report become a report of the stranger's own, and lead to nothing else.
    row.report = None
    row.save(update_fields=["report"])
    report = dialogues.file(row, category=category, area=area, at=at)
    record(row, "file", by=by, at=at, report=report.number)
    row.save(update_fields=Conversation.JOURNAL_FIELDS)
    _read_through(row)
    return report


@transaction.atomic
def answer(conversation: Conversation, words: str, *, by: str, at: datetime) -> None:
    """Answer the author on the channel and put the conversation away. Raises Incomplete and NotNow."""
    words = words.strip()
    if not words:
        raise Incomplete(Pair("Tulis dulu jawabannya.", "Please write the answer first."), field="words")
    if len(words) > LONGEST:
        raise Incomplete(Pair("Jawaban terlalu panjang.", "The answer is too long."), field="words")
    row = _locked(conversation)
    replies.say(row, words, kind="answer", by=by, at=at)
    _put_away(row, at=at)


@transaction.atomic
def discard(conversation: Conversation, *, by: str, at: datetime) -> None:
    """Put it away without a word. Raises NotNow."""
    row = _locked(conversation)
    record(row, "discard", by=by, at=at)
    _put_away(row, at=at)


def _put_away(row: Conversation, *, at: datetime) -> None:
    row.state, row.updated_at, row.lapses_at = State.SETTLED, at, None
    row.save()
    _read_through(row)


def _read_through(row: Conversation) -> None:
    events = row.messages.exclude(inbound=None).values("inbound")
    Inbound.objects.filter(pk__in=events, state=Inbound.State.CONVERSATION).update(state=Inbound.State.READ)


def words_in(conversation: Conversation) -> str:
    """All that the author said, in order."""
    theirs = conversation.messages.exclude(inbound=None)
    return "\n".join(filter(None, (conversations.words_of(message).strip() for message in theirs)))
