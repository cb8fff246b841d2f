"""E-mail to the city: what it hears, and how it answers in the same exchange."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import datetime
from email.utils import formataddr
from functools import cache
from pathlib import Path
from threading import Event
from typing import Any

from django.template import Context, Template, engines
from django.template.backends.django import DjangoTemplates
from django.utils import translation

from tanggap.accounts import vault
from tanggap.accounts.contact import Contact
from tanggap.areas.city import city
from tanggap.carriers.letters import Letter, compose, message_id, thread_id
from tanggap.carriers.models import Delivery
from tanggap.channels import threads
from tanggap.channels.adapters.email import authentication, bounces, guards, imap, ours, parsing, quoting, speech
from tanggap.channels.adapters.email.parsing import Mail
from tanggap.channels.facts import Facts
from tanggap.channels.heard import Heard, Kind, Said
from tanggap.kit.words import Pair

CARRIERS: tuple[str, ...] = ("smtp",)
REPLIES = Path(__file__).parent / "replies"
OPEN = Pair("Lihat perkembangan", "See the progress")
SIGNED = Pair("Layanan pengaduan {city}", "Complaints service of {city}")

VERBS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(masih )?belum (beres|selesai)\b|not (yet )?(settled|fixed|done)\b", re.IGNORECASE), "reopen"),
    (re.compile(r"(sudah )?beres\b|settled\b", re.IGNORECASE), "close"),
    (re.compile(r"batal(kan)?\b|withdraw\b", re.IGNORECASE), "withdraw"),
    (re.compile(r"keberatan\b|appeal\b", re.IGNORECASE), "appeal"),
)
"""How an answer to us begins that asks for something; the letters tell these words."""


def settings() -> dict[str, bool]:
    """What the mailbox needs. Answers leave by ``TANGGAP_EMAIL_URL``, like all mail."""
    return {name: bool(os.environ.get(name, "").strip()) for name in (imap.URL, ours.ADDRESS, authentication.AUTHSERV)}


def read(raw: bytes, content_type: str, meta: dict[str, Any]) -> list[Heard]:
    """One mail is one message, or one report about letters of ours."""
    mail = Mail(raw)
    kind = guards.kind_of(mail)
    if kind is Kind.BOUNCE:
        return [_returned(mail)]
    if kind is not Kind.MESSAGE:
        return [Heard(mail.id, kind)]
    return [_message(mail)]


def _message(mail: Mail) -> Heard:
    words, token = parsing.words_of(mail), ours.token_in(mail)
    answers = bool(token or mail.references)
    return Heard(
        external_id=mail.id,
        author=Contact(name=mail.sender.name, email=mail.sender.address),
        proven=("email",) if authentication.vouched(mail) else (),
        words=words,
        photos=parsing.attachments_of(mail),
        language=speech.language_of(words),
        sent_at=mail.sent_at,
        thread=mail.root,
        answers=f"{mail.id}\n{quoting.bare(mail.subject)}",
        token=token,
        # The newest first: an exchange about two reports goes on with the one that was spoken of last.
        references=tuple(reversed(mail.references)),
        number=threads.number_in(mail.subject),
        verb=next((verb for pattern, verb in VERBS if pattern.match(words)), "") if answers else "",
    )


def _returned(mail: Mail) -> Heard:
    report = bounces.read(mail)
    kinds = {bounces.FAILED: Kind.BOUNCE, bounces.ARRIVED: Kind.DELIVERY}
    return Heard(
        external_id=mail.id,
        kind=kinds.get(report.action, Kind.IGNORE),
        receipt=next(iter(report.letters), ""),
        references=report.letters,
        carrier="smtp",
        arrived=report.action == bounces.ARRIVED,
        code=report.code,
    )


def write(delivery: Delivery, facts: Facts) -> Letter | None:
    """The answer to one step of a report; None where no address was left or the identity was erased since."""
    contact, language = vault.contact_of(facts.report.pk), facts.report.language
    if contact is None or not contact.email:
        return None
    number, (answered, subject) = facts.report.number, _answered(facts.thread.answers)
    with translation.override(language):
        headline, _, body = text(delivery.kind, facts).partition("\n")
        heading = f"Re: {subject}\n\n{headline}\n\n{body.strip()}" if subject else f"{headline}\n\n{body.strip()}"
        letter = compose(
            delivery, heading, to=contact.email, number=number, url=facts.url, button=str(OPEN), language=language
        )
        root = facts.thread.thread or thread_id(number)
        return replace(letter, extra=_headers(facts.token, root, answered or thread_id(number)))


def say(delivery: Delivery, said: Said) -> Letter | None:
    """Words outside a report's steps, in the same exchange."""
    if not said.to.email:
        return None
    answered, subject = _answered(said.answers)
    with translation.override(said.language):
        context = {"words": said.words, "number": said.number, "token": said.token}
        body = _template("_said").render(Context(context, autoescape=False)).strip()
        return Letter(
            to=said.to.email,
            subject=f"Re: {subject}" if subject else _sender_name(),
            text=body + "\n",
            id=message_id(delivery),
            thread=said.thread if parsing.real(said.thread) else "",
            language=said.language,
            extra=_headers(said.token, said.thread, answered),
        )


def text(kind: str, facts: Facts) -> str:
    """Headline and body of an answer in the active language. The reporter is not named: others may read over."""
    context = {"facts": facts, "report": facts.report, "number": facts.report.number, "url": facts.url}
    return _template(kind).render(Context(context, autoescape=False))


def poll(at: datetime) -> int:
    """Fetch what came; the way for servers without IDLE, and for the time in which nobody listens."""
    with imap.opened() as (client, validity):
        return imap.fetch(client, validity, at=at)


def listen(*, until: Event | None = None) -> None:
    """Take each mail as soon as the server has it."""
    imap.watch(until=until or Event())


def _headers(token: str, root: str, answered: str) -> dict[str, str]:
    chain = list(dict.fromkeys(one for one in (root, answered) if parsing.real(one)))
    return {
        "from": formataddr((_sender_name(), ours.address())),
        "reply_to": ours.plus(token),
        "in_reply_to": chain[-1] if chain else "",
        "references": " ".join(chain),
        "auto_submitted": "auto-replied",
        "loop": ours.address(),
    }


def _sender_name() -> str:
    return str(SIGNED.format(city=Pair(city().name_id, city().name_en)))


def _answered(kept: str) -> tuple[str, str]:
    """The mail to answer and its subject, as ``read`` put them together."""
    answered, _, subject = kept.partition("\n")
    return answered, " ".join(subject.split())


@cache
def _template(kind: str) -> Template:
    engine = engines["django"]
    assert isinstance(engine, DjangoTemplates)
    words = (REPLIES / f"{kind}.txt").read_text(encoding="utf-8").rstrip()
    sign_off = (REPLIES / "_sign_off.txt").read_text(encoding="utf-8")
    return engine.engine.from_string(words if kind.startswith("_") else f"{words}\n\n{sign_off}")
