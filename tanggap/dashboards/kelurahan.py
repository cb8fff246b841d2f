"""The mini dashboard of a kelurahan or an agency: what came in, what was done, in time or not, and what repeats.

Every question takes ``within``, the condition of what its reader may see, and counts nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Aggregate, Avg, Count, DurationField, ExpressionWrapper, F, FloatField, Max, Min, Q
from django.db.models.functions import TruncDate, TruncMonth
from django.utils import timezone

from tanggap.reports import catalogue
from tanggap.reports.lifecycle import OPEN
from tanggap.reports.models import Category, Clock, Feedback, Promise, Report, Status

FINISHED = (Status.DONE, Status.CLOSED)
REPEATS_FROM = 2
"""So many reports of one group in one cell of 0.1 km2 make a spot that repeats."""
MONTHS_FROM = timedelta(days=62)
"""A longer period is told by months, not by days."""


class Median(Aggregate):
    """The middle of a column of durations, in seconds."""

    function = "PERCENTILE_CONT"
    template = "EXTRACT(EPOCH FROM %(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s))"
    output_field = FloatField()


@dataclass(frozen=True)
class Period:
    """From the first moment up to, not including, the last."""

    since: datetime
    until: datetime

    @property
    def before(self) -> Period:
        """The period of the same length that ended where this one begins."""
        return Period(self.since - (self.until - self.since), self.since)

    @property
    def by_month(self) -> bool:
        return self.until - self.since > MONTHS_FROM

    def holds(self, column: str) -> Q:
        """The condition that a column lies in it."""
        return Q(**{f"{column}__gte": self.since, f"{column}__lt": self.until})


class Figures(NamedTuple):
    """The five figures on top. Shares are of 1, medians in seconds; None where there is nothing to tell."""

    open: int
    open_before: int
    overdue: int
    in_time: float | None
    judged: int
    median_s: float | None
    stars: float | None
    answers: int

    @property
    def change(self) -> int:
        """How many more are open than when the period began."""
        return self.open - self.open_before


def figures(within: Q, period: Period, *, at: datetime) -> Figures:
    """The five figures (four queries)."""
    standing = Q(status__in=OPEN, merged_into=None)
    then = Q(filed_at__lt=period.since) & (Q(ended_at=None) | Q(ended_at__gte=period.since)) & Q(merged_into=None)
    now = Report.objects.filter(within).aggregate(
        open=Count("pk", filter=standing),
        before=Count("pk", filter=then),
        overdue=Count("pk", filter=standing & Q(next_due_at__lt=at)),
    )
    on_time, judged = _in_time(within, period)
    stars = Feedback.objects.filter(period.holds("at"), report__in=_seen(within), stars__isnull=False)
    answered = stars.aggregate(mean=Avg("stars"), n=Count("pk"))
    return Figures(
        open=now["open"],
        open_before=now["before"],
        overdue=now["overdue"],
        in_time=on_time / judged if judged else None,
        judged=judged,
        median_s=median(within, period),
        stars=answered["mean"],
        answers=answered["n"],
    )


def _seen(within: Q) -> Any:
    return Report.objects.filter(within).values("pk")


def _in_time(within: Q, period: Period) -> tuple[int, int]:
    stopped = Clock.objects.filter(
        period.holds("stopped_at"),
        kind=Promise.Kind.RESOLUTION,
        report__in=_seen(within),
        report__resolved_at__isnull=False,
    )
    found = stopped.aggregate(all=Count("pk"), good=Count("pk", filter=Q(stopped_at__lte=F("due_at"))))
    return found["good"], found["all"]


def median(within: Q, period: Period) -> float | None:
    """Seconds from receipt to done, of what was finished in the period: the middle one (one query)."""
    taken = ExpressionWrapper(F("resolved_at") - F("filed_at"), output_field=DurationField())
    done = Report.objects.filter(within, period.holds("resolved_at"), status__in=FINISHED)
    middle: float | None = done.annotate(taken=taken).aggregate(middle=Median("taken"))["middle"]
    return middle


def counted_in_public() -> Q:
    """What counts in figures of the whole city: all but Inspektorat's cases."""
    return Q(confidential=False)


