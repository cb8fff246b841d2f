"""Meta: signed webhooks with hub.challenge, the Graph API of a page and the Cloud API of a WhatsApp number."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import re
from typing import Any

import httpx

from tests.peers.server import Asked, NotFound, Peer, Reply

PAGE, PAGE_TOKEN, SECRET, VERIFY = "1010101010", "page-token", "app-secret", "verify-me"
NUMBER_ID, NUMBER_TOKEN = "2020202020", "system-token"
RATE_LIMIT = Reply({"error": {"message": "(#4) Application request limit reached", "code": 4}}, 400)
TEXTS_ONLY_WITHIN_A_DAY = {"error": {"message": "(#131047) Re-engagement message", "code": 131047}}


class Graph(Peer):
    """What both products share: tokens, proofs, errors."""

    token = PAGE_TOKEN

    def answer(self, asked: Asked) -> Reply:
        expected = hmac.new(SECRET.encode(), self.token.encode(), hashlib.sha256).hexdigest()
        authorized = asked.headers.get("authorization") == f"Bearer {self.token}"
        if not authorized or asked.query.get("appsecret_proof") != expected:
            return Reply({"error": {"message": "Invalid OAuth access token.", "code": 190}}, 401)
        return self.serve(asked)

    def serve(self, asked: Asked) -> Reply:
        raise NotFound


class Facebook(Graph):
    """``comments`` and ``messages`` are what the page wrote; ``feed`` what it would find when it asks."""

    def __init__(self) -> None:
        super().__init__()
        self.comments: list[tuple[str, str]] = []
        self.messages: list[tuple[dict[str, str], str]] = []
        self.feed: list[dict[str, Any]] = []
        self.ids = itertools.count(1)

    def environment(self) -> dict[str, str]:
        return {
            "TANGGAP_FACEBOOK_PAGE": PAGE,
            "TANGGAP_FACEBOOK_PAGE_TOKEN": PAGE_TOKEN,
            "TANGGAP_FACEBOOK_APP_SECRET": SECRET,
            "TANGGAP_FACEBOOK_VERIFY_TOKEN": VERIFY,
            "TANGGAP_FACEBOOK_API": self.url,
        }

    def serve(self, asked: Asked) -> Reply:
        if found := re.fullmatch(r"/([\d_]+)/comments", asked.path):
            self.comments.append((found[1], asked.told["message"]))
            return Reply({"id": f"{found[1]}_{next(self.ids)}"})
        if asked.path == f"/{PAGE}/messages":
            return self._message(asked.told)
        if asked.path == f"/{PAGE}/feed":
            return Reply({"data": self.feed})
        raise NotFound

    def _message(self, told: dict[str, Any]) -> Reply:
        private = "comment_id" in told["recipient"]
        if private and any(sent == told["recipient"] for sent, _ in self.messages):
            error = {"message": "(#10900) Activity already replied to", "code": 10900}
            return Reply({"error": error}, 400)
        self.messages.append((told["recipient"], told["message"]["text"]))
        return Reply({"recipient_id": "psid", "message_id": f"m_{next(self.ids)}"})


class WhatsApp(Graph):
    """``sent`` is what the number wrote."""

    token = NUMBER_TOKEN

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[dict[str, Any]] = []

    def environment(self) -> dict[str, str]:
        return {
            "TANGGAP_WHATSAPP_NUMBER_ID": NUMBER_ID,
            "TANGGAP_WHATSAPP_TOKEN": NUMBER_TOKEN,
            "TANGGAP_WHATSAPP_APP_SECRET": SECRET,
            "TANGGAP_WHATSAPP_VERIFY_TOKEN": VERIFY,
            "TANGGAP_WHATSAPP_API": self.url,
        }

    def serve(self, asked: Asked) -> Reply:
        if asked.path == f"/{NUMBER_ID}/messages":
            self.sent.append(asked.told)
            return Reply({"messaging_product": "whatsapp", "messages": [{"id": f"wamid.OUT{len(self.sent)}"}]})
        if found := re.fullmatch(r"/(\d+)", asked.path):
            return Reply({"id": found[1], "url": f"{self.url}/files/{found[1]}.jpg", "mime_type": "image/jpeg"})
        raise NotFound


def deliver(url: str, told: dict[str, Any], *, secret: str = SECRET) -> httpx.Response:
    """An event as Meta brings it; with another secret, as somebody else would."""
    # Meta escapes what is not ASCII and signs the escaped bytes.
    raw = json.dumps(told).replace("/", "\\/").encode()
    mark = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={mark}"}
    return httpx.post(url, content=raw, headers=headers, timeout=20)


def subscribe(url: str, *, token: str = VERIFY) -> httpx.Response:
    """The check of a new webhook."""
    return httpx.get(url, params={"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": "1158201444"})


def comment(own: str, words: str, *, author: str, post: str, parent: str = "", photo: str = "") -> dict[str, Any]:
    """The webhook's event of a comment."""
    value: dict[str, Any] = {
        "item": "comment",
        "verb": "add",
        "comment_id": own,
        "post_id": post,
        "parent_id": parent or post,
        "from": {"id": author, "name": "Sari Wulandari"},
        "message": words,
        "created_time": 1795399200,
    }
    if photo:
        value["photo"] = photo
    return {"object": "page", "entry": [{"id": PAGE, "time": 1, "changes": [{"field": "feed", "value": value}]}]}


def message(mid: str, words: str, *, author: str, answers: str = "") -> dict[str, Any]:
    """The webhook's event of a message in Messenger."""
    told: dict[str, Any] = {"mid": mid, "text": words}
    if answers:
        told["reply_to"] = {"mid": answers}
    event = {"sender": {"id": author}, "recipient": {"id": PAGE}, "timestamp": 1795399200000, "message": told}
    return {"object": "page", "entry": [{"id": PAGE, "time": 1, "messaging": [event]}]}


def whatsapp(*, messages: list[dict[str, Any]] | None = None, statuses: list[dict[str, Any]] | None = None) -> Any:
    """The webhook's event of a WhatsApp number."""
    value: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "628111272206", "phone_number_id": NUMBER_ID},
    }
    if messages:
        value["contacts"] = [{"profile": {"name": "Sari"}, "wa_id": one["from"]} for one in messages]
        value["messages"] = messages
    if statuses:
        value["statuses"] = statuses
    change = {"field": "messages", "value": value}
    return {"object": "whatsapp_business_account", "entry": [{"id": "303", "changes": [change]}]}


def text(wamid: str, words: str, *, author: str, answers: str = "") -> dict[str, Any]:
    """One message in words."""
    told: dict[str, Any] = {"from": author, "id": wamid, "timestamp": "1795399200", "type": "text"}
    told["text"] = {"body": words}
    if answers:
        told["context"] = {"from": "628111272206", "id": answers}
    return told


def image(wamid: str, caption: str, *, author: str, media: str) -> dict[str, Any]:
    """One photo."""
    photo = {"id": media, "mime_type": "image/jpeg", "sha256": "x", "caption": caption}
    return {"from": author, "id": wamid, "timestamp": "1795399200", "type": "image", "image": photo}
