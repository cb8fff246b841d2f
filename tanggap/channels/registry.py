"""Which adapter speaks for which channel. A new channel with a voice of its own is a folder and a line here."""

from typing import Protocol

from tanggap.carriers.letters import Letter
from tanggap.carriers.models import Delivery
from tanggap.channels.adapters.web import adapter as web
from tanggap.channels.facts import Facts
from tanggap.reports.models import Channel


class Adapter(Protocol):
    """How a channel answers: which carrier it goes by, and the letter in its own words."""

    CARRIER: str

    def write(self, delivery: Delivery, facts: Facts) -> Letter | None:
        """The letter, or None where the reporter cannot be reached."""


ADAPTERS: dict[str, Adapter] = {
    "jaki": web,
    "balai-warga": web,
    "email": web,
}

BY_CONTACT: Adapter = web
"""Desks and partners without a voice of their own answer by the contact that was left with them."""


def adapter_of(channel: Channel) -> Adapter:
    """The adapter of a channel row."""
    return ADAPTERS.get(channel.code, BY_CONTACT)
