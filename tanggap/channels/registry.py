"""Which adapter speaks for which channel. A new channel is a folder beside the others and a line here."""

from __future__ import annotations

from typing import Protocol

from tanggap.carriers.letters import Letter
from tanggap.carriers.models import Delivery
from tanggap.channels.adapters.balai_warga import adapter as balai_warga
from tanggap.channels.adapters.desk import adapter as desk
from tanggap.channels.adapters.email import adapter as email
from tanggap.channels.adapters.facebook import adapter as facebook
from tanggap.channels.adapters.jaki import adapter as jaki
from tanggap.channels.adapters.lapor import adapter as lapor
from tanggap.channels.adapters.letter import adapter as letter
from tanggap.channels.adapters.qlue import adapter as qlue
from tanggap.channels.adapters.sms import adapter as sms
from tanggap.channels.adapters.twitter import adapter as twitter
from tanggap.channels.adapters.web import adapter as web
from tanggap.channels.adapters.whatsapp import adapter as whatsapp
from tanggap.channels.facts import Facts
from tanggap.reports.models import Channel


class Adapter(Protocol):
    """What every adapter has: by which carriers it answers, and the letter in its own words.

    What more an adapter can do is asked of its ``capabilities``: each is a function that it has or has not.
    """

    CARRIERS: tuple[str, ...]

    def write(self, delivery: Delivery, facts: Facts) -> Letter | None:
        """The letter for one carrier about one step; None where it has nothing to say there, or no address."""


ADAPTERS: dict[str, Adapter] = {
    "jaki": jaki,
    "whatsapp": whatsapp,
    "qlue": qlue,
    "sms": sms,
    "lapor": lapor,
    "facebook": facebook,
    "twitter": twitter,
    "balai-warga": balai_warga,
    "kelurahan": desk,
    "kecamatan": desk,
    "kantor-wali-kota": desk,
    "balai-kota": desk,
    "inspektorat": desk,
    "surat": letter,
    "email": email,
}

BY_CONTACT: Adapter = web
"""Desks and partners without a voice of their own answer by the contact that was left with them."""


def adapter_of(channel: Channel) -> Adapter:
    """The adapter of a channel row."""
    return named(channel.code)


def named(code: str) -> Adapter:
    """The adapter of a channel's code."""
    return ADAPTERS.get(code, BY_CONTACT)
