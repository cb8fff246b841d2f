"""What people wrote: rows of their own, so that they can be redacted while the journal keeps a salted digest."""

from __future__ import annotations

from django.db import models

from tanggap.agencies.models import Seat
from tanggap.reports.models.report import Report


class Statement(models.Model):
    """Words that came with a move: a note, a reason, a question, an answer. ``seq`` is the event that holds them."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="statements")
    seq = models.PositiveIntegerField()
    verb = models.CharField(max_length=40)
    text = models.TextField(max_length=4000)
    salt = models.CharField(max_length=32, blank=True)
    by_reporter = models.BooleanField(default=False)
    seat = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    hidden = models.BooleanField(default=False)
    redacted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["report", "seq"], name="one_statement_per_event")]

    def __str__(self) -> str:
        return f"{self.verb} #{self.seq}"


class Feedback(models.Model):
    """The reporter's verdict on one round: beres or belum, one to five stars, words."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="feedback")
    round = models.PositiveSmallIntegerField()
    settled = models.BooleanField(help_text="sudah beres")
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(max_length=2000, blank=True)
    hidden = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "round"], name="one_feedback_per_round"),
            models.CheckConstraint(condition=models.Q(stars=None) | models.Q(stars__range=(1, 5)), name="stars_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.report.number} round {self.round}"


class Support(models.Model):
    """One "dukung" each: one per device or account, which stands here only as a keyed digest."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="supports")
    supporter = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "supporter"], name="one_support_each")]

    def __str__(self) -> str:
        return f"support of {self.report.number}"
