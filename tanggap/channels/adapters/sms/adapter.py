"""Text messages to 0811 1272 206, through Kannel or straight from a message centre (``docs/channels/sms.md``)."""

from __future__ import annotations

import base64
import hmac
import os
import re
import threading
from datetime import datetime
from functools import cache
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

from django.template import Context, Template, engines
from django.template.backends.django import DjangoTemplates
from django.utils import translation

from tanggap.accounts import vault
from tanggap.accounts.contact import Contact, normal_phone
from tanggap.carriers import gsm, smpp, sms
from tanggap.carriers.letters import Letter, message_id
from tanggap.carriers.models import Delivery
from tanggap.channels import identity, polling, status
from tanggap.channels.adapters.sms import dialogue, kannel, line, parts
from tanggap.channels.adapters.sms.dialogue import Act
from tanggap.channels.facts import Facts
from tanggap.channels.heard import Call, Heard, Kind, Said
from tanggap.channels.marks import mark
from tanggap.channels.models import Bookmark
from tanggap.reports.models import Report

CODE = parts.CODE
CARRIERS: tuple[str, ...] = ("sms",)
REPLIES = Path(__file__).parent / "replies"

MOST = 2
"""Messages that a step of a report may take; what an officer wrote is cut, and stands whole on the report's page."""
MOST_ANSWERED = 5
"""Messages that an answer of the desk may take: it stands nowhere else."""

LEAST_DIGITS = 9
"""Of a number that somebody can be answered at; shorter ones are services, and names are advertisers."""

NEARBY = "127.0.0.0/8,::1"
SECRET = re.compile(r"[A-Za-z0-9_-]{16,}")
"""Kannel puts it into an address as it is, so it must not need escaping."""

converse = dialogue.converse


def settings() -> dict[str, bool]:
    """What the chosen way needs; where none is chosen, that."""
    if sms.kannel():
        names = ("TANGGAP_SMS_KANNEL_URL", "TANGGAP_SMS_KANNEL_USER", "TANGGAP_SMS_KANNEL_PASSWORD")
        good_secret = SECRET.fullmatch(os.environ.get("TANGGAP_SMS_SECRET", "")) is not None
        return {**{name: bool(os.environ.get(name)) for name in names}, "TANGGAP_SMS_SECRET": good_secret}
    if sms.centre():
        return {"TANGGAP_SMS_SMPP": _readable(sms.centre())}
    return {"TANGGAP_SMS_KANNEL_URL or TANGGAP_SMS_SMPP": False}


def _readable(url: str) -> bool:
    try:
        smpp.account(url)
    except ValueError:
        return False
    return True


def signed(call: Call) -> bool:
    """Whether Kannel calls: it signs in with the secret, from an address of ours. It can do no more than that."""
    secret = os.environ.get("TANGGAP_SMS_SECRET", "")
    expected = base64.b64encode(f"{sms.USER}:{secret}".encode())
    scheme, _, given = call.headers.get("authorization", "").partition(" ")
    known = hmac.compare_digest(given.strip().encode(), expected) and scheme.lower() == "basic"
    return bool(sms.kannel() and secret) and known and _from_us(call.address)


def _from_us(address: str) -> bool:
    networks = os.environ.get("TANGGAP_SMS_ADDRESSES", "").strip() or NEARBY
    try:
        caller = ip_address(address)
        return any(caller in ip_network(one.strip(), strict=False) for one in networks.split(","))
    except ValueError:
        return False


def external_id(call: Call) -> str:
    """Kannel's id of a message, or the delivery and what became of it; it calls again where our answer got lost."""
    told = kannel.fields(call.raw)
    if call.part == "dlr":
        return f"dlr:{told.get('delivery', '')}:{told.get('type', '')}" if told.get("delivery") else ""
    return f"mo:{told['id']}" if told.get("id") else ""


def listen() -> None:
    """Hold the line to the message centre, until the process ends."""
    line.hold(threading.Event())


def poll(at: datetime) -> int:
    """Chains of parts that stayed incomplete are read as they are."""
    return parts.give_up(at)


def health(at: datetime) -> str:
    """What is wrong with the line, where one has to be held."""
    return line.trouble(at) if sms.centre() and not sms.kannel() else ""


def read(raw: bytes, content_type: str, meta: dict[str, Any]) -> list[Heard]:
    """A message or a delivery report, from Kannel's form or from a centre's PDU."""
    if content_type == parts.PDU and (receipt := parts.receipt_in(raw)):
        return [receipt]
    if content_type in (parts.PDU, parts.CHAIN):
        found = parts.whole(raw, content_type, meta)
        if found is None:
            return [Heard(external_id=f"part:{meta['group']}:{meta['part']}:{meta['at']}", kind=Kind.IGNORE)]
        name, short = found
        international = short.source_kind == smpp.INTERNATIONAL and not short.source.startswith("+")
        return [_message(name, f"+{short.source}" if international else short.source, short.text)]
    told = kannel.fields(raw)
    if meta.get("part") == "dlr":
        return [_kannel_report(told)]
    if "from" not in told:
        raise kannel.Strange("fields")
    words = kannel.text(told)
    return [_message(told.get("id") or mark("sms.mo", raw.decode("latin-1")), kannel.utf8(told, "from"), words)]


