"""The kinds of things that can follow from an event, in the words of the table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from tanggap.channels import replies
from tanggap.journal.models import Event
from tanggap.notifications import followers, telling
from tanggap.notifications.audiences import Audience
from tanggap.reports.models import Report, Status


@dataclass(frozen=True)
class Happening:
    """An event of a report's life, and the moment at which what follows from it is carried out."""

    event: Event
    report: Report
    at: datetime

    @cached_property
    def before(self) -> dict[str, object]:
        """The facts that the journal told last before this event; nothing before the first."""
        earlier = Event.objects.filter(stream=self.event.stream, seq__lt=self.event.seq, data__has_key="holder")
        last = earlier.order_by("-seq").first()
        return last.data if last is not None else {}


Reaction = Callable[[Happening], None]
Condition = Callable[[Happening], bool]


def bell(audience: Audience, kind: str) -> Reaction:
    """Ring the bell of people of the city, and mail those among them who want it."""

    def react(happening: Happening) -> None:
        telling.tell(audience, happening.event, happening.report, kind=kind, at=happening.at)

    return react


def reply(kind: str) -> Reaction:
    """Answer the reporter on the channel of origin."""

    def react(happening: Happening) -> None:
        replies.answer(happening.report, happening.event, kind=kind, at=happening.at)

    return react


def reply_to_joined(kind: str) -> Reaction:
    """Answer the reporters whose reports were merged into this one."""

    def react(happening: Happening) -> None:
        for child in happening.report.merged.select_related("channel").order_by("pk"):
            replies.answer(child, happening.event, kind=kind, at=happening.at)

    return react


def tell_followers(kind: str) -> Reaction:
    """Tell whoever follows the report."""

    def react(happening: Happening) -> None:
        followers.tell_followers(happening.event, happening.report, kind=kind, at=happening.at)

    return react


def when(condition: Condition, *reactions: Reaction) -> Reaction:
    """These follow only under a condition that the journal can answer."""

    def react(happening: Happening) -> None:
        if condition(happening):
            for reaction in reactions:
                reaction(happening)

    return react


def moved(happening: Happening) -> bool:
    """The report stands with another agency than before the event."""
    return bool(happening.event.data.get("holder") != happening.before.get("holder"))


def set_to_work(happening: Happening) -> bool:
    """The event itself brought the report to Proses."""
    data = happening.event.data
    return bool(data.get("now") == Status.IN_PROGRESS and data.get("was") != Status.IN_PROGRESS)


def done(happening: Happening) -> bool:
    """The event ended the work: Selesai, without a validator in between."""
    return bool(happening.event.data.get("now") == Status.DONE)


def awaits_validation(happening: Happening) -> bool:
    """A validator looks at it next."""
    return bool(happening.event.data.get("now") == Status.VALIDATION)


def step(name: str) -> Condition:
    """This step of an escalation."""

    def is_step(happening: Happening) -> bool:
        return bool(happening.event.data.get("step") == name)

    return is_step
