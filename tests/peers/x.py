"""X: signed webhooks with their challenge, mentions with since_id, posts and direct messages, OAuth 1.0a checked."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import re
from typing import Any
from urllib.parse import quote, unquote

import httpx

from tests.peers.server import Asked, NotFound, Peer, Reply

ACCOUNT = "1700000000"
KEYS = {
    "TANGGAP_X_ACCOUNT": ACCOUNT,
    "TANGGAP_X_CONSUMER_KEY": "consumer-key",
    "TANGGAP_X_CONSUMER_SECRET": "consumer-secret",
    "TANGGAP_X_ACCESS_TOKEN": "1700000000-token",
    "TANGGAP_X_ACCESS_SECRET": "access-secret",
}
LONGEST_ANSWER = 10
"""Seconds in which a webhook has to answer."""


class X(Peer):
    """``posts`` and ``directs`` are what the account wrote; ``mentions`` what it would find when it asks."""

    def __init__(self) -> None:
        super().__init__()
        self.posts: list[dict[str, Any]] = []
        self.directs: list[tuple[str, str]] = []
        self.mentions: list[dict[str, Any]] = []
        self.closed: set[str] = set()
        self.ids = itertools.count(1900000000000000001)

    def environment(self) -> dict[str, str]:
        return {**KEYS, "TANGGAP_X_API": self.url}

    def answer(self, asked: Asked) -> Reply:
        if not self._authorized(asked):
            return Reply({"title": "Unauthorized", "status": 401}, 401)
        if asked.path == "/2/tweets":
            return self._post(asked.told)
        if found := re.fullmatch(r"/2/dm_conversations/with/(\d+)/messages", asked.path):
            return self._direct(found[1], asked.told)
        if asked.path == f"/2/users/{ACCOUNT}/mentions":
            return self._page(asked.query)
        raise NotFound

    def _post(self, told: dict[str, Any]) -> Reply:
        if any(post["text"] == told["text"] for post in self.posts):
            detail = "You are not allowed to create a Tweet with duplicate content."
            return Reply({"title": "Forbidden", "detail": detail, "status": 403}, 403)
        post = {**told, "id": str(next(self.ids))}
        self.posts.append(post)
        return Reply({"data": {"id": post["id"], "text": post["text"]}}, 201)

    def _direct(self, to: str, told: dict[str, Any]) -> Reply:
        if to in self.closed:
            return Reply({"title": "Forbidden", "detail": "You cannot send messages to this user.", "status": 403}, 403)
        self.directs.append((to, told["text"]))
        event = {"dm_conversation_id": f"{ACCOUNT}-{to}", "dm_event_id": str(next(self.ids))}
        return Reply({"data": event}, 201)

    def _page(self, query: dict[str, str]) -> Reply:
        since = int(query.get("since_id", 0))
        newer = sorted((one for one in self.mentions if int(one["id"]) > since), key=lambda one: -int(one["id"]))
        start, size = int(query.get("pagination_token", 0)), 2
        shown = newer[start : start + size]
        meta: dict[str, Any] = {"result_count": len(shown)}
        if shown:
            meta |= {"newest_id": shown[0]["id"], "oldest_id": shown[-1]["id"]}
        if start + size < len(newer):
            meta["next_token"] = str(start + size)
        users = [{"id": one["author_id"], "name": "Warga", "username": "warga"} for one in shown]
        return Reply({"data": shown, "includes": {"users": users}, "meta": meta})

    def _authorized(self, asked: Asked) -> bool:
        given = dict(re.findall(r'(\w+)="([^"]*)"', asked.headers.get("authorization", "")))
        mark = unquote(given.pop("oauth_signature", ""))
        signed = {name: unquote(value) for name, value in given.items()} | asked.query
        pairs = sorted((quote(name, safe="-._~"), quote(value, safe="-._~")) for name, value in signed.items())
        text = "&".join(f"{name}={value}" for name, value in pairs)
        parts = (asked.method, self.url + asked.path, text)
        base = "&".join(quote(part, safe="-._~") for part in parts)
        key = f"{KEYS['TANGGAP_X_CONSUMER_SECRET']}&{KEYS['TANGGAP_X_ACCESS_SECRET']}"
        digest = hmac.new(key.encode(), base.encode(), hashlib.sha1).digest()
        return hmac.compare_digest(mark, base64.b64encode(digest).decode())


def deliver(url: str, told: dict[str, Any], *, secret: str = KEYS["TANGGAP_X_CONSUMER_SECRET"]) -> httpx.Response:
    """An event as X brings it; with another secret, as somebody else would."""
    raw = json.dumps(told).encode()
    headers = {"Content-Type": "application/json", "x-twitter-webhooks-signature": signature(raw, secret)}
    return httpx.post(url, content=raw, headers=headers, timeout=LONGEST_ANSWER)


def passes_challenge(url: str, token: str = "aGVsbG8-Y3Jj") -> bool:
    """Whether the webhook proves that it holds the consumer secret."""
    answer = httpx.get(url, params={"crc_token": token}, timeout=LONGEST_ANSWER)
    expected = signature(token.encode(), KEYS["TANGGAP_X_CONSUMER_SECRET"])
    return answer.status_code == 200 and answer.json() == {"response_token": expected}


def signature(raw: bytes, secret: str) -> str:
    return "sha256=" + base64.b64encode(hmac.new(secret.encode(), raw, hashlib.sha256).digest()).decode()


def mention(post: str, words: str, *, author: str, answers: str = "", photo: str = "") -> dict[str, Any]:
    """The webhook's event of a post that names the account."""
    told: dict[str, Any] = {
        "id_str": post,
        "text": f"@DKIJakarta {words}" + (" https://t.co/abcdef1234" if photo else ""),
        "created_at": "Mon Nov 23 02:00:00 +0000 2026",
        "lang": "in",
        "user": {"id_str": author, "name": "Sari W", "screen_name": "sariw"},
        "in_reply_to_status_id_str": answers or None,
        "in_reply_to_user_id_str": ACCOUNT,
        "entities": {"user_mentions": [{"id_str": ACCOUNT, "screen_name": "DKIJakarta"}], "urls": []},
    }
    if photo:
        told["extended_entities"] = {"media": [{"type": "photo", "media_url_https": photo}]}
    return {"for_user_id": ACCOUNT, "tweet_create_events": [told]}


def direct(message: str, words: str, *, author: str) -> dict[str, Any]:
    """The webhook's event of a direct message."""
    created = {
        "target": {"recipient_id": ACCOUNT},
        "sender_id": author,
        "message_data": {"text": words, "entities": {}},
    }
    event = {"type": "message_create", "id": message, "created_timestamp": "1795399200000", "message_create": created}
    users = {author: {"id": author, "name": "Sari W", "screen_name": "sariw"}}
    return {"for_user_id": ACCOUNT, "direct_message_events": [event], "users": users}
