"""The one door out to the reporter: the channel of origin answers, also when the report was merged since."""

from datetime import datetime

from procrastinate.contrib.django import app

from tanggap.carriers import delivery
from tanggap.carriers.letters import Letter
from tanggap.carriers.models import Delivery
from tanggap.channels import facts
from tanggap.channels.registry import adapter_of
from tanggap.journal.models import Event
from tanggap.reports.models import Report

REPLY = "channels.reply"


def answer(report: Report, event: Event, *, kind: str, at: datetime) -> None:
    """Order a reply to the reporter, once for an event; nothing where no contact was left.

    Neither the row nor the job says who that is: the vault is asked when the reply is sent.
    """
    if not report.has_contact:
        return
    carrier = adapter_of(report.channel).CARRIER
    if ordered := delivery.order(event, f"reporter:{report.pk}", kind=kind, carrier=carrier, at=at):
        app.configure_task(REPLY).defer(delivery_id=ordered.pk)


def write(ordered: Delivery) -> Letter | None:
    """The reply in the words of its channel, written at the moment of sending."""
    gathered = facts.gather(ordered)
    return adapter_of(gathered.report.channel).write(ordered, gathered)
