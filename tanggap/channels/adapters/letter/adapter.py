"""A letter is answered by a letter: end, question and later date on paper, every step by e-mail if there is one.

The sheet is drawn when it is printed (``channels/printing.py``), addressed to the letter's number in the register.
"""

from django.utils import translation

from tanggap.carriers.letters import Letter, message_id, thread_id
from tanggap.carriers.models import Delivery
from tanggap.channels.adapters.web import adapter as web
from tanggap.channels.facts import Facts
from tanggap.channels.papers import CARRIER, addressed

CARRIERS: tuple[str, ...] = ("smtp", CARRIER)
ON_PAPER = frozenset({"done", "refused", "question", "later_date", "joined_ended"})
"""The steps worth a stamp; the others stand in the answer's list of steps."""


def write(delivery: Delivery, facts: Facts) -> Letter | None:
    """By e-mail what every form's reporter gets; on paper the steps in ``ON_PAPER``."""
    if delivery.carrier != CARRIER:
        return web.write(delivery, facts)
    if delivery.kind not in ON_PAPER:
        return None
    report = facts.report
    with translation.override(report.language):
        return Letter(
            to=addressed(report),
            text=web.text(delivery.kind, facts),
            id=message_id(delivery),
            thread=thread_id(report.number),
            language=report.language,
        )
