"""What belongs to the screens of the staff alone: their saved filters, and who is looking at a report just now."""

from __future__ import annotations

from django.db import models

from tanggap.accounts.models import User
from tanggap.agencies.models import Seat
from tanggap.reports.models import Report


class SavedFilter(models.Model):
    """A view of the queue that somebody wants to find again; ``query`` is the page's own query string."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=500)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="one_saved_filter_of_a_name")]

    def __str__(self) -> str:
        return self.name


class Presence(models.Model):
    """A seat that has a report open. It fades by itself: a look older than a minute and a half counts no more."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "seat"], name="one_presence_of_a_seat")]

    def __str__(self) -> str:
        return f"{self.seat} at {self.report}"
