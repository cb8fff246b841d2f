"""WhatsApp, Cloud API: free text within 24 hours of the person's last message, the agreed template after that."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from tanggap.carriers import environment as env
from tanggap.carriers import meta
from tanggap.carriers.letters import Letter

PRODUCT = "WHATSAPP"


def send(letter: Letter) -> str:
    """Send a text or the template; the receipt is the ``wamid``. Raises Refused, Later, Unclear."""
    told: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": letter.to,
        "biz_opaque_callback_data": letter.extra["delivery"],
    }
    free_until = letter.extra.get("free_until", "")
    if free_until and timezone.now() < datetime.fromisoformat(free_until):
        told |= {"type": "text", "text": {"body": letter.text, "preview_url": False}}
    else:
        told |= {"type": "template", "template": _template(letter)}
    answered = meta.post(PRODUCT, f"{env.text('TANGGAP_WHATSAPP_NUMBER_ID')}/messages", told, token=token())
    messages = answered.get("messages") or [{}]
    return str(messages[0].get("id", ""))


def _template(letter: Letter) -> dict[str, Any]:
    """One template for all news: ``Ada kabar tentang laporan {{1}}: {{2}}``, agreed with WhatsApp beforehand."""
    words = (letter.subject, letter.extra["brief"])
    return {
        "name": env.text("TANGGAP_WHATSAPP_TEMPLATE", "kabar_laporan"),
        "language": {"code": letter.language},
        "components": [{"type": "body", "parameters": [{"type": "text", "text": word} for word in words]}],
    }


def ask(path: str) -> dict[str, Any]:
    """Read something, for instance where a photo lies. Raises Refused and Later."""
    return meta.ask(PRODUCT, path, {}, token=token())


def token() -> str:
    """The system user's token."""
    return env.text("TANGGAP_WHATSAPP_TOKEN")
