"""Telling people of the city what happened: the bell for all of an audience, e-mail for those who want it."""

from collections.abc import Iterable
from datetime import datetime

from tanggap.accounts.models import User
from tanggap.carriers import delivery
from tanggap.journal import queue
from tanggap.journal.models import Event
from tanggap.notifications import bell, preferences
from tanggap.notifications.audiences import Audience
from tanggap.reports.models import Report

MAIL = "notifications.mail"


def tell(audience: Audience, event: Event, report: Report, *, kind: str, at: datetime) -> None:
    """Ring the bell of everyone in the audience but the one who did it, and mail those who want that."""
    seats = audience(event, report)
    if event.actor.startswith("seat:"):
        seats = seats.exclude(user__seats=int(event.actor.removeprefix("seat:")))
    told = list(seats)
    bell.ring({seat.user for seat in told}, event=event, report=report, kind=kind, at=at)
    mail(preferences.wanting_email(told), event, kind=kind, at=at)


def mail(users: Iterable[User], event: Event, *, kind: str, at: datetime) -> None:
    """Order a letter to each; the job carries the id of the delivery and nothing else."""
    for user in users:
        if ordered := delivery.order(event, f"user:{user.pk}", kind=kind, at=at):
            queue.order(MAIL, delivery_id=ordered.pk)
