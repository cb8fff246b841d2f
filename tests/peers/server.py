"""A small HTTP server on loopback that notes what it is asked and misbehaves when told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

import httpx


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    query: dict[str, str]
    headers: Mapping[str, str]
    raw: bytes

    @property
    def told(self) -> Any:
        return json.loads(self.raw)


@dataclass
class Reply:
    """What the server answers."""

    told: Any = field(default_factory=dict)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes = b""

    @property
    def body(self) -> bytes:
        return self.raw or json.dumps(self.told).encode()


class Peer:
    """Routes are methods of the original it stands for; ``troubles`` are answered first, one each."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.troubles: list[Reply] = []
        self.pictures: dict[str, bytes] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self._take))
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, asked: Asked) -> Reply:
        """What the original answers."""
        raise NotFound

    def _take(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        if asked.path in self.pictures:
            return Reply(raw=self.pictures[asked.path], headers={"Content-Type": "image/jpeg"})
        if self.troubles:
            return self.troubles.pop(0)
        try:
            return self.answer(asked)
        except NotFound:
            return Reply({"error": "not found"}, 404)


class NotFound(Exception):
    """The original has nothing at that address."""


def at_once(deliver: Callable[[], httpx.Response], times: int = 5) -> list[httpx.Response]:
    """The same delivery several times at the same moment."""
    with ThreadPoolExecutor(times) as pool:
        return [one.result() for one in [pool.submit(deliver) for _ in range(times)]]


def _handler(take: Callable[[Asked], Reply]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            parts = urlsplit(self.path)
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = take(Asked(self.command, parts.path, dict(parse_qsl(parts.query)), headers, raw))
            self.send_response(reply.status)
            for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_POST = _serve  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Tests read what was asked, not a log."""

    return Handler
