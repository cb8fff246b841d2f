"""Photos that lie at another system: fetched in the job, from its own hosts, within bounds of size and time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from tanggap.channels.heard import Attachment

MOST_BYTES = 15 * 1024 * 1024
MOST_FILES = 10
LONGEST = 30.0
"""Seconds for one file, from the first byte to the last."""

BUSY = frozenset({408, 425, 429})


class PhotoLater(Exception):
    """The other side has trouble just now: the event waits on the list of failed ones and is read again."""


@dataclass(frozen=True)
class Source:
    """Where a channel's photos may lie: https hosts (and all below them), and the origin of its configured API."""

    hosts: tuple[str, ...]
    base: str = ""

    def allows(self, url: str) -> bool:
        """Whether a file may be fetched there: an address in a message must not lead into our own network."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        if self.base and _origin(url) == _origin(self.base):
            return True
        known = any(host == one or host.endswith(f".{one}") for one in self.hosts)
        return parts.scheme == "https" and parts.port in (None, 443) and parts.username is None and known


def fetch(url: str, source: Source, *, headers: dict[str, str] | None = None) -> Attachment:
    """The file; empty where it may not or cannot be had, so that it is counted as left out.

    Raises PhotoLater where it could be had another time. Redirects are not followed.
    """
    name = urlsplit(url).path.rpartition("/")[2][:80] or "photo"
    if not source.allows(url):
        return Attachment(name, b"")
    trouble = ""
    try:
        return Attachment(name, _read(url, headers or {}))
    except httpx.HTTPError as failure:
        trouble = type(failure).__name__
    # Outside of the handler: what httpx raises names the address.
    raise PhotoLater(trouble)


def fetch_all(urls: list[str], source: Source, *, headers: dict[str, str] | None = None) -> tuple[Attachment, ...]:
    """The files of one message, as many as it may have."""
    return tuple(fetch(url, source, headers=headers) for url in urls[:MOST_FILES])


def _read(url: str, headers: dict[str, str]) -> bytes:
    until = time.monotonic() + LONGEST
    content = bytearray()
    with httpx.stream("GET", url, headers=headers, timeout=httpx.Timeout(10, connect=5)) as answer:
        if answer.status_code >= 500 or answer.status_code in BUSY:
            raise PhotoLater(str(answer.status_code))
        if answer.status_code != 200:
            return b""
        for piece in answer.iter_bytes():
            content += piece
            if len(content) > MOST_BYTES:
                return b""
            if time.monotonic() > until:
                raise PhotoLater("too slow")
    return bytes(content)


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port
