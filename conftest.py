"""What every test shares: the real Jakarta pack, loaded once into the test database."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import translation

pytest_plugins = ["tests.database", "tests.boundaries", "tests.messages.figures", "tests.channels", "tests.browser"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """After the tables: the city. Where no chosen test needs a database, pytest-django has made none."""
    if not connection.settings_dict["NAME"].startswith("test_"):
        return
    with django_db_blocker.unblock():
        call_command("city", "load", verbosity=0)


@pytest.fixture(autouse=True)
def _each_test_begins_in_indonesian() -> Iterator[None]:
    """A request in English leaves its language to the thread that answered it."""
    yield
    translation.activate("id")


@pytest.fixture(autouse=True)
def _catalogue_of_this_database() -> Iterator[None]:
    """Snapshots of the pack belong to one database state; a test that changes the pack leaves none behind."""
    from tanggap.reports import catalogue

    yield
    catalogue.forget()
