"""The sealed raw bytes of an event."""

from __future__ import annotations

from tanggap.accounts import sealing
from tanggap.channels.models import Inbound


class Unreadable(Exception):
    """The channel has no adapter that reads, or the raw bytes are gone."""


def seal(raw: bytes, channel: str, key: str) -> tuple[bytes, int]:
    """Encrypt an event for the row with this channel and key."""
    return sealing.seal(raw, about=_about(channel, key))


def raw_of(inbound: Inbound) -> bytes:
    """The event as it came. Raises Unreadable when its time is over."""
    if inbound.sealed is None:
        raise Unreadable
    about = _about(inbound.channel, inbound.external_id)
    return sealing.unseal(bytes(inbound.sealed), inbound.key_version, about=about)


def _about(channel: str, key: str) -> str:
    return f"inbound {channel} {key}"
