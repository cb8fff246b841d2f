"""Which report a message is about: our own token, then what it refers to, then a number in it.

Knowing that is no right to it: whoever calls this asks ``identity.owns`` next.
"""

from __future__ import annotations

import re

from django.utils.crypto import constant_time_compare, salted_hmac

from tanggap.areas.city import city
from tanggap.carriers import delivery
from tanggap.carriers.letters import message_id
from tanggap.carriers.models import Delivery
from tanggap.channels.heard import Heard
from tanggap.channels.marks import message_mark, thread_mark
from tanggap.channels.models import Conversation, Message
from tanggap.reports import tracking
from tanggap.reports.models import Report

TOKEN_LENGTH = 20
_OUR_ID = re.compile(r"<?(\d+)\.([0-9a-f]{16})@")
_THREAD_ID = re.compile(r"<?([a-z]{2}\d{10,})@")


def token(number: str) -> str:
    """What a reply carries back to us: the number, and a digest that only we can make (``jk25...-3f9a...``)."""
    return f"{number.lower()}-{_digest(number.upper())}"


def by_token(text: str) -> Report | None:
    """The report of a token that we made."""
    number, _, digest = text.strip().rpartition("-")
    if not number or not constant_time_compare(digest.lower(), _digest(number.upper())):
        return None
    return tracking.find(number)


def report_of(channel: str, heard: Heard) -> Report | None:
    """The report that a message names, in the order token, references, thread, number."""
    return (
        (by_token(heard.token) if heard.token else None)
        or _by_references(channel, heard)
        or _by_thread(channel, heard)
        or _by_number(channel, heard)
    )


def number_in(text: str) -> str:
    """The first number of a report in a text, as it is stored; empty where there is none."""
    prefix = city().number_prefix
    spaced = r"[\s.\-]?".join([*prefix, r"(?:\d[\s\-]?){9,13}\d"])
    found = re.search(rf"(?<![A-Z0-9]){spaced}(?!\d)", text.upper())
    return re.sub(r"[^0-9A-Z]", "", found[0]) if found else ""


def _by_references(channel: str, heard: Heard) -> Report | None:
    for reference in heard.references:
        if found := _by_letter(reference) or _by_receipt(heard, reference) or _by_message(channel, reference):
            return found
    return None


def _by_letter(reference: str) -> Report | None:
    """One of our own letters: the mark in its Message-ID is ours alone, and the thread's id names the number."""
    if ours := _OUR_ID.match(reference):
        for sent in Delivery.objects.filter(event_id=int(ours[1]) if len(ours[1]) < 19 else 0):
            if constant_time_compare(message_id(sent).split("@")[0], f"<{ours[1]}.{ours[2]}"):
                return report_behind(sent)
    if thread := _THREAD_ID.match(reference):
        return tracking.find(thread[1])
    return None


def _by_receipt(heard: Heard, reference: str) -> Report | None:
    carriers = (heard.carrier,) if heard.carrier else tuple(delivery.CARRIERS)
    sent = next((found for carrier in carriers if (found := delivery.found(carrier, reference))), None)
    return report_behind(sent) if sent else None


def report_behind(sent: Delivery) -> Report | None:
    """The report that one of our deliveries was about."""
    whom, _, pk = sent.recipient.partition(":")
    if whom == "conversation":
        conversation = Conversation.objects.select_related("report").filter(pk=pk).first()
        return conversation.report if conversation else None
    return Report.objects.filter(pk=pk).first() if whom == "reporter" else None


def _by_message(channel: str, reference: str) -> Report | None:
    earlier = Message.objects.filter(channel=channel, external_id=message_mark(channel, reference))
    message = earlier.select_related("conversation__report").exclude(conversation=None).first()
    return message.conversation.report if message and message.conversation else None


def _by_thread(channel: str, heard: Heard) -> Report | None:
    if not heard.joins or not heard.thread or heard.fresh:
        return None
    same = Conversation.objects.filter(channel=channel, thread=thread_mark(channel, heard.thread))
    conversation = same.exclude(report=None).select_related("report").order_by("-pk").first()
    return conversation.report if conversation else None


def _by_number(channel: str, heard: Heard) -> Report | None:
    if heard.external_number and not heard.fresh:
        partners = Report.objects.filter(channel__code=channel, external_number=heard.external_number)
        if found := partners.first():
            return found
    number = heard.number or ("" if heard.fresh else number_in(heard.words))
    return tracking.find(number) if number else None


def _digest(number: str) -> str:
    return salted_hmac("tanggap.channels.token", number, algorithm="sha256").hexdigest()[:TOKEN_LENGTH]
