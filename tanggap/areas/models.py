"""The city's administrative areas: kota/kabupaten, kecamatan, kelurahan."""

from django.db import models


class Area(models.Model):
    """One administrative area with its Kemendagri code (Kepmendagri 300.2.2-2138/2025)."""

    class Level(models.TextChoices):
        KOTA = "kota", "kota/kabupaten administrasi"
        KECAMATAN = "kecamatan", "kecamatan"
        KELURAHAN = "kelurahan", "kelurahan"

    code = models.CharField(max_length=16, unique=True)
    level = models.CharField(max_length=10, choices=Level)
    name = models.CharField(max_length=80)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    lat = models.FloatField(help_text="degrees north, WGS 84, of a point inside")
    lon = models.FloatField(help_text="degrees east, WGS 84, of a point inside")
    area_km2 = models.FloatField(default=0)
    postcode = models.CharField(max_length=8, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["level", "name"])]

    def __str__(self) -> str:
        return self.name

    @property
    def short(self) -> str:
        """The name as people say it: "Jakarta Pusat" for "Kota Administrasi Jakarta Pusat"."""
        for title in ("Kota Administrasi ", "Kabupaten Administrasi "):
            if self.name.startswith(title):
                return self.name.removeprefix(title)
        return self.name


class Landmark(models.Model):
    """A name that people give instead of a kelurahan's own, or a kelurahan's own that is also an everyday word."""

    class Kind(models.TextChoices):
        ALIAS = "alias", "another name of the kelurahan"
        COMMON = "common", "the kelurahan's own name, which counts only after the word kelurahan"
        LANDMARK = "landmark", "a place that everybody knows"
        STREET = "street", "a street that lies in one kelurahan"

    name = models.CharField(max_length=80, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="landmarks", help_text="the kelurahan")
    kind = models.CharField(max_length=8, choices=Kind)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
