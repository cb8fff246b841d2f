"""Whatever is done to the journal behind the city's back is found."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.db.models import QuerySet
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tanggap.journal.canon import event_hash
from tanggap.journal.digest import SAID, digest, salt
from tanggap.journal.models import Event, Seal, Stream
from tanggap.journal.record import record
from tanggap.journal.seal import seal
from tanggap.journal.tests.history import MORNING, tell, thing
from tanggap.journal.verify import Spoken, Trouble, verify
from tests.database import journal_unguarded


def sql(statement: str, *values: str | int) -> None:
    with journal_unguarded(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def change_verb(event: Event) -> None:
    sql("UPDATE journal_event SET verb = 'forged' WHERE id = %s", event.pk)


def change_data(event: Event) -> None:
    sql("UPDATE journal_event SET data = data || '{\"holder\": 99}' WHERE id = %s", event.pk)


def change_time(event: Event) -> None:
    sql("UPDATE journal_event SET at = at + interval '1 microsecond' WHERE id = %s", event.pk)


def change_and_hash_again(event: Event) -> None:
    event.actor = "seat:99"
    sql("UPDATE journal_event SET actor = 'seat:99', hash = %s WHERE id = %s", event_hash(event), event.pk)


def take_out(event: Event) -> None:
    sql("DELETE FROM journal_event WHERE id = %s", event.pk)


def take_out_from_here(event: Event) -> None:
    sql("DELETE FROM journal_event WHERE stream = %s AND seq >= %s", event.stream, event.seq)


def take_out_whole_chain(event: Event) -> None:
    sql("DELETE FROM journal_event WHERE stream = %s", event.stream)


def swap_with_the_next(event: Event) -> None:
    other = event.seq - 1 or 2
    sql("UPDATE journal_event SET seq = 0 WHERE id = %s", event.pk)
    sql("UPDATE journal_event SET seq = %s WHERE stream = %s AND seq = %s", event.seq, event.stream, other)
    sql("UPDATE journal_event SET seq = %s WHERE id = %s", other, event.pk)


def put_in_at_the_end(event: Event) -> None:
    last = Event.objects.filter(stream=event.stream).latest("seq")
    forged = Event(stream=event.stream, seq=last.seq + 1, verb="close", actor="reporter", at=MORNING, prev=last.hash)
    forged.hash = event_hash(forged)
    forged.save()


def put_in_another_history(event: Event) -> None:
    forged = Event(stream="report:987654", seq=1, verb="file", actor="reporter", at=MORNING)
    forged.hash = event_hash(forged)
    forged.save()


def change_the_head(event: Event) -> None:
    row_of(event).update(journal_head="ab" * 32)


def remove_the_row(event: Event) -> None:
    row_of(event).delete()


def row_of(event: Event) -> QuerySet[Stream]:
    kind, key = event.stream.split(":")
    model = next(model for model in Stream.__subclasses__() if model._meta.model_name == kind)
    return model._default_manager.filter(pk=key)


HARMS: list[Callable[[Event], None]] = [
    change_verb,
    change_data,
    change_time,
    change_and_hash_again,
    take_out,
    take_out_from_here,
    take_out_whole_chain,
    swap_with_the_next,
    put_in_at_the_end,
    put_in_another_history,
    change_the_head,
    remove_the_row,
]


class AnyHarm(TestCase):
    """Histories of any shape, harmed anywhere in any of these ways."""

    @settings(deadline=None, max_examples=60)
    @given(st.lists(st.integers(2, 5), min_size=1, max_size=4), st.sampled_from(HARMS), st.data())
    def test_is_found(self, lengths: list[int], harm: Callable[[Event], None], data: st.DataObject) -> None:
        for length in lengths:
            tell(thing(), *["file", "take", "resolve", "accept", "close"][:length])
        assert verify().sound
        harm(data.draw(st.sampled_from(list(Event.objects.order_by("pk")))))
        assert not verify().sound


@pytest.mark.django_db
def test_a_sound_journal_is_told_with_its_numbers() -> None:
    tell(thing(), "file", "take")
    tell(thing(), "file")
    verdict = verify()
    assert verdict.sound
    assert (verdict.events, verdict.streams, verdict.seals, verdict.unsealed) == (3, 2, 0, 3)


@pytest.mark.django_db
def test_a_gap_is_named() -> None:
    events = tell(thing(), "file", "take", "resolve")
    take_out(events[1])
    assert verify().troubles == [Trouble(f"{events[0].stream}#2", "missing")]


@pytest.mark.django_db
def test_an_end_that_was_cut_off_is_named() -> None:
    events = tell(thing(), "file", "take", "resolve")
    take_out_from_here(events[1])
    assert [trouble.place for trouble in verify().troubles] == [f"{events[0].stream}#3"]


@pytest.fixture
def sealed(transactional_db: None) -> list[Event]:
    row = thing()
    events = tell(row, "file", "take")
    seal(at=MORNING)
    events += tell(row, "resolve")
    seal(at=MORNING)
    assert verify().sound
    return events


def forge_everything_below_the_seals(events: list[Event]) -> None:
    """As one would who has the database and this source code: all hashes and the head computed anew."""
    head = ""
    for event in events:
        event.actor, event.prev = "seat:99", head
        head = event.hash = event_hash(event)
        forged = "UPDATE journal_event SET actor = %s, prev = %s, hash = %s WHERE id = %s"
        sql(forged, event.actor, event.prev, head, event.pk)
    row_of(events[0]).update(journal_head=head)


def test_a_history_written_anew_from_end_to_end_breaks_its_seals(sealed: list[Event]) -> None:
    forge_everything_below_the_seals(sealed)
    assert [trouble.place.split()[0] for trouble in verify().troubles] == ["seal", "seal"]


def test_a_chain_that_vanished_with_its_row_breaks_its_seals(sealed: list[Event]) -> None:
    remove_the_row(sealed[0])
    take_out_whole_chain(sealed[0])
    assert [trouble.place.split()[0] for trouble in verify().troubles] == ["seal", "seal"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_seal SET root = repeat('ab', 32) WHERE id = %s",
        "UPDATE journal_seal SET count = count + 1 WHERE id = %s",
        "DELETE FROM journal_seal WHERE id = %s",
    ],
)
def test_a_seal_that_was_changed_or_taken_out_is_found(sealed: list[Event], statement: str) -> None:
    sql(statement, Seal.objects.earliest("pk").pk)
    assert not verify().sound


@pytest.mark.django_db
def test_words_are_compared_with_their_digests_and_redaction_is_told_apart() -> None:
    row, grains = thing(), [salt() for _ in range(4)]
    for grain in grains:
        record(row, "message", by="reporter", at=MORNING, **{SAID: digest("Airnya hitam.", grain)})
    row.save()
    spoken = [
        Spoken(row.stream, 1, "Airnya hitam.", grains[0], redacted=False),
        Spoken(row.stream, 2, "Airnya jernih.", grains[1], redacted=False),
        Spoken(row.stream, 3, "", "", redacted=True),
    ]
    verdict = verify(lambda: spoken)
    assert verdict.redacted == [f"{row.stream}#3"]
    assert {trouble.place: trouble.sentence for trouble in verdict.troubles} == {
        f"{row.stream}#2": "has other words than were written",
        f"{row.stream}#4": "has lost its words",
    }
