"""What follows from one message: a report, an addition to one, a conversation for the desk, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import translation

from tanggap.accounts import limits
from tanggap.carriers import delivery
from tanggap.channels import conversations, dialogues, identity, replies, reporting, status, threads
from tanggap.channels.capabilities import Obeys
from tanggap.channels.heard import Heard, Kind
from tanggap.channels.marks import message_mark
from tanggap.channels.models import Conversation, Inbound, Message, Person
from tanggap.channels.registry import Adapter
from tanggap.channels.understanding import Understood, understand
from tanggap.kit.words import Pair
from tanggap.reports.models import Report
from tanggap.reports.refusals import Refusal

Outcome = Message.Outcome
Reason = Conversation.Reason
State = Conversation.State

MOST_FILED = limits.Limit("reports of an author by message", 20, timedelta(hours=1))
MOST_SAID = limits.Limit("automatic words to an author", 10, timedelta(hours=1))
"""Whatever slips past the loop guards of an adapter ends here."""

EMERGENCY = Pair(
    "Jika ini darurat, telepon {number} sekarang ({name}, gratis, 24 jam). Laporan lewat pesan tidak untuk darurat.",
    "If this is an emergency, call {number} now ({name}, free, 24 hours). Messages are not for emergencies.",
)


@dataclass
class Case:
    """One message on its way, with the person behind it."""

    adapter: Adapter
    heard: Heard
    message: Message
    person: Person | None
    received_at: datetime
    at: datetime

    @property
    def channel(self) -> str:
        return self.message.channel


def handle(inbound: Inbound, adapter: Adapter, heard: Heard, *, at: datetime) -> None:
    """Do once what a message asks for; one that was handled before is left alone."""
    message, new = Message.objects.get_or_create(
        channel=inbound.channel,
        external_id=message_mark(inbound.channel, heard.external_id),
        defaults={"inbound": inbound, "at": inbound.received_at},
    )
    if not new:
        return
    if heard.words:
        conversations.seal_words(message, heard.words)
        message.save(update_fields=["sealed", "key_version"])
    person = identity.known(heard.author, heard.proven, at=at)
    KINDS[heard.kind](Case(adapter, heard, message, person, inbound.received_at, at))


def listen(case: Case) -> None:
    """A message in words or pictures."""
    if not case.heard.whole:
        ignore(case)
        return
    conversations.hold(case.channel, case.heard)
    report = threads.report_of(case.channel, case.heard)
    if report is not None:
        _about(case, report)
        return
    waiting = None if case.heard.fresh else conversations.open_with(case.channel, case.heard)
    if waiting is not None and waiting.state == State.DESK:
        conversations.go_on(waiting, case.heard, at=case.at)
        _talk(case, waiting)
        return
    _new(case, waiting)


def _about(case: Case, report: Report) -> None:
    """Somebody names a report. Only its own reporter adds to it; whoever else is told nothing about it."""
    conversation = conversations.begin(case.channel, case.heard, at=case.at)
    if not identity.owns(case.person, report):
        _to_desk(case, conversation, Reason.STRANGER)
        return
    try:
        reporting.add(case.heard, case.message, conversation, report, at=case.at)
    except Refusal:
        conversation.report = report
        _to_desk(case, conversation, Reason.ENDED)


def _new(case: Case, waiting: Conversation | None) -> None:
    turn = dialogues.turn(case.adapter, case.heard, waiting)
    heard = turn.heard
    if waiting is None:
        conversation = conversations.begin(case.channel, heard, at=case.at)
    else:
        conversation = waiting
        conversations.go_on(conversation, heard, at=case.at)
        heard = reporting.joined([*dialogues.heard_in(conversation), heard])
    understood = understand(heard.words)
    if understood.emergency is not None and not conversation.emergency:
        warning = EMERGENCY.format(number=understood.emergency.number, name=understood.emergency.name)
        say(case, conversation, warning, kind="emergency")
    if turn.ask:
        reporting.note(conversation, understood)
        dialogues.ask(conversation, turn, at=case.at)
        _talk(case, conversation)
        say(case, conversation, turn.ask, kind="question")
    elif not (heard.explicit or heard.fresh or understood.category or understood.emergency):
        _to_desk(case, conversation, Reason.UNSURE, understood)
    elif _too_many(case):
        _to_desk(case, conversation, Reason.FLOOD, understood)
    else:
        # The clock runs from the moment the city had it, however long the worker took.
        reporting.file(heard, case.message, conversation, understood=understood, at=case.received_at)


def _to_desk(case: Case, conversation: Conversation, reason: Reason, understood: Understood | None = None) -> None:
    reporting.note(conversation, understood or Understood())
    conversation.state, conversation.reason, conversation.lapses_at = State.DESK, reason, None
    conversation.updated_at = case.at
    conversation.save()
    _talk(case, conversation)


def _talk(case: Case, conversation: Conversation) -> None:
    message = case.message
    message.outcome, message.conversation = Outcome.CONVERSATION, conversation
    message.photos = len(case.heard.photos)
    message.save()


def _too_many(case: Case) -> bool:
    try:
        limits.spend(MOST_FILED, who=conversations.author_mark(case.heard.author), at=case.at)
    except limits.TooOften:
        return True
    return False


def say(case: Case, conversation: Conversation, words: str | Pair, *, kind: str) -> None:
    """Say something by ourselves, in the author's language, unless too much was said already."""
    try:
        limits.spend(MOST_SAID, who=conversations.author_mark(case.heard.author), at=case.at)
    except limits.TooOften:
        return
    with translation.override("en" if case.heard.language == "en" else "id"):
        text = str(words)
    replies.say(conversation, text, kind=kind, at=case.at)


