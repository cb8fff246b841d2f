"""Finding a report and proving that it is one's own: by number, secret link, number and PIN, or account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from tanggap.accounts import limits, vault
from tanggap.accounts.models import User
from tanggap.kit.words import Pair
from tanggap.reports import keys, numbers
from tanggap.reports.authority import Reporter
from tanggap.reports.models import Feedback, Report
from tanggap.reports.refusals import NotYours, Refusal

WRONG_PINS_PER_REPORT = limits.Limit("pin of a report", 10, timedelta(hours=1))
WRONG_PINS_PER_ADDRESS = limits.Limit("pins from an address", 10, timedelta(hours=1))

REMEMBERED = "reports"
MOST_REMEMBERED = 50


class WrongPin(NotYours):
    """Number and PIN do not belong together; said in the same words whether or not the number exists."""

    def __init__(self) -> None:
        super().__init__(Pair("Nomor atau PIN tidak cocok.", "The number or the PIN does not match."), field="pin")


class TooManyTries(Refusal):
    """Ten wrong PINs in an hour, for a report or from an address."""

    http_status = 429


@dataclass(frozen=True)
class Reader:
    """Somebody reading in public, with the reports they proved to be theirs."""

    report_ids: frozenset[int] = frozenset()

    def owns(self, report: Report) -> bool:
        return report.pk in self.report_ids

    @property
    def actor(self) -> Reporter:
        """The reader as the one who acts on those reports."""
        return Reporter(self.report_ids)


VERDICT = ("round", "settled", "stars", "text", "hidden")


def _with_all(reports: QuerySet[Report]) -> QuerySet[Report]:
    # What the reporter judged comes in the same query: the page has few to spend.
    verdicts = (
        Feedback.objects.filter(report=OuterRef("pk"))
        .order_by("round")
        .values(told=JSONObject(**dict(zip(VERDICT, VERDICT, strict=True))))
    )
    return reports.annotate(verdicts=ArraySubquery(verdicts)).select_related(
        "category__group",
        "area",
        "holder",
        "channel",
        "assignee__agency",
        "merged_into",
        "refusal",
        "resolved_by__agency",
    )


def find(text: str) -> Report | None:
    """The report with this number, in any spelling; LAPOR!'s and Qlue's own numbers are found too (one query)."""
    number = numbers.spelled(text)
    if not number:
        return None
    # No number holds a NUL, and PostgreSQL takes none.
    named = Q(number=number) | Q(external_number=text.replace("\0", "").strip(), external_number__gt="")
    return _with_all(Report.objects.filter(named)).first()


def by_link(token: str) -> Report | None:
    """The report that a secret link opens."""
    return _with_all(Report.objects.filter(link_hash=keys.digest(token))).first()


def by_pin(number: str, pin: str, *, address: str, at: datetime) -> Report:
    """The report that number and PIN open. Raises WrongPin, or TooManyTries after ten wrong ones in an hour."""
    report = find(number)
    # By its own number: a report that has a partner's number too is not guessed at twice as often.
    named = report.number if report is not None else numbers.spelled(number)
    tries = [(WRONG_PINS_PER_ADDRESS, address), (WRONG_PINS_PER_REPORT, named)]
    if any(limits.spent(limit, who=who, at=at) for limit, who in tries):
        raise TooManyTries(limits.TooOften(tries[0][0]).sentence, field="pin")
    if report is not None and keys.same(keys.pin_digest(pin, report.number), report.pin_hash):
        return report
    try:
        for limit, who in tries:
            limits.spend(limit, who=who, at=at)
    except limits.TooOften as refusal:
        # Others guessed at the same moment.
        raise TooManyTries(refusal.sentence, field="pin") from None
    raise WrongPin


def remember(session: SessionBase | dict[str, Any], report: Report) -> None:
    """Keep in this browser's session that the report is its owner's; the oldest of fifty is forgotten."""
    known = [pk for pk in session.get(REMEMBERED, []) if pk != report.pk]
    session[REMEMBERED] = [*known, report.pk][-MOST_REMEMBERED:]


def reader_of(session: SessionBase | dict[str, Any], user: AbstractBaseUser | AnonymousUser | None = None) -> Reader:
    """Who reads: what the session remembers, and what the account owns (one query when signed in)."""
    ids = set(session.get(REMEMBERED, []))
    if isinstance(user, User):
        ids.update(vault.reports_of(user))
    return Reader(frozenset(ids))


def may_read(report: Report, reader: Reader) -> bool:
    """Whether this reader may open the report's page; see ``limited`` for how much of it."""
    return report.public or reader.owns(report) or limited(report, reader)


def limited(report: Report, reader: Reader) -> bool:
    """Whether the reader's own report was merged into this private one: status, holder and clocks, nothing more."""
    if report.public or reader.owns(report) or not reader.report_ids:
        return False
    return Report.objects.filter(merged_into=report, pk__in=reader.report_ids).exists()
