"""The database of tests: emptied of all but the city between transactional tests, its journal broken on purpose."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model

GUARDED = ("journal_event", "journal_seal")

PACK = ("tanggap.areas.models", "tanggap.reports.models.catalogue")
"""Modules whose rows are the city pack's, loaded once for all tests; agencies are too, but not their seats."""

QUEUE = ("procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers", "procrastinate_workers")
"""Tables that are not Django's to make, and whose jobs would speak of rows that are gone."""


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


def tables_of_the_pack() -> set[str]:
    """The tables that hold the city."""
    models: list[type[Model]] = [model for model in apps.get_models() if model.__module__ in PACK]
    return {model._meta.db_table for model in [*models, apps.get_model("agencies", "Agency")]}


@pytest.fixture(scope="session", autouse=True)
def _flush_between_transactional_tests(django_db_setup: None) -> Iterator[None]:
    """Django empties every table after a transactional test: here the city stays, and the journal's guard lets it."""
    # On the class: beside a browser's loop Django hands out a connection of its own.
    operations = type(connection.ops)
    list_of, execute = operations.sql_flush, operations.execute_sql_flush
    pack = tables_of_the_pack()

    def sql_flush(self: Any, style: Any, tables: Sequence[str], **options: Any) -> list[str]:
        return list_of(self, style, [*(table for table in tables if table not in pack), *QUEUE], **options)

    def execute_sql_flush(self: Any, sql_list: Iterable[str]) -> None:
        with journal_unguarded():
            execute(self, sql_list)

    operations.sql_flush, operations.execute_sql_flush = sql_flush, execute_sql_flush  # type: ignore[method-assign]
    yield
    operations.sql_flush, operations.execute_sql_flush = list_of, execute  # type: ignore[method-assign]
