"""Balai Warga takes reports by its own form (``web/balai_warga``) and answers by e-mail, as every form does."""

from tanggap.carriers.letters import Letter
from tanggap.carriers.models import Delivery
from tanggap.channels.adapters.web import adapter as web
from tanggap.channels.facts import Facts

CARRIERS: tuple[str, ...] = ("smtp",)


def write(delivery: Delivery, facts: Facts) -> Letter | None:
    """The letter by e-mail, or None where no address was left."""
    return web.write(delivery, facts)
