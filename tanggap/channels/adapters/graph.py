"""What the webhooks of all of Meta's products have in common: challenge and signature."""

from __future__ import annotations

from tanggap.carriers import environment as env
from tanggap.channels.adapters import signatures
from tanggap.channels.heard import Answer, Call

SIGNATURE = "x-hub-signature-256"


def challenge(call: Call, product: str) -> Answer | None:
    """``hub.challenge`` given back to whoever knows our verify token; a wrong one is treated as a forged event."""
    query = call.query
    token = env.text(f"TANGGAP_{product}_VERIFY_TOKEN")
    right = bool(token) and signatures.same(query.get("hub.verify_token", ""), token)
    if call.method != "GET" or query.get("hub.mode") != "subscribe" or not right:
        return None
    return Answer(200, query.get("hub.challenge", ""))


def signed(call: Call, product: str) -> bool:
    """Whether Meta signed the body with the app's secret."""
    secret = env.text(f"TANGGAP_{product}_APP_SECRET")
    expected = "sha256=" + signatures.hex_sha256(secret, call.raw)
    return call.method == "POST" and bool(secret) and signatures.same(call.headers.get(SIGNATURE, ""), expected)
