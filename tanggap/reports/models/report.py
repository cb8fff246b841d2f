"""The report itself, the draft it was filed from, and the base of each day's numbers."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from tanggap.agencies.models import Agency, Seat
from tanggap.areas.models import Area
from tanggap.journal.models import Stream
from tanggap.reports.models.catalogue import Category, Channel, RefusalReason


class Status(models.TextChoices):
    """The eight stored statuses of CRM."""

    WAITING = "menunggu", "Menunggu"
    COORDINATED = "koordinasi", "Koordinasi"
    DISPATCHED = "disposisi", "Disposisi"
    IN_PROGRESS = "proses", "Proses"
    VALIDATION = "menunggu_validasi", "Menunggu Validasi"
    DONE = "selesai", "Selesai"
    REFUSED = "ditolak", "Ditolak"
    CLOSED = "ditutup", "Ditutup"


class Report(Stream):
    """A citizen's complaint. ``status`` is written by ``reports.lifecycle`` alone; who reported stands in the vault."""

    class Privacy(models.TextChoices):
        PRIVATE = "privat", "Privat"
        PUBLIC = "publik", "Publik"

    class PlaceSource(models.TextChoices):
        GPS = "gps"
        PIN = "pin"
        PHOTO = "photo"
        WORDS = "words"
        DESK = "desk"
        NONE = "none"

    number = models.CharField(max_length=20, unique=True)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="reports")
    external_number = models.CharField(max_length=40, blank=True, help_text="the partner's own number")
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    words = models.TextField(max_length=4000, blank=True)
    words_hidden = models.BooleanField(default=False)
    answers = models.JSONField(default=list, help_text='[{"code", "version", "value"}]')
    language = models.CharField(max_length=2, default="id")

    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    accuracy_m = models.FloatField(null=True, blank=True)
    cell = models.BigIntegerField(null=True, blank=True, help_text="H3 cell of the point, resolution 9")
    place_source = models.CharField(max_length=8, choices=PlaceSource, default=PlaceSource.NONE)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, help_text="the kelurahan")
    area_exact = models.BooleanField(default=False, help_text="by boundary, not by nearest centre")
    street = models.CharField(max_length=160, blank=True)
    landmark = models.CharField(max_length=160, blank=True)

    privacy = models.CharField(max_length=6, choices=Privacy, default=Privacy.PRIVATE)
    confidential = models.BooleanField(default=False, help_text="Inspektorat's: seen by it alone, counted nowhere")
    hidden = models.BooleanField(default=False, help_text="taken out of public view with a reason")
    has_contact = models.BooleanField(default=False)

    status = models.CharField(max_length=17, choices=Status, default=Status.WAITING)
    holder = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="held")
    assignee = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    round = models.PositiveSmallIntegerField(default=1, help_text="1, and one more with each reopening")
    send_backs = models.PositiveSmallIntegerField(default=0)
    decided = models.BooleanField(default=False, help_text="the desk named the holder; no more sending back")
    verified_at = models.DateTimeField(null=True, blank=True)
    followup_rejected = models.BooleanField(default=False, help_text="the badge TL Ditolak on Proses")
    asked_at = models.DateTimeField(null=True, blank=True, help_text="set while the reporter's answer is awaited")
    asked_until = models.DateTimeField(null=True, blank=True, help_text="when the clock runs again unanswered")
    refusal = models.ForeignKey(RefusalReason, null=True, blank=True, on_delete=models.PROTECT)
    appealed = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    supporters = models.PositiveIntegerField(default=0)

    filed_at = models.DateTimeField(help_text="server receipt")
    claimed_at = models.DateTimeField(null=True, blank=True, help_text="the time an offline draft claims for itself")
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="reached Selesai, Ditolak or Ditutup")
    updated_at = models.DateTimeField(default=timezone.now)
    next_due_at = models.DateTimeField(null=True, blank=True, help_text="earliest due time of a running clock")

    draft_key = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the draft's token: idempotency")
    link_hash = models.CharField(max_length=64, unique=True)
    pin_hash = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["holder", "status", "next_due_at", "id"], name="report_queue"),
            models.Index(fields=["status", "next_due_at", "id"], name="report_city_queue"),
            models.Index(fields=["privacy", "-filed_at", "-id"], name="report_public_list"),
            models.Index(fields=["area", "-filed_at"], name="report_by_area"),
            models.Index(fields=["cell", "-filed_at"], name="report_near"),
            models.Index(fields=["assignee", "status"], name="report_tasks"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def public(self) -> bool:
        """Whether anyone may read it."""
        return self.privacy == self.Privacy.PUBLIC and not self.confidential and not self.hidden


class Draft(models.Model):
    """What a citizen typed so far. Its token is the idempotency key; the same token shows the receipt again."""

    token_hash = models.CharField(max_length=64, unique=True)
    data = models.JSONField(default=dict)
    language = models.CharField(max_length=2, default="id")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft {self.pk}"


class DayBase(models.Model):
    """What to subtract from the number sequence on a day, in the city's zone."""

    day = models.DateField(primary_key=True)
    base = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.day}: {self.base}"
