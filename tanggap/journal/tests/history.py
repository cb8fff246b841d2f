"""Small histories for the journal's own tests, told on rows of a real kind that has a chain."""

from datetime import UTC, datetime, timedelta

from django.apps import apps
from django.db import transaction

from tanggap.journal.models import Event, Stream
from tanggap.journal.record import record

MORNING = datetime(2025, 3, 5, 1, 42, tzinfo=UTC)


def thing() -> Stream:
    """A new row with a chain. By name, because the journal lies below everything that has one."""
    made: Stream = apps.get_model("moderation", "Hiding").objects.create(target="photo:1", reason="abuse", at=MORNING)
    return made


@transaction.atomic
def tell(row: Stream, *verbs: str) -> list[Event]:
    """Record these verbs on the row, a minute after each other, and save its head."""
    events = []
    for verb in verbs:
        at = MORNING + timedelta(minutes=row.journal_seq)
        events.append(record(row, verb, by="seat:12", at=at, now="proses", holder=row.journal_seq))
        row.save(update_fields=Stream.JOURNAL_FIELDS)
    return events
