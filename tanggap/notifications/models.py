"""What stands behind somebody's bell, and who follows which report."""

from django.conf import settings
from django.db import models

from tanggap.kit.words import Pair
from tanggap.notifications.sentences import SENTENCES
from tanggap.reports.models import Report


class BellItem(models.Model):
    """One thing told to one person, once for each event."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bell")
    event_id = models.BigIntegerField()
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=24)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "event_id"], name="one_bell_item_per_event")]
        indexes = [
            models.Index(fields=["user", "-made_at", "-id"], name="bell_recent"),
            models.Index(fields=["user"], condition=models.Q(read_at=None), name="bell_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.user_id}"

    @property
    def sentence(self) -> Pair:
        """What is told, in both languages."""
        return SENTENCES[self.kind].format(number=self.report.number)


class Follow(models.Model):
    """A signed-in person who wants to hear of a public report; ``by_email`` beside the bell."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="followers")
    by_email = models.BooleanField(default=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "report"], name="one_follow_each")]

    def __str__(self) -> str:
        return f"{self.user_id} follows {self.report_id}"