class Day(NamedTuple):
    """What came in and what was finished on a day, or in a month when ``span`` is one."""

    first: date
    span: str
    came: int
    done: int


def course(within: Q, period: Period) -> list[Day]:
    """In and out, by day or by month, without gaps (two queries)."""
    cut: Any = TruncMonth if period.by_month else TruncDate
    came = _by(within & period.holds("filed_at"), cut("filed_at"))
    finished = within & period.holds("resolved_at") & Q(status__in=FINISHED)
    done = _by(finished, cut("resolved_at"))
    return [
        Day(day, f"{day:%Y-%m}" if period.by_month else day.isoformat(), came.get(day, 0), done.get(day, 0))
        for day in _days(period)
    ]


def _by(condition: Q, cut: Any) -> dict[date, int]:
    found = Report.objects.filter(condition).annotate(day=cut).values("day").annotate(n=Count("pk")).order_by("day")
    return {(row["day"].date() if isinstance(row["day"], datetime) else row["day"]): row["n"] for row in found}


def _days(period: Period) -> list[date]:
    first = timezone.localdate(period.since)
    last = timezone.localdate(period.until - timedelta(microseconds=1))
    if not period.by_month:
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]
    months = []
    month = first.replace(day=1)
    while month <= last:
        months.append(month)
        month = (month + timedelta(days=31)).replace(day=1)
    return months


class Kind(NamedTuple):
    """A category, how many of it came in, and the share of its finished ones in time."""

    category: Category
    n: int
    in_time: float | None


def kinds(within: Q, period: Period) -> list[Kind]:
    """The categories of what came in, most first (one query)."""
    good = Q(clocks__kind=Promise.Kind.RESOLUTION, clocks__stopped_at__isnull=False)
    rows = (
        Report.objects.filter(within, period.holds("filed_at"), category__isnull=False)
        .values("category")
        .annotate(
            n=Count("pk", distinct=True),
            judged=Count("clocks", filter=good),
            good=Count("clocks", filter=good & Q(clocks__stopped_at__lte=F("clocks__due_at"))),
        )
        .order_by("-n", "category")
    )
    pack = catalogue.current().categories
    return [
        Kind(pack[row["category"]], row["n"], row["good"] / row["judged"] if row["judged"] else None)
        for row in rows
        if row["category"] in pack
    ]


class Spot(NamedTuple):
    """A cell of 0.1 km2 in which reports of one group repeat, with the middle of their points."""

    lat: float
    lon: float
    group: str
    n: int
    place: str
    cell: int


def spots(within: Q, period: Period, *, most: int = 8) -> list[Spot]:
    """Where the same kind of trouble comes again, most often first (one query)."""
    rows = (
        Report.objects.filter(within, period.holds("filed_at"), cell__isnull=False, category__isnull=False)
        .values("cell", "category__group")
        .annotate(n=Count("pk"), lat=Avg("lat"), lon=Avg("lon"), street=Max("street"), landmark=Min("landmark"))
        .filter(n__gte=REPEATS_FROM)
        .order_by("-n", "cell")[:most]
    )
    groups = catalogue.current().groups_by_id
    return [
        Spot(
            row["lat"],
            row["lon"],
            groups[row["category__group"]].name,
            row["n"],
            row["street"] or row["landmark"],
            row["cell"] or 0,
        )
        for row in rows
    ]


class Attention(NamedTuple):
    """What asks for a look: how many were reopened in the period, and who holds what is overdue."""

    reopened: int
    overdue_at: Sequence[tuple[str, int]]
    waiting: int


def attention(within: Q, period: Period, *, at: datetime) -> Attention:
    """Reopened, overdue by holder, and open for over 30 days (two queries)."""
    counted = Report.objects.filter(within, status__in=OPEN, merged_into=None).aggregate(
        reopened=Count("pk", filter=Q(round__gt=1)),
        waiting=Count("pk", filter=Q(filed_at__lt=at - timedelta(days=30))),
    )
    late = (
        Report.objects.filter(within, status__in=OPEN, merged_into=None, next_due_at__lt=at)
        .values_list("holder__short")
        .annotate(n=Count("pk"))
        .order_by("-n", "holder__short")[:3]
    )
    return Attention(counted["reopened"], list(late), counted["waiting"])
