"""Clocks with their pauses, the turns of holders, promised dates (EWS) and escalations already sent."""

from __future__ import annotations

from django.db import models

from tanggap.agencies.models import Agency, Seat
from tanggap.reports.models.catalogue import Promise
from tanggap.reports.models.report import Report


class Turn(models.Model):
    """One holder's stretch with a report. A due date that passes is charged to the turn open then."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="turns")
    seq = models.PositiveSmallIntegerField()
    holder = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="turns")
    came_by = models.CharField(max_length=20, help_text="the verb that brought the report here")
    came_from = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="by when the holder must have acted")
    acted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "seq"], name="turns_in_order"),
            models.UniqueConstraint(fields=["report"], condition=models.Q(ended_at=None), name="one_open_turn"),
        ]
        indexes = [models.Index(fields=["holder", "report"])]

    def __str__(self) -> str:
        return f"{self.holder.short} #{self.seq}"


class Clock(models.Model):
    """A promised time that runs: 6 hours to coordinate, 7 days to finish, or as the promise row says."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="clocks")
    kind = models.CharField(max_length=12, choices=Promise.Kind)
    round = models.PositiveSmallIntegerField(default=1)
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT)
    hours = models.DecimalField(max_digits=7, decimal_places=2)
    calendar = models.CharField(max_length=8, choices=Promise.Calendar)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    original_due_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    charged_to = models.ForeignKey(Turn, null=True, blank=True, on_delete=models.SET_NULL, related_name="charges")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "kind", "round"], name="one_clock_per_round")]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(stopped_at=None, paused_at=None),
                name="clocks_running",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.round}"

    @property
    def running(self) -> bool:
        """Started, not paused, not stopped."""
        return self.stopped_at is None and self.paused_at is None

    @property
    def in_time(self) -> bool | None:
        """The verdict: whether it stopped by its due time; None while it has not stopped."""
        return None if self.stopped_at is None else self.stopped_at <= self.due_at


class Pause(models.Model):
    """Why a clock stood still. Pauses may overlap; the clock runs when none is open."""

    class Why(models.TextChoices):
        RESOLVED = "resolved", "menunggu validasi"
        ASKED = "asked", "menunggu jawaban pelapor"
        MERGED = "merged", "digabung"
        REFUSED = "refused", "ditolak"

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="pauses")
    why = models.CharField(max_length=10, choices=Why)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "why"], condition=models.Q(ended_at=None), name="one_open_pause_per_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.why} since {self.started_at}"


class Extension(models.Model):
    """EWS, estimasi waktu selesai: a later date asked for once, with a reason, decided by the parent agency."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="extensions")
    clock = models.OneToOneField(Clock, on_delete=models.CASCADE, related_name="extension")
    until = models.DateTimeField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    granted = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"EWS {self.until:%Y-%m-%d}"


class Escalation(models.Model):
    """A warning that was sent, so that it is sent once."""

    class Step(models.TextChoices):
        HALF = "half", "separuh waktu"
        THREE_QUARTERS = "three_quarters", "tiga perempat waktu"
        DAY_SIX = "day_six", "hari keenam"
        OVERDUE = "overdue", "lewat batas"

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="escalations")
    step = models.CharField(max_length=14, choices=Step)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clock", "step"], name="each_escalation_once")]

    def __str__(self) -> str:
        return self.step
