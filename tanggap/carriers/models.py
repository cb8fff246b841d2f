"""What has to be carried to whom, once for each event, recipient and carrier."""

from django.db import models
from django.utils import timezone


class Delivery(models.Model):
    """One letter to one recipient. ``recipient`` is a code ("reporter:17", "user:7"), never an address."""

    class State(models.TextChoices):
        WAITING = "waiting", "menunggu"
        SENDING = "sending", "sedang dikirim"
        UNCLEAR = "unclear", "tidak jelas"
        SENT = "sent", "terkirim"
        ARRIVED = "arrived", "sampai"
        NOWHERE = "nowhere", "tanpa alamat"
        REFUSED = "refused", "ditolak penerima"
        GIVEN_UP = "given_up", "gagal"

    event_id = models.BigIntegerField()
    recipient = models.CharField(max_length=64)
    carrier = models.CharField(max_length=12)
    kind = models.CharField(max_length=24, help_text="what is said, e.g. receipt")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=60, blank=True, help_text="the last one's code, never its text")
    receipt = models.CharField(max_length=64, blank=True, db_default="", help_text="digest of the carrier's own id")
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["event_id", "recipient", "carrier"], name="each_recipient_once_per_event")
        ]
        indexes = [
            models.Index(fields=["carrier", "receipt"], condition=~models.Q(receipt=""), name="delivery_by_receipt")
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient} by {self.carrier}"
