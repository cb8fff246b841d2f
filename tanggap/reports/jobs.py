"""What the worker does for reports. Arguments are ids; every job may run twice."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tanggap.reports import photos


@app.task(name="reports.make_copies", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def make_copies(photo_id: int) -> None:
    """Make the copies of a photo that people see."""
    photos.make_copies(photo_id)
