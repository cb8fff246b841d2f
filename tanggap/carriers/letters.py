"""A letter on its way: the words, the address, and the id by which a receiver knows it again."""

import hashlib
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string

from tanggap.carriers.models import Delivery


@dataclass(frozen=True)
class Letter:
    """What a carrier needs. Address and words never show themselves in a log or a traceback."""

    to: str = field(repr=False)
    text: str = field(repr=False)
    id: str
    subject: str = field(default="", repr=False)
    html: str = field(default="", repr=False)
    thread: str = ""
    language: str = "id"
    extra: dict[str, str] = field(default_factory=dict, repr=False)
    """What one carrier alone needs: the message that is answered, an address to write back to."""


def message_id(delivery: Delivery) -> str:
    """The Message-ID: the same whenever this delivery is tried again, so that a receiver can drop a repetition."""
    parts = f"{delivery.event_id}|{delivery.recipient}|{delivery.carrier}"
    mark = hashlib.sha256(parts.encode()).hexdigest()[:16]
    return f"<{delivery.event_id}.{mark}@{host()}>"


def thread_id(number: str) -> str:
    """What all letters about one report refer to, so that a mailbox shows them as one conversation."""
    return f"<{number.lower()}@{host()}>"


def host() -> str:
    return urlsplit(settings.SITE).hostname or "localhost"


def compose(delivery: Delivery, text: str, *, to: str, number: str, url: str, button: str, language: str) -> Letter:
    """A letter of a written text, whose first line is the subject; the HTML says the same with a button."""
    subject, _, body = text.strip().partition("\n")
    html = render_to_string(
        "carriers/letter.html",
        {
            "subject": subject,
            "paragraphs": [part for part in body.strip().split("\n\n") if part.strip() != url],
            "url": url,
            "button": button,
            "language": language,
        },
    )
    return Letter(
        to=to,
        subject=subject.strip(),
        text=body.strip() + "\n",
        html=html,
        id=message_id(delivery),
        thread=thread_id(number),
        language=language,
    )
