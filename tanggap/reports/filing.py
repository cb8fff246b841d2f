"""Filing: from what a citizen typed to a report with a number, a holder and a running clock, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from tanggap.accounts import vault
from tanggap.accounts.contact import Contact
from tanggap.accounts.models import User
from tanggap.areas import register
from tanggap.journal.record import record
from tanggap.kit.words import Pair
from tanggap.reports import duplicates, handover, keys, lifecycle, numbers, promises, routing
from tanggap.reports.models import Category, Channel, Draft, Photo, Report
from tanggap.reports.needs import LONGEST_WORDS
from tanggap.reports.refusals import Incomplete
from tanggap.reports.statements import written

MOST_PHOTOS = 3


class Emergency(Incomplete):
    """Not for a report: somebody must call ``number`` now."""

    def __init__(self, number: str) -> None:
        super().__init__(
            Pair(f"Ini keadaan darurat. Telepon {number} sekarang.", f"This is an emergency. Call {number} now."),
            field="category",
        )
        self.number = number


@dataclass(frozen=True)
class Filing:
    """Everything that is known of a complaint when it comes in. ``token`` makes filing twice file once."""

    token: str
    channel: Channel
    words: str = ""
    category: Category | None = None
    lat: float | None = None
    lon: float | None = None
    accuracy_m: float | None = None
    place_source: str = Report.PlaceSource.NONE
    area_code: str | None = None
    area_exact: bool = False
    street: str = ""
    landmark: str = ""
    privacy: str = Report.Privacy.PRIVATE
    answers: list[dict[str, Any]] = field(default_factory=list)
    language: str = "id"
    contact: Contact | None = None
    user: User | None = None
    claimed_at: datetime | None = None
    external_number: str = ""


class Receipt(NamedTuple):
    """What the reporter takes home. ``again`` says that this draft had been filed before."""

    report: Report
    link_token: str
    pin: str
    again: bool

    @property
    def number(self) -> str:
        return self.report.number


def receipt(token: str) -> Receipt | None:
    """The receipt of a draft that was filed, for whoever holds its token."""
    report = (
        Report.objects.filter(draft_key=keys.digest(token))
        .select_related("category", "area", "holder", "channel")
        .first()
    )
    return None if report is None else Receipt(report, keys.link_token(token), keys.pin(token), again=True)


def file(filing: Filing, *, draft: Draft | None = None, at: datetime) -> Receipt:
    """File a report and route it; the same token twice gives the first report's receipt again.

    Raises Emergency where the category is one, Incomplete where something is missing or too long.
    """
    _check(filing)
    if earlier := receipt(filing.token):
        return earlier
    try:
        with transaction.atomic():
            report = _file(filing, at=at)
            if draft is not None:
                Photo.objects.filter(draft=draft).update(report=report)
                draft.delete()
    except IntegrityError:
        # A double click: the other request was first by a moment.
        if earlier := receipt(filing.token):
            return earlier
        raise
    return Receipt(report, keys.link_token(filing.token), keys.pin(filing.token), again=False)


def _check(filing: Filing) -> None:
    if filing.category is not None and filing.category.emergency:
        raise Emergency(filing.category.emergency)
    if not written(filing.words) and filing.category is None:
        raise Incomplete(
            Pair("Tulis masalahnya atau pilih kategori.", "Describe the problem or choose a category."), field="words"
        )
    if len(filing.words) > LONGEST_WORDS:
        raise Incomplete(
            Pair(
                f"Ceritanya terlalu panjang: {len(filing.words)} huruf, paling banyak {LONGEST_WORDS}.",
                f"The description is too long: {len(filing.words)} characters, at most {LONGEST_WORDS}.",
            ),
            field="words",
        )


def _file(filing: Filing, *, at: datetime) -> Report:
    report = _row(filing, at=at)
    report.save(force_insert=True)
    handover.first_turn(report, at=at)
    clock = promises.start(report, promises.COORDINATION, at=at)
    report.next_due_at = clock.due_at
    if filing.contact:
        vault.keep(report.pk, filing.contact, language=filing.language, user=filing.user, at=at)
    record(
        report,
        "file",
        by="reporter",
        at=at,
        channel=filing.channel.code,
        category=filing.category.code if filing.category else None,
        area=report.area.code if report.area else None,
        privacy=report.privacy,
        **lifecycle.facts(report),
    )
    report.save(update_fields=["next_due_at", *Report.JOURNAL_FIELDS])
    return report


def _row(filing: Filing, *, at: datetime) -> Report:
    number = numbers.next_number(at)
    category, channel = filing.category, filing.channel
    confidential = channel.confidential or (category is not None and category.confidential)
    report = Report(
        number=number,
        channel=channel,
        external_number=filing.external_number,
        category=category,
        words=written(filing.words),
        answers=filing.answers,
        language=filing.language,
        area=register.area(filing.area_code) if filing.area_code else None,
        area_exact=filing.area_exact,
        street=written(filing.street)[:160],
        landmark=written(filing.landmark)[:160],
        place_source=filing.place_source,
        privacy=Report.Privacy.PRIVATE if confidential else filing.privacy,
        confidential=confidential,
        has_contact=filing.contact is not None and filing.contact.reachable,
        filed_at=at,
        updated_at=at,
        claimed_at=filing.claimed_at,
        draft_key=keys.digest(filing.token),
        link_hash=keys.digest(keys.link_token(filing.token)),
        pin_hash=keys.pin_digest(keys.pin(filing.token), number),
    )
    if filing.lat is not None and filing.lon is not None:
        report.lat, report.lon, report.accuracy_m = filing.lat, filing.lon, filing.accuracy_m
        report.cell = duplicates.cell_of(filing.lat, filing.lon)
    report.holder = routing.route(
        category=category,
        area_code=filing.area_code,
        confidential=confidential,
        on=timezone.localdate(at),
    )
    return report
