"""What the city pack says: categories, questions, routes, promises, channels, reasons. Data, never migrations."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language

from tanggap.agencies.models import Agency
from tanggap.areas.models import Area


class Named(models.Model):
    """Something with a name in both languages."""

    code = models.CharField(max_length=60, unique=True)
    name_id = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_id


class CategoryGroup(Named):
    """At most eight, so that a citizen finds the category by tapping twice."""

    icon = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]


class Category(Named):
    """A kind of complaint. ``active`` false keeps old reports readable when a category is withdrawn."""

    group = models.ForeignKey(CategoryGroup, on_delete=models.PROTECT, related_name="categories")
    hint_id = models.CharField(max_length=200, blank=True)
    hint_en = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True, help_text="words people use for it, separated by commas; for suggestions")
    emergency = models.CharField(max_length=8, blank=True, help_text="number to call; such a category never files")
    refer_to = models.CharField(max_length=120, blank=True, help_text="not the city's matter: who is")
    validated = models.BooleanField(default=False, help_text="a validator checks the follow-up before Selesai")
    verify_first = models.BooleanField(default=False, help_text="a field check comes before handling")
    confidential = models.BooleanField(default=False, help_text="Inspektorat's cases: seen by it alone")
    active = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["group__order", "order"]
        verbose_name_plural = "categories"

    @property
    def hint(self) -> str:
        """What falls under it, in the reader's language."""
        return self.hint_en if get_language() == "en" else self.hint_id


class Question(models.Model):
    """A question asked for a category. A changed wording is a new version; answers keep the version they were given."""

    class Kind(models.TextChoices):
        TEXT = "text"
        CHOICE = "choice"
        YES_NO = "yes_no"
        NUMBER = "number"

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="questions")
    code = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=8, choices=Kind)
    text_id = models.CharField(max_length=200)
    text_en = models.CharField(max_length=200)
    choices = models.JSONField(default=list, help_text='[{"code", "id", "en"}]')
    required = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["order", "code"]
        constraints = [models.UniqueConstraint(fields=["category", "code", "version"], name="one_question_version")]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"

    @property
    def text(self) -> str:
        """The question in the reader's language."""
        return self.text_en if get_language() == "en" else self.text_id


class Route(models.Model):
    """Who takes a category in an area: the unit of ``family`` that covers the point most exactly. Dated data."""

    code = models.CharField(max_length=80, unique=True)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="routes")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, help_text="empty: everywhere")
    family = models.CharField(max_length=40, help_text="kelurahan, or a family of agencies such as sda")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.code


class Promise(models.Model):
    """A promised time (SLA). The most exact row that is in force wins; a running report keeps the one it was given."""

    class Kind(models.TextChoices):
        COORDINATION = "coordination", "koordinasi"
        RESOLUTION = "resolution", "penyelesaian"

    class Calendar(models.TextChoices):
        CALENDAR = "calendar", "waktu kalender"
        WORKING = "working", "jam kerja"

    code = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    channel = models.ForeignKey("Channel", null=True, blank=True, on_delete=models.CASCADE)
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.CASCADE)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.CASCADE)
    hours = models.DecimalField(max_digits=7, decimal_places=2, help_text="hours; one working day counts its own hours")
    calendar = models.CharField(max_length=8, choices=Calendar, default=Calendar.CALENDAR)
    basis = models.CharField(max_length=160, blank=True, help_text="the regulation it rests on")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.code


class Channel(Named):
    """A way in. The set changes over the years, so each row has its dates."""

    class Kind(models.TextChoices):
        APP = "app"
        PARTNER = "partner"
        SOCIAL = "social"
        MAIL = "mail"
        WEB = "web"
        SMS = "sms"
        COUNTER = "counter"
        PAPER = "paper"

    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    confidential = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["number"]


class RefusalReason(Named):
    """Why a report may be refused, and to whom its reporter is sent instead."""

    advice_id = models.CharField(max_length=300)
    advice_en = models.CharField(max_length=300)
    order = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["order"]

    @property
    def advice(self) -> str:
        """What the reporter can do now, in the reader's language."""
        return self.advice_en if get_language() == "en" else self.advice_id


class EmergencyWord(models.Model):
    """A word that makes the form show whom to call. It never blocks: "bukan darurat, lanjutkan" stays open."""

    word = models.CharField(max_length=60, unique=True)
    number = models.CharField(max_length=20)
    name_id = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word


class Synonym(models.Model):
    """How people spell a word, and the word that the catalogue knows: "jln" means "jalan"."""

    word = models.CharField(max_length=60, unique=True)
    means = models.CharField(max_length=60, blank=True, help_text="empty: a filler that says nothing")
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word


class CatalogueStamp(models.Model):
    """One row that a load of the pack changes, so that every process sees with one cheap look that it must reload."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the loaded pack and the time of its loading")
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:12]
