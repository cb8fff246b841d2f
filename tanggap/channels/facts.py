"""What a reply may tell, gathered when it is sent: codes of the journal turned into names and words."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.utils.dateparse import parse_datetime

from tanggap.agencies.models import Agency
from tanggap.carriers.models import Delivery
from tanggap.channels import conversations, reporting, threads
from tanggap.channels.conversations import Place
from tanggap.journal.models import Event
from tanggap.reports.models import RefusalReason, Report, Statement, Status


@dataclass(frozen=True)
class Facts:
    """A reply's event, the report whose reporter is answered, and the report that the event happened to.

    The two differ where a report was merged: its reporter is told of the end of the one it joined.
    """

    event: Event
    report: Report
    about: Report

    @property
    def joined(self) -> bool:
        return self.report.pk != self.about.pk

    @property
    def url(self) -> str:
        """The tracking page, without link or PIN: a letter may be read by others."""
        prefix = "/en" if self.report.language == "en" else ""
        return f"{settings.SITE}{prefix}/lacak/{self.report.number}"

    @cached_property
    def holder(self) -> Agency:
        """Who held the report with this event."""
        return Agency.objects.get(pk=self.event.data.get("holder", self.about.holder_id))

    @cached_property
    def words(self) -> str:
        """What the officer wrote with it; nothing of a confidential case, and nothing that was hidden since."""
        if self.report.confidential or self.about.confidential or self.joined:
            return ""
        said = Statement.objects.filter(report=self.about, seq=self.event.seq, hidden=False, redacted_at=None).first()
        return said.text if said is not None and not said.by_reporter else ""

    @cached_property
    def refusal(self) -> RefusalReason | None:
        return RefusalReason.objects.filter(code=self.event.data.get("refusal", "")).first()

    @property
    def until(self) -> datetime | None:
        """The later date that was approved."""
        return parse_datetime(str(self.event.data.get("until", "")))

    @property
    def status(self) -> Status:
        """Where the event brought the report that it happened to."""
        return Status(self.event.data.get("now", self.about.status))

    @property
    def thread(self) -> Place:
        """Where the report came from on its channel: the thread, and the message to answer. Empty for a form."""
        conversation = conversations.of_report(self.report)
        return conversations.place_of(conversation) if conversation else Place()

    @property
    def token(self) -> str:
        """What an answer of the reporter brings back to us (``Heard.token``)."""
        return threads.token(self.report.number)

    @property
    def pin(self) -> str:
        """The PIN, for words that the reporter alone will read; empty where the report came by a form."""
        return reporting.pin_of(self.report)

    @property
    def parent_number(self) -> str:
        """The report that this one joined."""
        return str(self.event.data.get("parent", self.about.number))


def gather(delivery: Delivery) -> Facts:
    """Read what a delivery to a reporter is about."""
    event = Event.objects.get(pk=delivery.event_id)
    rows = Report.objects.select_related("category", "area", "channel", "holder")
    report = rows.get(pk=delivery.recipient.removeprefix("reporter:"))
    happened_to = int(event.stream.removeprefix("report:"))
    return Facts(event, report, report if happened_to == report.pk else rows.get(pk=happened_to))