def _kannel_report(told: dict[str, str]) -> Heard:
    fate, delivery = int(told["type"]), told["delivery"]
    return Heard(
        external_id=f"dlr:{delivery}:{fate}",
        kind=Kind.IGNORE if fate in kannel.ON_THE_WAY else Kind.DELIVERY,
        receipt=f"delivery:{delivery}",
        carrier="sms",
        arrived=fate == kannel.ARRIVED,
        code=f"kannel {fate}",
    )


KINDS = {Act.STATUS: Kind.STATUS, Act.HELP: Kind.COMMAND, Act.STOP: Kind.COMMAND, Act.GO: Kind.COMMAND}
VERBS = {Act.WITHDRAW: "withdraw", Act.REOPEN: "reopen", Act.CLOSE: "close", Act.APPEAL: "appeal"}


def _message(name: str, source: str, text: str) -> Heard:
    """What somebody wrote. The network vouches for the number, and the number alone is who they are."""
    phone = normal_phone(source)
    if phone and phone == normal_phone(sms.sender()):
        return Heard(external_id=name, kind=Kind.OWN)
    if not phone or sum(letter.isdigit() for letter in source) < LEAST_DIGITS:
        return Heard(external_id=name, kind=Kind.IGNORE)
    said = dialogue.parse(text)
    kind = KINDS.get(said.act, Kind.MESSAGE)
    if kind is Kind.STATUS and not said.number:
        kind = Kind.COMMAND
    return Heard(
        external_id=name,
        kind=kind,
        author=Contact(phone=phone),
        proven=("phone",),
        words=text.strip() if kind is Kind.COMMAND else said.words,
        language=said.language,
        thread=phone,
        joins=False,
        number=said.number or (_asked_of(phone) if said.act is Act.TELL else ""),
        fresh=said.act is Act.FILE,
        verb=VERBS.get(said.act, ""),
    )


def _asked_of(phone: str) -> str:
    """The report whose question plain words answer: the only one of this number that waits for an answer."""
    waiting = Report.objects.filter(pk__in=vault.reports_from(phone=phone), asked_at__isnull=False, ended_at=None)
    numbers = list(waiting.values_list("number", flat=True)[:2])
    return numbers[0] if len(numbers) == 1 else ""


def obey(heard: Heard, at: datetime) -> str:
    """HELP explains, STOP silences the steps of the reports so far, START undoes that; STATUS alone: the latest."""
    act = dialogue.parse(heard.words).act
    with translation.override(heard.language):
        if act is Act.STATUS:
            return _latest(heard, at)
        if act is Act.STOP:
            polling.note(CODE, _stop(heard.author.phone), "stop", at=at)
            return str(dialogue.STOPPED)
        if act is Act.GO:
            polling.note(CODE, _stop(heard.author.phone), "", at=at)
            return str(dialogue.GOING)
        return str(dialogue.HELP)


def _latest(heard: Heard, at: datetime) -> str:
    person = identity.known(heard.author, heard.proven, at=at)
    mine = identity.reports_of(person) if person else set()
    report = Report.objects.filter(pk__in=mine).select_related("holder").order_by("-filed_at").first()
    return str(status.words(report, at=at)) if report else str(dialogue.HELP)


def _stop(phone: str) -> str:
    return f"stop {mark('sms.stop', phone)[:32]}"


def _silenced(phone: str, report: Report) -> bool:
    """Whether STOP came after this report; who files another one after it wants to hear of that one."""
    stop = Bookmark.objects.filter(channel=CODE, name=_stop(phone), value="stop").first()
    return stop is not None and stop.at >= report.filed_at


def write(delivery: Delivery, facts: Facts) -> Letter | None:
    """A step of a report in at most two messages; None without a number, and after STOP."""
    contact = vault.contact_of(facts.report.pk)
    phone = normal_phone(contact.phone) if contact else ""
    if not phone or _silenced(phone, facts.report):
        return None
    return _letter(delivery, phone, text(delivery.kind, facts), facts.report.language)


def say(delivery: Delivery, said: Said) -> Letter | None:
    """A question, a status, a warning or an answer of the desk to the number that wrote."""
    if not (phone := normal_phone(said.to.phone)):
        return None
    most = MOST_ANSWERED if said.kind == "answer" else MOST
    return _letter(delivery, phone, gsm.fit(gsm.plain(said.words).strip(), most), said.language)


def _letter(delivery: Delivery, phone: str, words: str, language: str) -> Letter:
    extra = {"delivery": str(delivery.pk)}
    return Letter(to=phone, text=words, id=message_id(delivery), language=language, extra=extra)


def text(kind: str, facts: Facts) -> str:
    """A reply in the report's language; what an officer wrote is cut until it fits."""
    with translation.override(facts.report.language):
        words = gsm.plain(facts.words)
        while words and gsm.segments(_render(kind, facts, words)) > MOST:
            words = f"{words.removesuffix('...')[:-8].rstrip()}..."
        return gsm.fit(_render(kind, facts, words), MOST)


def _render(kind: str, facts: Facts, words: str) -> str:
    number = facts.report.number
    context = {
        "facts": facts,
        "number": number,
        "holder": facts.holder.short,
        "url": facts.url.partition("://")[2],
        "words": words if words != "..." else "",
        "pin": facts.pin if kind == "receipt" else "",
    }
    return gsm.plain(" ".join(_template(kind).render(Context(context, autoescape=False)).split()))


@cache
def _template(kind: str) -> Template:
    engine = engines["django"]
    assert isinstance(engine, DjangoTemplates)
    return engine.engine.from_string((REPLIES / f"{kind}.txt").read_text(encoding="utf-8"))
