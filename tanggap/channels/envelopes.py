"""The sealed raw bytes of an event, and what its adapter hears in them."""

from __future__ import annotations

from tanggap.accounts import sealing
from tanggap.channels.capabilities import Reads
from tanggap.channels.heard import Heard
from tanggap.channels.marks import message_mark
from tanggap.channels.models import Inbound, Message
from tanggap.channels.registry import named


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


def heard_in(inbound: Inbound) -> list[Heard]:
    """What the channel's adapter makes of an event. Raises Unreadable, and whatever the adapter raises."""
    adapter = named(inbound.channel)
    if not isinstance(adapter, Reads):
        raise Unreadable
    return adapter.read(raw_of(inbound), inbound.content_type, inbound.meta)


def again(message: Message) -> Heard | None:
    """What a message said, read once more from its event; None when the event's time is over."""
    if message.inbound is None or message.inbound.sealed is None:
        return None
    for heard in heard_in(message.inbound):
        if message_mark(message.channel, heard.external_id) == message.external_id:
            return heard
    return None


def _about(channel: str, key: str) -> str:
    return f"inbound {channel} {key}"
