"""What stands in the journal stays there, each event bound to the one before."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from tanggap.journal.canon import NotPlain, event_hash, fingerprint
from tanggap.journal.digest import digest, salt
from tanggap.journal.models import Event, Seal
from tanggap.journal.record import record
from tanggap.journal.seal import seal
from tanggap.journal.tests.history import MORNING, tell, thing

pytestmark = pytest.mark.django_db


def test_events_are_chained_and_the_head_stands_on_the_row() -> None:
    row = thing()
    first, second = tell(row, "file", "take")
    assert (first.seq, first.prev, second.seq, second.prev) == (1, "", 2, first.hash)
    row.refresh_from_db()
    assert (row.journal_seq, row.journal_head) == (2, second.hash)


def test_a_hash_is_the_same_when_the_event_comes_back_from_the_database() -> None:
    (event,) = tell(thing(), "file")
    again = Event.objects.get(pk=event.pk)
    assert event_hash(again) == again.hash == event.hash
    assert again.tx == event.tx


def test_the_documented_format_is_the_one_that_is_hashed() -> None:
    jakarta = timezone(timedelta(hours=7))
    event = Event(
        stream="report:1", seq=1, verb="file", actor="reporter", at=datetime(2025, 3, 5, 8, 42, tzinfo=jakarta)
    )
    event.data = {"now": "menunggu", "holder": 3}
    spelled = (
        '["tanggap-event-1","report:1",1,"file",1,"reporter","2025-03-05T01:42:00.000000Z",'
        '{"holder":3,"now":"menunggu"},""]'
    )
    assert event_hash(event) == hashlib.sha256(spelled.encode()).hexdigest()


def test_what_follows_is_enqueued_in_the_same_transaction_with_ids_alone() -> None:
    (event,) = tell(thing(), "file")
    job = ProcrastinateJob.objects.get(task_name="reactions.follow")
    assert job.args == {"event_id": event.pk}
    with transaction.atomic():
        tell(thing(), "file")
        transaction.set_rollback(True)
    assert Event.objects.count() == ProcrastinateJob.objects.count() == 1


def test_recording_costs_one_insert_and_one_enqueueing() -> None:
    row = thing()
    with CaptureQueriesContext(connection) as queries:
        record(row, "file", by="system", at=MORNING)
    assert len(queries) == 2


@pytest.mark.parametrize("statement", ["UPDATE {} SET hash = ''", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("table", ["journal_event", "journal_seal"])
def test_the_database_refuses_to_change_or_remove(table: str, statement: str) -> None:
    tell(thing(), "file")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


@pytest.mark.django_db
def test_playing_a_replica_does_not_open_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        with pytest.raises(IntegrityError, match="append-only"):
            cursor.execute("DELETE FROM journal_event")


def test_a_row_that_was_not_locked_cannot_fork_its_chain() -> None:
    row = thing()
    behind = type(row)._default_manager.get(pk=row.pk)
    tell(row, "file")
    with pytest.raises(IntegrityError), transaction.atomic():
        record(behind, "take", by="seat:13", at=MORNING)


@pytest.mark.parametrize("value", [1.5, object(), {1: "a"}, datetime(2025, 3, 5)])
def test_data_whose_spelling_could_change_is_refused(value: object) -> None:
    with pytest.raises(NotPlain):
        record(thing(), "file", by="system", at=MORNING, value=value)


def test_data_keeps_instants_and_nested_lists_as_text() -> None:
    event = record(thing(), "file", by="system", at=MORNING, until=MORNING, proofs=(1, 2), none=None, yes=True)
    kept = Event.objects.get(pk=event.pk).data
    assert kept == {"until": "2025-03-05T01:42:00.000000Z", "proofs": [1, 2], "none": None, "yes": True}


def test_a_digest_needs_its_salt_and_changes_with_it() -> None:
    one, other = salt(), salt()
    assert digest("Jalan berlubang", one) == digest("Jalan berlubang", one) != digest("Jalan berlubang", other)
    with pytest.raises(ValueError, match="salt"):
        digest("Jalan berlubang", "")


def test_numbers_and_texts_have_one_spelling() -> None:
    assert fingerprint([{"b": 1, "a": "é"}]) == fingerprint([{"a": "é", "b": 1}]) != fingerprint([{"a": "e", "b": 1}])


def test_nothing_to_seal_makes_no_seal() -> None:
    assert seal(at=datetime(2025, 3, 5, tzinfo=UTC)) is None
    assert not Seal.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_refused() -> None:
    with pytest.raises(TransactionManagementError):
        record(thing(), "file", by="system", at=MORNING)
