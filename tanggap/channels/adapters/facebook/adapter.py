"""Facebook: comments and posts on the city's page, and Messenger; see docs/channels/facebook.md."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tanggap.accounts import vault
from tanggap.carriers import environment as env
from tanggap.carriers import facebook
from tanggap.carriers.letters import Letter, message_id
from tanggap.carriers.models import Delivery
from tanggap.channels.adapters import graph, texts
from tanggap.channels.adapters.facebook import comments, messenger
from tanggap.channels.facts import Facts
from tanggap.channels.heard import Answer, Call, Heard, Said

CODE, PRODUCT = "facebook", "FACEBOOK"
CARRIERS: tuple[str, ...] = ("facebook", "messenger")
FOLDER = Path(__file__).parent

MOST_PUBLIC = 8000
MOST_DIRECT = 2000
FIRST_LOOK = timedelta(hours=1)
OPENS_BY_COMMENT = frozenset({"receipt", "answer", "status"})
"""Replies that may open Messenger: Meta allows one private message to the author of a comment, within seven days."""


def settings() -> dict[str, bool]:
    """The keys of the city's page and of its app."""
    return env.there(
        "TANGGAP_FACEBOOK_PAGE",
        "TANGGAP_FACEBOOK_PAGE_TOKEN",
        "TANGGAP_FACEBOOK_APP_SECRET",
        "TANGGAP_FACEBOOK_VERIFY_TOKEN",
    )


def challenge(call: Call) -> Answer | None:
    """Meta's check of a new webhook."""
    return graph.challenge(call, PRODUCT)


def signed(call: Call) -> bool:
    """Whether Meta signed the body."""
    return graph.signed(call, PRODUCT)


def external_id(call: Call) -> str:
    """Meta gives its envelopes no id; what is in them has one."""
    return ""


def read(raw: bytes, content_type: str, meta: dict[str, Any]) -> list[Heard]:
    """Comments, posts and messages of an envelope, or of a page of the feed."""
    told = json.loads(raw)
    page = env.text("TANGGAP_FACEBOOK_PAGE")
    if meta.get("part") == "poll":
        return comments.heard_in_feed(told, page)
    if told.get("object") != "page":
        return []
    found: list[Heard] = []
    for entry in told.get("entry", []):
        for change in entry.get("changes", []):
            value = change.get("value", {})
            if change.get("field") == "feed":
                found.append(comments.heard(value, page))
            elif change.get("field") == "messages":
                found += messenger.heard(value, page)
        for event in entry.get("messaging", []):
            found += messenger.heard(event, page)
    return found


def poll(at: datetime) -> int:
    """Posts and comments since the last look, for what the webhook missed. Raises Later when Meta limits us."""
    # Both know the registry, which knows this module.
    from tanggap.channels import intake, polling

    since = polling.bookmark(CODE, "since") or str(int((at - FIRST_LOOK).timestamp()))
    feed = facebook.ask(f"{env.text('TANGGAP_FACEBOOK_PAGE')}/feed", comments.query(since))
    newest = comments.newest(feed)
    if newest <= int(since):
        return 0
    raw, name = json.dumps(feed).encode(), f"feed:{newest}"
    taken = intake.take(CODE, name, raw, content_type="application/json", meta={"part": "poll"}, at=at)
    polling.note(CODE, "since", str(newest), at=at)
    return int(taken is not None)


def write(delivery: Delivery, facts: Facts) -> Letter | None:
    """The public answer says the number and no more; everything else goes by Messenger."""
    language, place = facts.report.language, facts.thread
    if delivery.carrier == "facebook":
        if not place.thread.startswith(comments.THREAD) or not texts.has(FOLDER, f"public_{delivery.kind}"):
            return None
        words = texts.public(FOLDER, delivery.kind, language=language, facts=facts)
        return _public(delivery, words, place.answers, language)
    contact = vault.contact_of(facts.report.pk)
    to, words = contact.handle if contact else "", texts.direct(FOLDER, delivery.kind, facts)
    return _direct(delivery, words, to, language, answers=place.answers)


def say(delivery: Delivery, said: Said) -> Letter | None:
    """A warning is said where everybody reads; other words to a comment go by Messenger, and we say so."""
    if delivery.carrier == "messenger":
        return _direct(delivery, said.words, said.to.handle, said.language, answers=said.answers)
    if not said.thread.startswith(comments.THREAD):
        return None
    urgent = said.kind == "emergency"
    words = said.words if urgent else texts.public(FOLDER, "answer", language=said.language)
    return _public(delivery, words, said.answers, said.language)


def _public(delivery: Delivery, words: str, answers: str, language: str) -> Letter:
    target = answers.partition(":")[2]
    text = texts.fit(words, MOST_PUBLIC)
    return Letter(to="", text=text, id=message_id(delivery), language=language, extra={"answers": target})


def _direct(delivery: Delivery, words: str, handle: str, language: str, *, answers: str) -> Letter | None:
    to = handle.removeprefix(f"{CODE}:")
    if not to or to == handle:
        return None
    kind, _, target = answers.partition(":")
    opens = delivery.kind in OPENS_BY_COMMENT and kind in comments.KINDS
    text = texts.fit(words, MOST_DIRECT)
    return Letter(to=to, text=text, id=message_id(delivery), language=language, extra={kind: target} if opens else {})
