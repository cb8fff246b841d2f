"""What a channel's adapter hears in an event."""

from __future__ import annotations

from tanggap.channels.capabilities import Reads
from tanggap.channels.envelopes import Unreadable, raw_of
from tanggap.channels.heard import Heard
from tanggap.channels.marks import message_mark
from tanggap.channels.models import Inbound, Message
from tanggap.channels.registry import named


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
