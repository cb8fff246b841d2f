"""Doing in a test what the worker would do: each job that waits, in order, until none is left."""

from datetime import datetime
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

NEVER_ENDING = 1000


def waiting(*names: str) -> list[tuple[str, dict[str, Any]]]:
    """The jobs in the queue, of these names or all: name and arguments."""
    jobs = ProcrastinateJob.objects.filter(status="todo").order_by("id")
    return [(job.task_name, job.args) for job in jobs if not names or job.task_name in names]


def work_off(*names: str) -> list[str]:
    """Do every waiting job (of these names, or all), and what they enqueue; returns their names in order."""
    done: list[str] = []
    while jobs := _next(names):
        assert len(done) < NEVER_ENDING, "jobs enqueue each other without end"
        for job in jobs:
            _take(job.pk)
            app.tasks[job.task_name].func(**job.args)
            done.append(job.task_name)
    return done


def _next(names: tuple[str, ...]) -> list[ProcrastinateJob]:
    jobs = ProcrastinateJob.objects.filter(status="todo").order_by("id")
    return list(jobs.filter(task_name__in=names) if names else jobs)


def _take(job_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job_id])
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [job_id])


def scheduled_at(name: str) -> datetime | None:
    """When the first waiting job of this name runs; None for at once."""
    at: datetime | None = ProcrastinateJob.objects.filter(status="todo", task_name=name).earliest("id").scheduled_at
    return at
