"""Calling another system's API: one try, judged by what it answers. No failure names an address or a word."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx

from tanggap.carriers.failures import Later, Refused, Unclear

LONGEST_WAIT = httpx.Timeout(20, connect=5)
"""Seconds for an answer, and for a connection."""

TEMPORARY = frozenset({401, 407, 408, 409, 423, 425, 429})
"""Besides 5xx: our own keys are wrong (401), or they are busy. Both can be put right within the week."""

Judge = Callable[[int, dict[str, Any]], Refused | Later | None]


def call(
    name: str,
    method: str,
    url: str,
    *,
    headers: dict[str, str],
    content: bytes = b"",
    judge: Judge | None = None,
    once: bool = False,
) -> dict[str, Any]:
    """The JSON that they answer ({} for anything else).

    Raises Refused and Later; with ``once`` Unclear where only the answer was lost. ``name`` stands before the code.
    """
    answer, failure = _try(name, method, url, headers=headers, content=content, once=once)
    if answer is not None:
        told = _told(answer)
        failure = (judge(answer.status_code, told) if judge else None) or by_status(name, answer.status_code)
        if failure is None:
            return told
    # Outside of the handlers: what httpx raises names the URL, and some URLs name a person.
    assert failure is not None
    raise failure


def by_status(name: str, status: int) -> Refused | Later | None:
    """What an HTTP status alone means."""
    if 200 <= status < 300:
        return None
    code = f"{name} {status}"
    return Later(code) if status >= 500 or status in TEMPORARY or status < 400 else Refused(code)


def _try(
    name: str, method: str, url: str, *, headers: dict[str, str], content: bytes, once: bool
) -> tuple[httpx.Response | None, Exception | None]:
    try:
        return httpx.request(method, url, headers=headers, content=content, timeout=LONGEST_WAIT), None
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as failure:
        return None, Later(f"{name} {type(failure).__name__}")
    except httpx.HTTPError as failure:
        code = f"{name} {type(failure).__name__}"
        return None, Unclear(code) if once else Later(code)


def _told(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        return {}
    return told if isinstance(told, dict) else {}
