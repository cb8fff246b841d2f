"""Asking the channels that have to be asked: each minute, each by itself."""

from __future__ import annotations

from datetime import datetime

import structlog

from tanggap.channels.capabilities import Polls, switched_on
from tanggap.channels.polling import note
from tanggap.channels.registry import ADAPTERS

log = structlog.get_logger("tanggap.channels")


def poll(*, at: datetime) -> int:
    """Ask every channel that is switched on; returns how many events came. One that fails does not hold up others."""
    taken = 0
    for code, adapter in ADAPTERS.items():
        if not isinstance(adapter, Polls) or not switched_on(adapter):
            continue
        try:
            taken += adapter.poll(at)
            note(code, "polled", "", at=at)
        except Exception as failure:
            log.error("poll failed", channel=code, failure=type(failure).__name__)
            note(code, "poll failed", type(failure).__name__, at=at)
    return taken
