"""WhatsApp, Cloud API: messages, places, photos, and what became of ours; see docs/channels/whatsapp.md."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tanggap.accounts import vault
from tanggap.accounts.contact import Contact
from tanggap.carriers import environment as env
from tanggap.carriers import meta as meta_api
from tanggap.carriers import whatsapp
from tanggap.carriers.letters import Letter, message_id
from tanggap.carriers.models import Delivery
from tanggap.channels import conversations
from tanggap.channels.adapters import follow_ups, graph, texts
from tanggap.channels.adapters.media import Source, fetch
from tanggap.channels.facts import Facts
from tanggap.channels.heard import Answer, Attachment, Call, Heard, Kind, Said
from tanggap.channels.models import Message

CODE, PRODUCT = "whatsapp", "WHATSAPP"
CARRIERS: tuple[str, ...] = ("whatsapp",)
FOLDER = Path(__file__).parent
HOSTS = ("lookaside.fbsbx.com",)

MOST = 4096
MOST_IN_TEMPLATE = 500
WINDOW = timedelta(hours=24)
"""Free text is allowed for so long after somebody's last message."""

ARRIVED = {"delivered": True, "read": True, "failed": False}
"""What their statuses mean; ``sent`` is what we know already."""


def settings() -> dict[str, bool]:
    """The keys of the business number and its app. Without them, as delivered, the channel is off."""
    return env.there(
        "TANGGAP_WHATSAPP_NUMBER_ID",
        "TANGGAP_WHATSAPP_TOKEN",
        "TANGGAP_WHATSAPP_APP_SECRET",
        "TANGGAP_WHATSAPP_VERIFY_TOKEN",
    )


def challenge(call: Call) -> Answer | None:
    """Meta's check of a new webhook."""
    return graph.challenge(call, PRODUCT)


def signed(call: Call) -> bool:
    """Whether Meta signed the body."""
    return graph.signed(call, PRODUCT)


def external_id(call: Call) -> str:
    """Meta gives its envelopes no id; what is in them has a ``wamid``."""
    return ""


def read(raw: bytes, content_type: str, meta: dict[str, Any]) -> list[Heard]:
    """Messages and statuses of our own number."""
    found: list[Heard] = []
    for entry in json.loads(raw).get("entry", []):
        for change in entry.get("changes", []):
            value = change.get("value", {})
            number = value.get("metadata", {}).get("phone_number_id")
            if change.get("field") != "messages" or number != env.text("TANGGAP_WHATSAPP_NUMBER_ID"):
                continue
            names = {one.get("wa_id", ""): one.get("profile", {}).get("name", "") for one in value.get("contacts", [])}
            found += [_heard(message, names) for message in value.get("messages", [])]
            found += [_status(status) for status in value.get("statuses", [])]
    return found


def _heard(message: dict[str, Any], names: dict[str, str]) -> Heard:
    kind, sender = message.get("type", ""), str(message.get("from", ""))
    if kind not in WORDS_OF or not sender:
        return Heard(external_id=message["id"], kind=Kind.IGNORE)
    place = message.get("location", {})
    handle, words = f"{CODE}:{sender}", WORDS_OF[kind](message.get(kind, {}))
    answers = str(message.get("context", {}).get("id", ""))
    stamp = str(message.get("timestamp", ""))
    return Heard(
        external_id=message["id"],
        author=Contact(name=names.get(sender, ""), phone=f"+{sender}", handle=handle),
        proven=("phone", "handle"),
        words=words,
        photos=(_photo(message["image"]),) if kind == "image" else (),
        sent_at=datetime.fromtimestamp(int(stamp), UTC) if stamp.isdecimal() else None,
        thread=sender,
        # Whoever writes twice may mean two things.
        joins=False,
        references=(answers,) if answers else (),
        number=follow_ups.number_for(handle, words),
        verb=follow_ups.verb_in(words),
        kind=follow_ups.kind_of(words),
        lat=place.get("latitude"),
        lon=place.get("longitude"),
        landmark=str(place.get("name", ""))[:120],
        carrier=CODE,
    )


def _place_in_words(place: dict[str, Any]) -> str:
    return ", ".join(filter(None, [str(place.get("name", "")), str(place.get("address", ""))])) or "Lokasi"


WORDS_OF: dict[str, Callable[[dict[str, Any]], str]] = {
    "text": lambda told: str(told.get("body", "")),
    "image": lambda told: str(told.get("caption", "")),
    "location": _place_in_words,
    "button": lambda told: str(told.get("text", "")),
    "interactive": lambda told: str((told.get("button_reply") or told.get("list_reply") or {}).get("title", "")),
}
"""Kinds of messages that say something; stickers, reactions, voices and contacts do not."""


def _photo(image: dict[str, Any]) -> Attachment:
    """A photo by its id: its address holds for five minutes and opens with our token."""
    url = str(whatsapp.ask(str(image["id"])).get("url", ""))
    headers = {"Authorization": f"Bearer {whatsapp.token()}"}
    return fetch(url, Source(HOSTS, meta_api.api(PRODUCT)), headers=headers)


def _status(status: dict[str, Any]) -> Heard:
    what = status.get("status", "")
    own_id = f"{status['id']}:{what}"
    if what not in ARRIVED:
        return Heard(external_id=own_id, kind=Kind.IGNORE)
    ours = str(status.get("biz_opaque_callback_data", ""))
    errors = status.get("errors") or [{}]
    return Heard(
        external_id=own_id,
        kind=Kind.DELIVERY,
        receipt=f"delivery:{ours}" if ours.isdecimal() else str(status["id"]),
        carrier=CODE,
        arrived=ARRIVED[what],
        code="" if ARRIVED[what] else f"whatsapp {errors[0].get('code', '')}",
    )


def write(delivery: Delivery, facts: Facts) -> Letter | None:
    """The reply, as free text or as the template, which the carrier decides when it is sent."""
    contact = vault.contact_of(facts.report.pk)
    if contact is None:
        return None
    words = texts.direct(FOLDER, delivery.kind, facts)
    return _letter(delivery, words, contact, facts.report.language, number=facts.report.number)


def say(delivery: Delivery, said: Said) -> Letter | None:
    """Words outside a report's steps."""
    return _letter(delivery, said.words, said.to, said.language, number=said.number or "Tanggap")


def _letter(delivery: Delivery, words: str, to: Contact, language: str, *, number: str) -> Letter | None:
    if not to.handle.startswith(f"{CODE}:"):
        return None
    last = Message.objects.filter(channel=CODE, conversation__author=conversations.author_mark(to))
    heard_at = last.exclude(inbound=None).order_by("-at").values_list("at", flat=True).first()
    # Their templates allow no line breaks in a value.
    brief = texts.fit(" ".join(words.split()), MOST_IN_TEMPLATE)
    extra = {"delivery": str(delivery.pk), "brief": brief}
    if heard_at is not None:
        extra["free_until"] = (heard_at + WINDOW).isoformat()
    phone = to.handle.removeprefix(f"{CODE}:")
    text = texts.fit(words, MOST)
    return Letter(to=phone, text=text, id=message_id(delivery), subject=number, language=language, extra=extra)
