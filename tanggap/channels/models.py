"""What came in, word by word and sealed; what it belongs to; and who is who over all channels.

Ids and addresses of other systems stand here as keyed digests (``marks``): a copy of the tables links nobody to a
report. What people wrote, and the raw event, are encrypted and have an end.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tanggap.areas.models import Area
from tanggap.journal.models import Stream
from tanggap.reports.models import Category, Report


class Inbound(models.Model):
    """One raw event from outside, stored before anybody reads it, once for each channel and external id."""

    class State(models.TextChoices):
        NEW = "new", "belum dibaca"
        READ = "read", "terbaca"
        CONVERSATION = "conversation", "percakapan"
        IGNORED = "ignored", "diabaikan"
        FAILED = "failed", "gagal"

    channel = models.CharField(max_length=60)
    external_id = models.CharField(max_length=64, help_text="keyed digest of the other side's id")
    sealed = models.BinaryField(null=True, help_text="the raw bytes, encrypted; gone after their time")
    key_version = models.PositiveSmallIntegerField()
    content_type = models.CharField(max_length=100, blank=True)
    meta = models.JSONField(default=dict, help_text="how it came, never from whom")
    received_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.NEW)
    error = models.CharField(max_length=200, blank=True, help_text="what went wrong, without a word of the message")
    attempts = models.PositiveSmallIntegerField(default=0)
    retained_until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "external_id"], name="each_event_taken_once")]
        indexes = [
            models.Index(fields=["channel", "-received_at"], name="inbound_latest"),
            models.Index(fields=["channel", "state"], condition=Q(state__in=["new", "failed"]), name="inbound_open"),
            models.Index(fields=["retained_until"], condition=Q(sealed__isnull=False), name="inbound_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} event {self.pk}"


class Conversation(Stream):
    """One author in one thread of a channel: waiting for the desk, for an answer, or settled (mostly by a report)."""

    class State(models.TextChoices):
        DESK = "desk", "menunggu meja"
        DIALOGUE = "dialogue", "menunggu jawaban"
        SETTLED = "settled", "selesai"

    class Reason(models.TextChoices):
        UNSURE = "unsure", "Belum jelas apakah ini laporan"
        STRANGER = "stranger", "Menyebut laporan, tetapi bukan dari pelapornya"
        ENDED = "ended", "Menulis pada laporan yang sudah selesai"
        FLOOD = "flood", "Terlalu banyak pesan dari satu pengirim"

    channel = models.CharField(max_length=60)
    thread = models.CharField(max_length=64, help_text="keyed digest of the channel's own thread")
    author = models.CharField(max_length=64, help_text="keyed digest of who writes in it")
    report = models.ForeignKey(Report, null=True, blank=True, on_delete=models.SET_NULL, related_name="conversations")
    state = models.CharField(max_length=8, choices=State, default=State.SETTLED)
    reason = models.CharField(max_length=8, choices=Reason, blank=True)
    sealed = models.BinaryField(help_text="encrypted JSON: where answers go, and what a dialogue remembers")
    key_version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=2, default="id")
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    emergency = models.CharField(max_length=60, blank=True, help_text="the word that sounded like one")
    urgency = models.CharField(max_length=12, blank=True)
    made_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    lapses_at = models.DateTimeField(null=True, blank=True, help_text="when a dialogue goes on without an answer")

    class Meta:
        indexes = [
            models.Index(fields=["channel", "thread", "-id"], name="conversation_thread"),
            models.Index(fields=["-updated_at"], condition=Q(state="desk"), name="conversation_desk"),
            models.Index(fields=["lapses_at"], condition=Q(state="dialogue"), name="conversation_dialogue"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} conversation {self.pk}"


class Message(models.Model):
    """One message, theirs or ours. Its row is what makes reading an event twice harmless."""

    class Outcome(models.TextChoices):
        FILED = "filed", "jadi laporan"
        ADDED = "added", "ditambahkan"
        CONVERSATION = "talk", "percakapan"
        NOTED = "noted", "dicatat"
        IGNORED = "ignored", "diabaikan"
        OURS = "ours", "dari kami"

    inbound = models.ForeignKey(Inbound, null=True, on_delete=models.CASCADE, related_name="messages")
    channel = models.CharField(max_length=60)
    external_id = models.CharField(max_length=64)
    conversation = models.ForeignKey(Conversation, null=True, on_delete=models.CASCADE, related_name="messages")
    report = models.ForeignKey(Report, null=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.NOTED)
    sealed = models.BinaryField(null=True, help_text="the words, encrypted")
    key_version = models.PositiveSmallIntegerField(default=0)
    photos = models.PositiveSmallIntegerField(default=0)
    left_out = models.PositiveSmallIntegerField(default=0, help_text="attachments that were no photos")
    event_seq = models.PositiveIntegerField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["channel", "external_id"], name="each_message_handled_once")]

    def __str__(self) -> str:
        return f"{self.channel} message {self.pk}"


class Person(Stream):
    """Somebody who writes to the city, over all channels. Holds no report: the vault alone knows which are theirs."""

    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"person {self.pk}"


class Handle(models.Model):
    """An address, a number or a name on a channel by which a person is known."""

    class Kind(models.TextChoices):
        EMAIL = "email"
        PHONE = "phone"
        HANDLE = "handle"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="handles")
    kind = models.CharField(max_length=6, choices=Kind)
    index = models.CharField(max_length=64)
    sealed = models.BinaryField()
    key_version = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True, blank=True, help_text="the channel itself vouched for it")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "index"], name="one_handle_each")]
        indexes = [models.Index(fields=["kind", "index"], name="handle_by_index")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person}"


class PersonMerge(models.Model):
    """Two persons who turned out to be one, until somebody takes it back."""

    kept = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    joined = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    undone_by = models.CharField(max_length=64, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["joined"], condition=Q(undone_at=None), name="one_open_merge_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.joined} into {self.kept}"


class Tally(models.Model):
    """How often something happened on a channel on a day that leaves no event behind: a forged signature."""

    channel = models.CharField(max_length=60)
    what = models.CharField(max_length=24)
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [models.UniqueConstraint(fields=["channel", "what", "day"], name="one_tally_a_day")]

    def __str__(self) -> str:
        return f"{self.channel} {self.what} {self.day}: {self.count}"


class Bookmark(models.Model):
    """How far a channel that is read by asking has been read (``since_id``, an IMAP UID), and when it was asked."""

    channel = models.CharField(max_length=60)
    name = models.CharField(max_length=40)
    value = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "name"], name="one_bookmark_each")]

    def __str__(self) -> str:
        return f"{self.channel} {self.name}"


class PaperLetter(models.Model):
    """A letter that came on paper. The scan names its sender: it is sealed, and opened as an identity is."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="paper_letter")
    agenda_number = models.CharField(
        max_length=40, help_text="of the mail room's register; answers are addressed by it"
    )
    written_on = models.DateField(null=True, blank=True)
    scan = models.CharField(max_length=200, blank=True, help_text="name in storage, encrypted")
    scan_type = models.CharField(max_length=40, blank=True)
    key_version = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agenda_number"], name="letter_by_agenda")]

    def __str__(self) -> str:
        return self.agenda_number