def tell_status(case: Case) -> None:
    """Somebody asks how a report stands."""
    report = threads.report_of(case.channel, case.heard)
    conversation = conversations.begin(case.channel, case.heard, at=case.at)
    own = report is not None and identity.owns(case.person, report)
    if own:
        conversation.report = report
        conversation.save()
    words = status.words(report if report and (own or report.public) else None, at=case.at)
    case.message.conversation = conversation
    case.message.save()
    say(case, conversation, words, kind="status")


def confirm(case: Case) -> None:
    """A delivery report, or a letter that came back: the delivery it speaks of reaches its end."""
    heard = case.heard
    carriers = (heard.carrier,) if heard.carrier else case.adapter.CARRIERS
    for carrier in carriers:
        for receipt in (heard.receipt, *heard.references):
            if sent := delivery.found(carrier, receipt):
                delivery.confirm(sent, arrived=heard.arrived and heard.kind is Kind.DELIVERY, code=heard.code)
                return


def obey(case: Case) -> None:
    """A keyword that concerns the channel itself."""
    if not isinstance(case.adapter, Obeys):
        ignore(case)
        return
    conversation = conversations.begin(case.channel, case.heard, at=case.at)
    case.message.conversation = conversation
    case.message.save()
    if words := case.adapter.obey(case.heard, case.at):
        say(case, conversation, words, kind="answer")


def ignore(case: Case) -> None:
    """Nothing to do: an automatic reply, our own words coming back, an event of no interest."""
    case.message.outcome = Outcome.IGNORED
    case.message.save(update_fields=["outcome"])


KINDS: dict[Kind, Callable[[Case], None]] = {
    Kind.MESSAGE: listen,
    Kind.STATUS: tell_status,
    Kind.COMMAND: obey,
    Kind.DELIVERY: confirm,
    Kind.BOUNCE: confirm,
    Kind.AUTO_REPLY: ignore,
    Kind.OWN: ignore,
    Kind.IGNORE: ignore,
}
"""By kind of what was heard. A kind that is missing here fails a test."""
