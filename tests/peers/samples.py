"""Reading the samples of an adapter: real hosts in them are the peer, so that nothing is fetched from the world."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

from tanggap.channels.capabilities import Reads
from tanggap.channels.heard import Heard
from tests.peers.server import Peer


def names(adapter: Any) -> set[str]:
    """Every sample that stands beside an adapter."""
    return {file.stem for file in folder(adapter).glob("*.json")}


def heard(adapter: Any, name: str, peer: Peer, *hosts: str, part: str = "") -> list[Heard]:
    """What the adapter hears in a sample; the files of ``hosts`` lie at the peer."""
    assert isinstance(adapter, Reads)
    text = (folder(adapter) / f"{name}.json").read_text(encoding="utf-8")
    for host in hosts:
        text = text.replace(f"https://{host}", peer.url)
    return adapter.read(text.encode(), "application/json", {"part": part})


def folder(adapter: Any) -> Path:
    return Path(inspect.getfile(adapter)).parent / "samples"
