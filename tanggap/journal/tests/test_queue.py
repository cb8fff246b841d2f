"""A job comes and goes with the change that asked for it, in a web process and in a worker alike."""

import pytest
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tanggap.journal import queue

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_job_ordered_in_a_worker_goes_with_the_change_that_was_rolled_back() -> None:
    in_a_worker = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(in_a_worker):
        with transaction.atomic():
            queue.order("reactions.follow", event_id=1)
            transaction.set_rollback(True)
        assert not ProcrastinateJob.objects.exists()
        with transaction.atomic():
            queue.order("reactions.follow", event_id=2)
    assert ProcrastinateJob.objects.get().args == {"event_id": 2}
