"""How often one address may ask for the small answers that a page fetches while somebody types or moves a pin."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from tanggap.accounts.visitor import address_of
from tanggap.web.pages import errors

WINDOW = 60.0  # seconds
MOST_ADDRESSES = 20_000

View = Callable[..., HttpResponseBase]


def paced(most: int) -> Callable[[View], View]:
    """At most so many requests a minute from one address, counted in this process: a bound, not an accounting.

    Many phones share one address of their carrier, so the bounds are wide.
    """

    def with_pace(view: View) -> View:
        counts: dict[str, tuple[float, int]] = {}

        @wraps(view)
        def within(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if _over(counts, address_of(request), most):
                return errors.too_many(request)
            return view(request, *args, **kwargs)

        return within

    return with_pace


def _over(counts: dict[str, tuple[float, int]], address: str, most: int) -> bool:
    now = time.monotonic()
    since, count = counts.get(address, (now, 0))
    if now - since > WINDOW:
        since, count = now, 0
    if len(counts) > MOST_ADDRESSES:
        counts.clear()
    counts[address] = (since, count + 1)
    return count + 1 > most
