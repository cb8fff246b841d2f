"""The append-only journal in tests: emptied between transactional tests, and broken on purpose to see it found."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

GUARDED = ("journal_event", "journal_seal")


@contextmanager
def journal_unguarded() -> Iterator[None]:
    """As the owner of the tables could: the triggers that keep the journal append-only are off for a while."""
    with connection.cursor() as cursor:
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
        yield
        # Deferred constraints that wait for the end would forbid the ALTER.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER append_only")


@pytest.fixture(scope="session", autouse=True)
def _flush_empties_the_journal_too(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Django empties all tables after a transactional test; the triggers would refuse that."""
    operations = connection.ops
    flush = operations.execute_sql_flush

    def flush_unguarded(sql_list: Iterable[str]) -> None:
        with journal_unguarded():
            flush(sql_list)

    operations.execute_sql_flush = flush_unguarded  # type: ignore[method-assign]
    yield
    operations.execute_sql_flush = flush  # type: ignore[method-assign]
