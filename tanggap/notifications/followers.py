"""People who follow a public report, and what they are told."""

from datetime import datetime

from tanggap.accounts.models import User
from tanggap.journal.models import Event
from tanggap.kit.words import Pair
from tanggap.notifications import bell, telling
from tanggap.notifications.models import Follow
from tanggap.reports.models import Report
from tanggap.reports.refusals import NotNow


class NotFollowable(NotNow):
    """Only what anyone may read can be followed."""


def follow(report: Report, *, user: User, by_email: bool = True, at: datetime) -> Follow:
    """Follow a public report; following again changes only whether e-mail is wanted. Raises NotFollowable."""
    if not report.public:
        raise NotFollowable(
            Pair("Laporan privat tidak dapat diikuti.", "A private report cannot be followed."), field="report"
        )
    following, _ = Follow.objects.update_or_create(
        user=user, report=report, defaults={"by_email": by_email}, create_defaults={"by_email": by_email, "since": at}
    )
    return following


def unfollow(report: Report, *, user: User) -> None:
    """Stop following; harmless where nobody followed."""
    Follow.objects.filter(user=user, report=report).delete()


def follows(report: Report, *, user: User) -> bool:
    """Whether this person follows the report."""
    return Follow.objects.filter(user=user, report=report).exists()


def count(report: Report) -> int:
    """How many follow it; counted in public."""
    return Follow.objects.filter(report=report).count()


def tell_followers(event: Event, report: Report, *, kind: str, at: datetime) -> None:
    """Ring and mail all followers, while the report is still public."""
    if not report.public:
        return
    following = list(Follow.objects.filter(report=report, user__is_active=True).select_related("user"))
    bell.ring([one.user for one in following], event=event, report=report, kind=kind, at=at)
    telling.mail([one.user for one in following if one.by_email], event, kind=kind, at=at)
