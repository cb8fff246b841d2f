"""What was hidden from view, by whom and why. The original is kept."""

from django.db import models

from tanggap.journal.models import Stream


class Hiding(Stream):
    """One hiding of words, a photo or a whole report; ``target`` names it, e.g. ``photo:17``."""

    class Reason(models.TextChoices):
        PERSONAL = "personal", "memuat data pribadi"
        ABUSE = "abuse", "kata kasar"
        GRAPHIC = "graphic", "gambar tidak pantas"
        HOAX = "hoax", "tidak benar"
        ASKED = "asked", "permintaan pelapor"

    target = models.CharField(max_length=64, db_index=True)
    reason = models.CharField(max_length=10, choices=Reason)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.target}: {self.reason}"
