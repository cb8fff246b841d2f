"""A partner, as ``docs/partners/`` asks of it: signs what it sends, checks what it is sent, drops repetitions."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
from typing import Any

import httpx

from tests.peers.server import Asked, Peer, Reply

SECRET = "rahasia-bersama"


class Partner(Peer):
    """``statuses`` are the callbacks that it believed, each id once."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.statuses: list[dict[str, Any]] = []
        self.keys: set[str] = set()

    def environment(self) -> dict[str, str]:
        name = self.name.upper()
        return {f"TANGGAP_{name}_SECRET": SECRET, f"TANGGAP_{name}_CALLBACK": f"{self.url}/status"}

    def answer(self, asked: Asked) -> Reply:
        found = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", asked.headers.get("x-tanggap-signature", ""))
        if not found or found[2] != digest(asked.raw, int(found[1]), SECRET) or abs(time.time() - int(found[1])) > 300:
            return Reply({"error": "signature"}, 403)
        key = asked.headers["idempotency-key"]
        if key not in self.keys:
            self.keys.add(key)
            self.statuses.append(asked.told)
        return Reply({"id": key})


def deliver(url: str, told: dict[str, Any], *, secret: str = SECRET, age: int = 0) -> httpx.Response:
    """An event as the partner brings it; ``age`` seconds after it was signed."""
    raw, at = json.dumps(told).encode(), int(time.time()) - age
    headers = {"Content-Type": "application/json", "X-Tanggap-Signature": f"t={at},v1={digest(raw, at, secret)}"}
    return httpx.post(url, content=raw, headers=headers, timeout=20)


def digest(raw: bytes, at: int, secret: str) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + raw, hashlib.sha256).hexdigest()
