"""Short dialogues before a report is filed, led by the adapter of a channel that has no form."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from tanggap.areas.models import Area
from tanggap.channels import conversations, hearing, reporting
from tanggap.channels.capabilities import Converses
from tanggap.channels.heard import Heard, Turn
from tanggap.channels.models import Conversation
from tanggap.channels.registry import Adapter
from tanggap.reports.models import Category, Report

PATIENCE = timedelta(minutes=30)
"""Unanswered for so long, a dialogue goes on with what is known."""

MOST_AT_ONCE = 200
State = Conversation.State


class NothingSaid(Exception):
    """A conversation without a message of its author."""


def turn(adapter: Adapter, heard: Heard, conversation: Conversation | None) -> Turn:
    """What the adapter wants to do next; without a dialogue of its own, to go on."""
    if not isinstance(adapter, Converses):
        return Turn(heard)
    return adapter.converse(heard, conversations.place_of(conversation).memory if conversation else {})


def ask(conversation: Conversation, decided: Turn, *, at: datetime) -> None:
    """Note that an answer is awaited, and what the adapter wants to remember until then."""
    conversations.remember(conversation, decided.memory)
    conversation.state, conversation.lapses_at, conversation.updated_at = State.DIALOGUE, at + PATIENCE, at
    conversation.save()


def lapse(*, at: datetime) -> int:
    """File what people told before they fell silent; returns how many dialogues ended."""
    ended = 0
    silent = Conversation.objects.filter(state=State.DIALOGUE, lapses_at__lte=at).order_by("lapses_at")
    for pk in silent.values_list("pk", flat=True)[:MOST_AT_ONCE]:
        with transaction.atomic():
            conversation = Conversation.objects.select_for_update().filter(pk=pk, state=State.DIALOGUE).first()
            if conversation is not None:
                file(conversation, at=conversation.made_at)
                ended += 1
    return ended


def file(
    conversation: Conversation, *, category: Category | None = None, area: Area | None = None, at: datetime
) -> Report:
    """File a report of everything its author said in a conversation, with what the desk confirmed."""
    message = conversation.messages.exclude(inbound=None).order_by("pk").first()
    if message is None:
        raise NothingSaid
    heard = reporting.joined(heard_in(conversation))
    return reporting.file(heard, message, conversation, category=category, area=area, at=at)


def heard_in(conversation: Conversation) -> list[Heard]:
    """The messages of a conversation, read again from their raw events, in order; the words where those are gone."""
    return [
        hearing.again(message) or Heard(external_id=message.external_id, words=conversations.words_of(message))
        for message in conversation.messages.exclude(inbound=None).select_related("inbound").order_by("pk")
    ]
