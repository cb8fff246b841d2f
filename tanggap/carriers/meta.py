"""What Meta's Graph API has in common for all products: addresses, keys, and the meaning of its errors."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any
from urllib.parse import quote, urlencode

from tanggap.carriers import environment as env
from tanggap.carriers.calls import Judge, call
from tanggap.carriers.failures import Later, Refused

API = "https://graph.facebook.com/v23.0"

BUSY = frozenset({1, 2, 4, 17, 32, 341, 368, 613, 80001, 80006, 80007, 130429, 131000, 131016, 131048, 131056, 133004})
"""Error codes of a rate limit or of trouble on their side."""

KEYS = frozenset({102, 190, 463, 467, 131005, 131031})
"""Error codes of a token that ended or an account that is locked: ours to put right."""


def api(product: str) -> str:
    """Where the API is (``TANGGAP_<product>_API``)."""
    return env.text(f"TANGGAP_{product}_API", API).rstrip("/")


def post(product: str, path: str, told: dict[str, Any], *, token: str) -> dict[str, Any]:
    """Have something done once. Raises Refused, Later, Unclear."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    url = f"{api(product)}/{quote(path, safe='/')}?{urlencode({'appsecret_proof': proof(product, token)})}"
    content = json.dumps(told).encode()
    return call(product.lower(), "POST", url, headers=headers, content=content, judge=_judge(product), once=True)


def ask(product: str, path: str, query: dict[str, str], *, token: str) -> dict[str, Any]:
    """Read something. Raises Refused and Later."""
    query = query | {"appsecret_proof": proof(product, token)}
    url = f"{api(product)}/{quote(path, safe='/')}?{urlencode(query)}"
    return call(product.lower(), "GET", url, headers={"Authorization": f"Bearer {token}"}, judge=_judge(product))


def proof(product: str, token: str) -> str:
    """That whoever holds the token holds the app's secret too."""
    secret = env.text(f"TANGGAP_{product}_APP_SECRET")
    return hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()


def _judge(product: str) -> Judge:
    def judged(status: int, told: dict[str, Any]) -> Refused | Later | None:
        error = told.get("error")
        if not isinstance(error, dict):
            return None
        number = error.get("code", 0)
        code = f"{product.lower()} {status} {number}"
        if error.get("is_transient") or number in BUSY | KEYS or status >= 500:
            return Later(code)
        return Refused(code)

    return judged
