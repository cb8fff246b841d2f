"""What the worker does for reports. Arguments are ids; every job may run twice."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tanggap.reports import photos


@app.task(name="reports.make_copies", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def make_copies(photo_id: int) -> None:
    """Make the copies of a photo that people see."""
    photos.make_copies(photo_id)


@app.periodic(cron="17 3 * * *")
@app.task(name="reports.forget_drafts")
def forget_drafts(timestamp: int) -> None:
    """Each night, delete drafts that were never sent, with their photos."""
    photos.forget_drafts(datetime.fromtimestamp(timestamp, tz=UTC))
