"""Whoever came to a desk is answered by the contact they left; who left none has the receipt and is told at the desk.

What goes out is written in the words of the web form's letters. An answer on paper is printed at the desk itself, for
whoever shows number and PIN (``console/counter``).
"""

from tanggap.carriers.letters import Letter
from tanggap.carriers.models import Delivery
from tanggap.channels.adapters.web import adapter as web
from tanggap.channels.facts import Facts

CARRIERS: tuple[str, ...] = ("smtp",)


def write(delivery: Delivery, facts: Facts) -> Letter | None:
    """The letter by e-mail, or None where no address was left."""
    return web.write(delivery, facts)
