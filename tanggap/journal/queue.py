"""Ordering jobs in the caller's transaction, everywhere.

In a worker Procrastinate's own app writes through a connection of its own: a job ordered there would stand in the
queue although the change that asked for it was rolled back, or be begun before that change is committed. Here a job is
always ordered through Django's connection, so that it comes and goes with the rows it speaks of.
"""

from functools import cache
from typing import Any

from procrastinate import App
from procrastinate.contrib.django.django_connector import DjangoConnector


@cache
def _app() -> App:
    return App(connector=DjangoConnector(alias="default"))


def order(task: str, **arguments: Any) -> None:
    """Order a job by its task's name; ``arguments`` are ids. It rolls back with the caller's transaction."""
    _app().configure_task(task, allow_unknown=True).defer(**arguments)
