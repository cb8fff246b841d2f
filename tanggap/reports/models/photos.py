"""Photos of reports and proofs. The original is never served; copies carry no EXIF."""

from __future__ import annotations

from django.db import models

from tanggap.agencies.models import Seat
from tanggap.reports.models.report import Draft, Report


def _band(place: int) -> models.GeneratedField:
    """16 of the 64 bits, for finding near hashes by index (see ``evidence``)."""
    return models.GeneratedField(
        expression=models.F("phash").bitrightshift(16 * place).bitand(0xFFFF),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )


class Photo(models.Model):
    """One picture, of a draft until it is filed."""

    class Purpose(models.TextChoices):
        REPORT = "report", "sebelum"
        PROOF = "proof", "sesudah"
        REPLY = "reply", "susulan"

    class Origin(models.TextChoices):
        APP = "app", "diambil lewat aplikasi"
        UPLOAD = "upload", "unggahan"

    token = models.CharField(max_length=32, unique=True, help_text="128 random bits; names it in URLs")
    draft = models.ForeignKey(Draft, null=True, blank=True, on_delete=models.SET_NULL, related_name="photos")
    report = models.ForeignKey(Report, null=True, blank=True, on_delete=models.CASCADE, related_name="photos")
    round = models.PositiveSmallIntegerField(default=1)
    purpose = models.CharField(max_length=6, choices=Purpose, default=Purpose.REPORT)
    origin = models.CharField(max_length=6, choices=Origin, default=Origin.UPLOAD)
    original = models.CharField(max_length=200, help_text="name in storage")
    sha256 = models.CharField(max_length=64, db_index=True)
    phash = models.BigIntegerField(null=True, blank=True, help_text="64-bit perceptual hash, signed")
    band_0 = _band(0)
    band_1 = _band(1)
    band_2 = _band(2)
    band_3 = _band(3)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    taken_at = models.DateTimeField(null=True, blank=True, help_text="as EXIF claims")
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    distance_m = models.FloatField(null=True, blank=True, help_text="from the proof's place to the report's pin")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    copies_ready = models.BooleanField(default=False)
    hidden = models.BooleanField(default=False)
    checked_at = models.DateTimeField(null=True, blank=True, help_text="the proof check passed")
    reused_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=[band], condition=models.Q(purpose="proof"), name=f"proof_{band}")
            for band in ("band_0", "band_1", "band_2", "band_3")
        ]

    def __str__(self) -> str:
        return self.token
