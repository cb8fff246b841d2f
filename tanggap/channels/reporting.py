"""From messages to a report, or to what is added to one. All rules of reports are the domain's, none stands here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.core.files.base import ContentFile
from django.utils.crypto import salted_hmac

from tanggap.areas import register
from tanggap.areas.lookup import area_at
from tanggap.areas.models import Area
from tanggap.channels import conversations
from tanggap.channels.heard import Attachment, Heard
from tanggap.channels.models import Conversation, Message
from tanggap.channels.understanding import Understood
from tanggap.journal.models import Event
from tanggap.kit.words import Pair
from tanggap.reports import catalogue, filing, keys, lifecycle, photos
from tanggap.reports.authority import Reporter
from tanggap.reports.models import Category, Photo, Report, Status
from tanggap.reports.needs import LONGEST_WORDS

PHOTO_ALONE = Pair("(foto)", "(photo)")
CUT = " …"
BY_STATUS = {Status.REFUSED: "appeal"}
"""The verb of a keyword-less follow-up by status; everywhere else it is an answer or a message."""


def token_of(message: Message) -> str:
    """The report's secret token, drawn from the message: reading it twice files once, and shows the receipt again."""
    parts = f"{message.channel}\0{message.external_id}"
    return salted_hmac("tanggap.channels.draft", parts, algorithm="sha256").hexdigest()[:32]


def pin_of(report: Report) -> str:
    """The PIN of a report that came as a message, for its reporter alone; empty where it came another way."""
    message = Message.objects.filter(report=report, outcome=Message.Outcome.FILED).order_by("pk").first()
    pin = keys.pin(token_of(message)) if message else ""
    return pin if pin and keys.same(keys.pin_digest(pin, report.number), report.pin_hash) else ""


def file(
    heard: Heard,
    message: Message,
    conversation: Conversation,
    *,
    understood: Understood | None = None,
    category: Category | None = None,
    area: Area | None = None,
    at: datetime,
) -> Report:
    """File a report of what was heard. Without a confirmed place or category it goes to the desk, as ever."""
    receipt = filing.file(_filing(heard, message, category, area), at=at)
    if understood is not None:
        note(conversation, understood)
    _done(message, conversation, receipt.report, Message.Outcome.FILED)
    conversations.settle(conversation, report=receipt.report, at=at)
    attach(heard.photos, receipt.report, message, purpose=Photo.Purpose.REPORT, at=at)
    return receipt.report


def _filing(heard: Heard, message: Message, category: Category | None, area: Area | None) -> filing.Filing:
    chosen = category or (_category(heard) if heard.category else None)
    place, exact = _place(heard, area)
    return filing.Filing(
        token=token_of(message),
        channel=catalogue.current().channel(message.channel),
        words=cut(heard.words) or (str(PHOTO_ALONE) if chosen is None else ""),
        category=chosen,
        lat=heard.lat,
        lon=heard.lon,
        accuracy_m=heard.accuracy_m,
        place_source=_source(heard, area),
        area_code=place,
        area_exact=exact,
        street=heard.street,
        landmark=heard.landmark,
        privacy=Report.Privacy.PUBLIC if heard.public else Report.Privacy.PRIVATE,
        language=heard.language,
        contact=heard.author.normal() if heard.author else None,
        claimed_at=heard.sent_at,
        external_number=heard.external_number,
    )


def add(heard: Heard, message: Message, conversation: Conversation, report: Report, *, at: datetime) -> Event:
    """Add to a report what its reporter wrote: an answer where one was asked for, else a message.

    Raises the refusals of the lifecycle where the report takes no words any more.
    """
    verb = heard.verb or BY_STATUS.get(Status(report.status)) or ("answer" if report.asked_at else "write")
    words = cut(heard.words) or str(PHOTO_ALONE)
    event = lifecycle.move(report, verb, by=Reporter(frozenset({report.pk})), at=at, words=words)
    message.event_seq = event.seq
    _done(message, conversation, report, Message.Outcome.ADDED)
    conversations.settle(conversation, report=report, at=at)
    attach(heard.photos, report, message, purpose=Photo.Purpose.REPLY, at=at)
    return event


def joined(messages: Iterable[Heard]) -> Heard:
    """Several messages of one author as one: the words in order, all photos, the newest of everything else."""
    heard = list(messages)
    words = "\n".join(one.words.strip() for one in heard if one.words.strip())
    pictures = tuple(picture for one in heard for picture in one.photos)
    placed = next((one for one in reversed(heard) if one.lat is not None), heard[-1])
    return replace(heard[-1], words=words, photos=pictures, lat=placed.lat, lon=placed.lon)


def note(conversation: Conversation, understood: Understood) -> None:
    """Keep on the instance what the words seemed to say, for the desk to confirm."""
    conversation.category, conversation.area = understood.category, understood.kelurahan
    conversation.emergency = understood.emergency.word if understood.emergency else ""
    conversation.urgency = understood.urgency


def attach(
    pictures: Iterable[Attachment], report: Report, message: Message, *, purpose: Photo.Purpose, at: datetime
) -> None:
    """Take the photos in, as many as a report may have; what is none is counted and stays in the raw event."""
    taken = left_out = 0
    for name, content in pictures:
        if taken == filing.MOST_PHOTOS:
            left_out += 1
            continue
        try:
            photos.take_in(ContentFile(content, name=name), report=report, purpose=purpose, at=at)
            taken += 1
        except photos.NotAPhoto:
            left_out += 1
    message.photos, message.left_out = taken, left_out
    message.save(update_fields=["photos", "left_out"])


def cut(words: str) -> str:
    """The words, within what a report takes; the rest stays in the raw event."""
    words = words.strip()
    return words if len(words) <= LONGEST_WORDS else words[: LONGEST_WORDS - len(CUT)] + CUT


def _done(message: Message, conversation: Conversation, report: Report, outcome: str) -> None:
    message.outcome, message.report, message.conversation = outcome, report, conversation
    message.save()
    # What was said before belongs to it too.
    conversation.messages.filter(report=None).update(report=report)


def _category(heard: Heard) -> Category | None:
    known = {row.code: row for row in catalogue.current().categories.values() if row.active and not row.emergency}
    return known.get(heard.category)


def _place(heard: Heard, area: Area | None) -> tuple[str | None, bool]:
    if area is not None:
        return area.code, False
    if heard.lat is not None and heard.lon is not None:
        found = area_at(heard.lat, heard.lon)
        return (found.code, found.exact) if found else (None, False)
    code = heard.kelurahan
    return (code, False) if code in register.register().by_code else (None, False)


def _source(heard: Heard, area: Area | None) -> str:
    if heard.lat is not None and heard.lon is not None:
        return Report.PlaceSource.GPS
    if area is not None:
        return Report.PlaceSource.DESK
    return Report.PlaceSource.WORDS if heard.kelurahan else Report.PlaceSource.NONE
