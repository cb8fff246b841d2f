"""The one door out: the channel of origin answers, also when the report was merged since."""

from __future__ import annotations

from datetime import datetime

from tanggap.accounts import vault
from tanggap.carriers import delivery
from tanggap.carriers.letters import Letter
from tanggap.carriers.models import Delivery
from tanggap.channels import conversations, facts, threads
from tanggap.channels.capabilities import Says
from tanggap.channels.heard import Said
from tanggap.channels.models import Conversation, Message
from tanggap.channels.registry import adapter_of, named
from tanggap.journal import queue
from tanggap.journal.models import Event
from tanggap.journal.record import record
from tanggap.reports.models import Report

REPLY = "channels.reply"
CONVERSATION = "conversation:"


def answer(report: Report, event: Event, *, kind: str, at: datetime) -> None:
    """Order a reply to the reporter, once for an event and carrier; nothing where no contact was left.

    Neither the row nor the job says who that is: the vault is asked when the reply is sent.
    """
    if report.has_contact:
        _order(event, f"reporter:{report.pk}", kind, adapter_of(report.channel).CARRIERS, at=at)


def say(conversation: Conversation, words: str, *, kind: str, by: str = "system", at: datetime) -> Message:
    """Say something to the author of a conversation; the row is locked or new, as for every journalled change."""
    event = record(conversation, "say", by=by, at=at, kind=kind)
    conversation.save(update_fields=Conversation.JOURNAL_FIELDS)
    message = Message(
        channel=conversation.channel,
        external_id=f"ours:{event.pk}",
        conversation=conversation,
        outcome=Message.Outcome.OURS,
        event_seq=event.seq,
        at=at,
    )
    conversations.seal_words(message, words)
    message.save(force_insert=True)
    adapter = named(conversation.channel)
    if isinstance(adapter, Says):
        _order(event, f"{CONVERSATION}{conversation.pk}", kind, adapter.CARRIERS, at=at)
    return message


def write(ordered: Delivery) -> Letter | None:
    """The reply in the words of its channel, written at the moment of sending."""
    if ordered.recipient.startswith(CONVERSATION):
        return _say(ordered)
    gathered = facts.gather(ordered)
    return adapter_of(gathered.report.channel).write(ordered, gathered)


def _say(ordered: Delivery) -> Letter | None:
    pk = int(ordered.recipient.removeprefix(CONVERSATION))
    conversation = Conversation.objects.select_related("report").get(pk=pk)
    message = Message.objects.get(channel=conversation.channel, external_id=f"ours:{ordered.event_id}")
    adapter, report, place = named(conversation.channel), conversation.report, conversations.place_of(conversation)
    to = place.to or (vault.contact_of(report.pk) if report else None)
    if not isinstance(adapter, Says) or not to:
        return None
    said = Said(
        conversation_id=conversation.pk,
        kind=ordered.kind,
        words=conversations.words_of(message),
        to=to,
        thread=place.thread,
        answers=place.answers,
        token=threads.token(report.number) if report else "",
        language=conversation.language,
        number=report.number if report else "",
    )
    return adapter.say(ordered, said)


def _order(event: Event, recipient: str, kind: str, carriers: tuple[str, ...], *, at: datetime) -> None:
    for carrier in carriers:
        if ordered := delivery.order(event, recipient, kind=kind, carrier=carrier, at=at):
            queue.order(REPLY, delivery_id=ordered.pk)
