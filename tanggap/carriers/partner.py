"""Partners (LAPOR!, Qlue): signed JSON to their callback. The contract is ``docs/partners/``.

A signature is ``t=<unix seconds>,v1=<hex>``: HMAC-SHA256 with the shared secret over ``<t>.<raw body>``, both ways.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from typing import Any

from tanggap.carriers import environment as env
from tanggap.carriers.calls import call
from tanggap.carriers.failures import Later, Refused
from tanggap.carriers.letters import Letter

HEADER = "X-Tanggap-Signature"
WINDOW = 300
"""Seconds that a signature's time may differ from ours, either way."""

_SIGNATURE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})", re.ASCII)


def send(letter: Letter) -> str:
    """Bring a status to the partner named in ``extra["partner"]``; ``letter.text`` is the JSON.

    A repetition carries the same ``Idempotency-Key``. The receipt is the ``id`` of their answer, if any. Raises
    Refused and Later.
    """
    partner = letter.extra["partner"]
    raw = letter.text.encode()
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": letter.id,
        HEADER: sign(raw, secret=secret_of(partner), at=int(time.time())),
    }
    told = call(partner, "POST", callback_of(partner), headers=headers, content=raw, judge=_judge)
    return str(told.get("id", ""))


def _judge(status: int, told: dict[str, Any]) -> Refused | Later | None:
    # 403 is what they say when the secret differs: ours or theirs to put right.
    return Later("partner 403") if status == 403 else None


def sign(raw: bytes, *, secret: str, at: int) -> str:
    """The header's value for these bytes at this second."""
    return f"t={at},v1={_digest(raw, secret=secret, at=at)}"


def signed(raw: bytes, header: str, *, secret: str, now: float) -> bool:
    """Whether the header signs these bytes with this secret, and recently."""
    found = _SIGNATURE.fullmatch(header.strip())
    if found is None or not secret:
        return False
    at = int(found[1])
    right = hmac.compare_digest(found[2].encode(), _digest(raw, secret=secret, at=at).encode())
    return right and abs(now - at) <= WINDOW


def secret_of(partner: str) -> str:
    """``TANGGAP_LAPOR_SECRET``, ``TANGGAP_QLUE_SECRET``."""
    return env.text(f"TANGGAP_{partner.upper()}_SECRET")


def callback_of(partner: str) -> str:
    """``TANGGAP_LAPOR_CALLBACK``, ``TANGGAP_QLUE_CALLBACK``."""
    return env.text(f"TANGGAP_{partner.upper()}_CALLBACK")


def _digest(raw: bytes, *, secret: str, at: int) -> str:
    return hmac.new(secret.encode(), b"%d." % at + raw, hashlib.sha256).hexdigest()
