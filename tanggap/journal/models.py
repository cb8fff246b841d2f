"""The append-only journal: what happened, in hash chains per stream, sealed every minute.

The database refuses UPDATE, DELETE and TRUNCATE on both tables (migration 0002).
"""

from django.db import models
from django.db.models.expressions import RawSQL


class Stream(models.Model):
    """A row whose life the journal tells; the head of its chain stands on the row that a change locks anyway."""

    journal_seq = models.PositiveIntegerField(default=0, editable=False)
    journal_head = models.CharField(max_length=64, default="", editable=False)

    JOURNAL_FIELDS = ("journal_seq", "journal_head")

    class Meta:
        abstract = True

    @property
    def stream(self) -> str:
        """The name of this row's chain, for example ``report:17``."""
        return f"{self._meta.model_name}:{self.pk}"


class Event(models.Model):
    """One thing that happened. ``actor`` is opaque here: the journal knows no accounts."""

    id = models.BigAutoField(primary_key=True)
    stream = models.CharField(max_length=64)
    seq = models.PositiveIntegerField()
    verb = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    actor = models.CharField(max_length=64)
    at = models.DateTimeField()
    data = models.JSONField(default=dict)
    prev = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    tx = models.BigIntegerField(db_default=RawSQL("(pg_current_xact_id()::text::bigint)", ()))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="journal_one_chain_per_stream")]
        indexes = [models.Index(fields=["tx", "id"], name="journal_feed_order")]

    def __str__(self) -> str:
        return f"{self.stream}#{self.seq} {self.verb}"


class Seal(models.Model):
    """A Merkle root over the events committed since the last seal, chained to it."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    first_tx = models.BigIntegerField()
    first_id = models.BigIntegerField()
    last_tx = models.BigIntegerField()
    last_id = models.BigIntegerField()
    count = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    prev = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["last_tx", "last_id"])]

    def __str__(self) -> str:
        return f"seal {self.pk}: {self.count} events"
