"""X: a public reply (``x``) and a direct message (``x-direct``), API v2 with the account's own OAuth 1.0a keys."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from typing import Any
from urllib.parse import quote, urlencode

from tanggap.carriers import environment as env
from tanggap.carriers.calls import call
from tanggap.carriers.failures import Later, Refused
from tanggap.carriers.letters import Letter

API = "https://api.x.com"


def api() -> str:
    """Where the API is (``TANGGAP_X_API``)."""
    return env.text("TANGGAP_X_API", API).rstrip("/")


def send(letter: Letter) -> str:
    """Answer a post in public; the receipt is our post's id. Raises Refused, Later, Unclear."""
    told = _post("/2/tweets", {"text": letter.text, "reply": {"in_reply_to_tweet_id": letter.extra["answers"]}})
    return str(told.get("data", {}).get("id", ""))


def send_direct(letter: Letter) -> str:
    """Write to somebody directly; the receipt is the message's id. Raises Refused, Later, Unclear."""
    told = _post(f"/2/dm_conversations/with/{quote(letter.to, safe='')}/messages", {"text": letter.text})
    return str(told.get("data", {}).get("dm_event_id", ""))


def ask(path: str, query: dict[str, str]) -> dict[str, Any]:
    """Read something. Raises Refused and Later."""
    url = api() + path
    headers = {"Authorization": authorization("GET", url, query)}
    return call("x", "GET", f"{url}?{urlencode(query, quote_via=quote)}", headers=headers)


def _post(path: str, told: dict[str, Any]) -> dict[str, Any]:
    url = api() + path
    headers = {"Authorization": authorization("POST", url, {}), "Content-Type": "application/json"}
    return call("x", "POST", url, headers=headers, content=json.dumps(told).encode(), judge=_judge, once=True)


def _judge(status: int, told: dict[str, Any]) -> Refused | Later | None:
    # The same words twice are refused as a duplicate: they stand there already.
    if status == 403 and "duplicate" in str(told.get("detail", "")).lower():
        return Refused("x duplicate")
    return None


def authorization(method: str, url: str, query: dict[str, str]) -> str:
    """The OAuth 1.0a header (RFC 5849): a JSON body is not signed, the query is."""
    signed = {
        "oauth_consumer_key": env.text("TANGGAP_X_CONSUMER_KEY"),
        "oauth_nonce": secrets.token_hex(16),
        "oauth_signature_method": "HMAC-SHA1",
        "oauth_timestamp": str(int(time.time())),
        "oauth_token": env.text("TANGGAP_X_ACCESS_TOKEN"),
        "oauth_version": "1.0",
    }
    pairs = sorted((_quoted(name), _quoted(value)) for name, value in (signed | query).items())
    given = "&".join(f"{name}={value}" for name, value in pairs)
    text = f"{method}&{_quoted(url)}&{_quoted(given)}"
    keys = (env.text("TANGGAP_X_CONSUMER_SECRET"), env.text("TANGGAP_X_ACCESS_SECRET"))
    key = "&".join(_quoted(part) for part in keys)
    mark = hmac.new(key.encode(), text.encode(), hashlib.sha1).digest()
    signed["oauth_signature"] = base64.b64encode(mark).decode()
    return "OAuth " + ", ".join(f'{name}="{_quoted(value)}"' for name, value in sorted(signed.items()))


def _quoted(text: str) -> str:
    return quote(text, safe="-._~")
