"""Agencies of the city and the seats that people hold in them."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language

from tanggap.accounts.models import User
from tanggap.areas.models import Area


class Agency(models.Model):
    """An OPD, one of its units, a kelurahan or a BUMD: what may hold a report."""

    class Kind(models.TextChoices):
        BIRO = "biro", "Biro"
        INSPEKTORAT = "inspektorat", "Inspektorat"
        DINAS = "dinas", "Dinas"
        SUDIN = "sudin", "Suku Dinas"
        UPT = "upt", "UPT"
        SATPOL = "satpol", "Satpol PP"
        BP = "bp", "Badan Pembinaan"
        BUMD = "bumd", "BUMD"
        KOTA = "kota", "Kota/Kabupaten Administrasi"
        KECAMATAN = "kecamatan", "Kecamatan"
        KELURAHAN = "kelurahan", "Kelurahan"

    code = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    family = models.CharField(max_length=40, db_index=True, help_text="units of one service share it, e.g. sda")
    name_id = models.CharField(max_length=140)
    name_en = models.CharField(max_length=140)
    short = models.CharField(max_length=60)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="units")
    path = models.CharField(max_length=255, unique=True, help_text="codes from the top, each followed by a slash")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, help_text="empty: the whole city")
    email = models.EmailField(blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["path"]
        verbose_name_plural = "agencies"
        indexes = [models.Index(fields=["path"], name="agency_subtree", opclasses=["varchar_pattern_ops"])]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The full name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_id


class Seat(models.Model):
    """A person in a role at an agency, for a time. Work is held by agencies and assigned to seats."""

    class Role(models.TextChoices):
        OFFICER = "officer", "Petugas"
        CREW = "crew", "Petugas lapangan"
        DESK = "desk", "Meja Biro Pemerintahan"
        VALIDATOR = "validator", "Validator"
        SUPERVISOR = "supervisor", "Atasan"
        IDENTITY = "identity", "Pemegang akses identitas"
        ADMIN = "admin", "Administrator"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="seats")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(max_length=12, choices=Role)
    title = models.CharField(max_length=80, help_text="as the unit says it, e.g. PPSU Tim A")
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    wants_email = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "agency", "role"], condition=models.Q(until=None), name="one_open_seat_per_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.agency.short}"
