"""`GET /healthz`: what a load balancer asks."""

import pytest
from django.db import connection
from django.test import Client


@pytest.mark.django_db
def test_healthz_says_503_when_no_worker_beats(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "failing", "database": "ok", "worker": "failing", "storage": "ok"}


@pytest.mark.django_db
def test_healthz_says_200_when_a_worker_beats(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "worker": "ok", "storage": "ok"}


@pytest.mark.django_db
def test_healthz_forgets_a_worker_when_its_beats_stop(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 minute')")
    assert client.get("/healthz").status_code == 503
