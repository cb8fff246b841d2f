"""Carrying out what the table says follows from an event."""

from datetime import datetime

import structlog
from django.db import transaction

from tanggap.journal.models import Event
from tanggap.reactions.reactions import Happening
from tanggap.reactions.table import REACTIONS
from tanggap.reports.models import Report

log = structlog.get_logger("tanggap.reactions")

REPORTS = "report:"


class Unfollowed(Exception):
    """Something that follows from an event failed; the rest was done, and all of it may be tried again."""


def follow(event_id: int, *, at: datetime) -> None:
    """Carry out each reaction in a transaction of its own, so that one that fails does not hold up the others.

    May be called again at any time. Raises Unfollowed when at least one failed.
    """
    event = Event.objects.get(pk=event_id)
    # Identities and hidings have histories too, and nobody is told of them.
    if not event.stream.startswith(REPORTS):
        return
    rows = Report.objects.select_related("channel", "category", "holder")
    happening = Happening(event, rows.get(pk=event.stream.removeprefix(REPORTS)), at)
    failed = 0
    for place, reaction in enumerate(REACTIONS.get(event.verb, ())):
        try:
            with transaction.atomic():
                reaction(happening)
        # Whatever one reaction throws, the next one has a right to its turn; the job fails afterwards.
        except Exception:
            failed += 1
            log.exception("reaction failed", event_id=event.pk, verb=event.verb, place=place)
    if failed:
        raise Unfollowed(f"{failed} of what follows from event {event.pk} ({event.verb}) failed.")
