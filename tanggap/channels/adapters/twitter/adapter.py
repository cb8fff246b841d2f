"""X (@DKIJakarta): mentions, replies and direct messages, by webhook and by asking; see docs/channels/x.md."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tanggap.accounts import vault
from tanggap.carriers import environment as env
from tanggap.carriers import x
from tanggap.carriers.letters import Letter, message_id
from tanggap.carriers.models import Delivery
from tanggap.channels.adapters import signatures, texts
from tanggap.channels.adapters.twitter import directs, posts
from tanggap.channels.adapters.twitter.weights import MOST_DIRECT, fit
from tanggap.channels.facts import Facts
from tanggap.channels.heard import Answer, Call, Heard, Said

CODE = "twitter"
CARRIERS: tuple[str, ...] = ("x", "x-direct")
FOLDER = Path(__file__).parent

SIGNATURE = "x-twitter-webhooks-signature"
CRC_TOKEN = re.compile(r"[\w\-+/=.]{1,200}", re.ASCII)
"""Nothing that could be an event: the answer is a signature with the key that signs events."""

FIRST_LOOK = timedelta(hours=1)
MOST_PAGES = 8
"""X shows the last 800 mentions, 100 on a page."""


def settings() -> dict[str, bool]:
    """The keys of the city's account and of its app."""
    return env.there(
        "TANGGAP_X_ACCOUNT",
        "TANGGAP_X_CONSUMER_KEY",
        "TANGGAP_X_CONSUMER_SECRET",
        "TANGGAP_X_ACCESS_TOKEN",
        "TANGGAP_X_ACCESS_SECRET",
    )


def challenge(call: Call) -> Answer | None:
    """The challenge-response check: proves that we hold the consumer secret."""
    token = call.query.get("crc_token", "") if call.method == "GET" else ""
    if not CRC_TOKEN.fullmatch(token):
        return None
    told = {"response_token": _signature(token.encode())}
    return Answer(200, json.dumps(told), "application/json")


def signed(call: Call) -> bool:
    """Whether X signed the body with the consumer secret."""
    return call.method == "POST" and signatures.same(call.headers.get(SIGNATURE, ""), _signature(call.raw))


def external_id(call: Call) -> str:
    """X gives its envelopes no id; what is in them has one."""
    return ""


def read(raw: bytes, content_type: str, meta: dict[str, Any]) -> list[Heard]:
    """Posts and direct messages of an envelope, or of a page of mentions."""
    told = json.loads(raw)
    account = env.text("TANGGAP_X_ACCOUNT")
    if meta.get("part") == "poll":
        return posts.heard_in_page(told, account)
    if told.get("for_user_id") != account:
        return []
    people = told.get("users", {})
    return [
        *(posts.heard(post, account) for post in told.get("tweet_create_events", [])),
        *(directs.heard(message, account, people) for message in told.get("direct_message_events", [])),
    ]


def poll(at: datetime) -> int:
    """Mentions since the last one seen, for what the webhook missed. Raises Later when X limits us."""
    # Both know the registry, which knows this module.
    from tanggap.channels import intake, polling

    since = polling.bookmark(CODE, "since_id")
    query = posts.QUERY | ({"since_id": since} if since else {"start_time": f"{at - FIRST_LOOK:%Y-%m-%dT%H:%M:%SZ}"})
    newest, taken = since, 0
    for _ in range(MOST_PAGES):
        page = x.ask(f"/2/users/{env.text('TANGGAP_X_ACCOUNT')}/mentions", query)
        shown = page.get("meta", {})
        if shown.get("newest_id"):
            name = f"mentions:{shown['newest_id']}:{shown.get('oldest_id', '')}"
            newest = max(newest, str(shown["newest_id"]), key=lambda text: int(text or 0))
            raw = json.dumps(page).encode()
            taken += (
                intake.take(CODE, name, raw, content_type="application/json", meta={"part": "poll"}, at=at) is not None
            )
        if not shown.get("next_token"):
            break
        query = query | {"pagination_token": str(shown["next_token"])}
    # Only now: a page that could not be had is asked for again.
    if newest != since:
        polling.note(CODE, "since_id", newest, at=at)
    return taken


def write(delivery: Delivery, facts: Facts) -> Letter | None:
    """The public reply says the number and no more; everything else goes by direct message."""
    language = facts.report.language
    if delivery.carrier == "x":
        if not facts.thread.thread.startswith(posts.THREAD) or not texts.has(FOLDER, f"public_{delivery.kind}"):
            return None
        words = texts.public(FOLDER, delivery.kind, language=language, facts=facts)
        return _public(delivery, words, facts.thread.answers, language)
    contact = vault.contact_of(facts.report.pk)
    to = contact.handle if contact else ""
    return _direct(delivery, texts.direct(FOLDER, delivery.kind, facts), to, language)


def say(delivery: Delivery, said: Said) -> Letter | None:
    """A warning is said where everybody reads; other words to a public post go by direct message, and we say so."""
    if delivery.carrier == "x-direct":
        return _direct(delivery, said.words, said.to.handle, said.language)
    if not said.thread.startswith(posts.THREAD):
        return None
    urgent = said.kind == "emergency"
    words = said.words if urgent else texts.public(FOLDER, "answer", language=said.language)
    return _public(delivery, words, said.answers, said.language)


def _public(delivery: Delivery, words: str, answers: str, language: str) -> Letter:
    post = answers.removeprefix(posts.MARK)
    return Letter(to="", text=fit(words), id=message_id(delivery), language=language, extra={"answers": post})


def _direct(delivery: Delivery, words: str, handle: str, language: str) -> Letter | None:
    to = handle.removeprefix(f"{CODE}:")
    if not to or to == handle:
        return None
    return Letter(to=to, text=texts.fit(words, MOST_DIRECT), id=message_id(delivery), language=language)


def _signature(raw: bytes) -> str:
    return "sha256=" + signatures.base64_sha256(env.text("TANGGAP_X_CONSUMER_SECRET"), raw)
