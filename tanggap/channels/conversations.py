"""Exchanges with people outside the steps of a report: found again, added to, remembered, settled."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from tanggap.accounts import sealing
from tanggap.accounts.contact import Contact
from tanggap.channels.heard import Heard
from tanggap.channels.marks import mark, thread_mark
from tanggap.channels.models import Conversation, Message
from tanggap.reports.models import Report

State = Conversation.State


@dataclass(frozen=True)
class Place:
    """Where words to an author go, and what a dialogue with them remembers."""

    to: Contact = field(default_factory=Contact, repr=False)
    thread: str = field(default="", repr=False)
    answers: str = field(default="", repr=False)
    memory: dict[str, Any] = field(default_factory=dict, repr=False)


def hold(channel: str, heard: Heard) -> None:
    """Let messages of one thread wait for each other until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [thread_mark(channel, _thread(heard))])


def open_with(channel: str, heard: Heard) -> Conversation | None:
    """The author's conversation in this thread that waits for the desk or for an answer."""
    waiting = _of(channel, heard).exclude(state=State.SETTLED)
    return waiting.select_for_update().order_by("-pk").first()


def begin(channel: str, heard: Heard, *, at: datetime) -> Conversation:
    """A conversation of its own, nowhere filed yet."""
    conversation = Conversation(
        channel=channel,
        thread=thread_mark(channel, _thread(heard)),
        author=author_mark(heard.author),
        language=heard.language,
        made_at=at,
        updated_at=at,
    )
    put(conversation, Place(heard.author.normal(), heard.thread, heard.answers or heard.external_id))
    conversation.save(force_insert=True)
    return conversation


def go_on(conversation: Conversation, heard: Heard, *, at: datetime) -> None:
    """Note that a further message came: answers go to the newest."""
    place = place_of(conversation)
    put(conversation, Place(heard.author.normal(), heard.thread, heard.answers or heard.external_id, place.memory))
    conversation.updated_at = at
    conversation.save()


def of_report(report: Report) -> Conversation | None:
    """The exchange that a report came from, for answering in its thread."""
    return Conversation.objects.filter(report=report, channel=report.channel.code).order_by("pk").first()


def put(conversation: Conversation, place: Place) -> None:
    """Seal a place into the instance; the caller saves it."""
    sealed = json.dumps(asdict(place)).encode()
    conversation.sealed, conversation.key_version = sealing.seal(sealed, about=_about(conversation))


def place_of(conversation: Conversation) -> Place:
    """Where answers go and what was remembered."""
    opened = sealing.unseal(bytes(conversation.sealed), conversation.key_version, about=_about(conversation))
    kept = json.loads(opened)
    return Place(**(kept | {"to": Contact(**kept["to"])}))


def remember(conversation: Conversation, memory: dict[str, Any]) -> None:
    """Keep a dialogue's memory on the instance; the caller saves it."""
    place = place_of(conversation)
    put(conversation, Place(place.to, place.thread, place.answers, memory))


def settle(conversation: Conversation, *, report: Report | None = None, at: datetime) -> None:
    """The conversation needs nobody any more. Once a report stands, its contact is the vault's alone."""
    conversation.state, conversation.lapses_at, conversation.updated_at = State.SETTLED, None, at
    if report is not None:
        conversation.report = report
    if conversation.report is not None:
        place = place_of(conversation)
        put(conversation, Place(Contact(), place.thread, place.answers))
    conversation.save()


def words_of(message: Message) -> str:
    """What a message says; empty where its words are gone."""
    if message.sealed is None:
        return ""
    return sealing.unseal(bytes(message.sealed), message.key_version, about=_words_about(message)).decode()


def seal_words(message: Message, words: str) -> None:
    """Put words into a message; the caller saves it."""
    message.sealed, message.key_version = sealing.seal(words.encode(), about=_words_about(message))


def author_mark(author: Contact) -> str:
    """The digest of who writes: the handle, else the address, else the number."""
    author = author.normal()
    return mark("author", author.handle or author.email or author.phone)


def _of(channel: str, heard: Heard) -> QuerySet[Conversation]:
    return Conversation.objects.filter(
        channel=channel, thread=thread_mark(channel, _thread(heard)), author=author_mark(heard.author)
    )


def _thread(heard: Heard) -> str:
    author = heard.author
    return heard.thread or author.handle or author.email or author.phone or heard.external_id


def _about(conversation: Conversation) -> str:
    return f"conversation {conversation.channel} {conversation.thread} {conversation.author}"


def _words_about(message: Message) -> str:
    return f"message {message.channel} {message.external_id}"
