"""Keyed digests of other systems' ids and of people's addresses, for finding them again without keeping them."""

from django.utils.crypto import salted_hmac


def mark(about: str, *parts: str) -> str:
    """The digest of these parts; empty where the last of them is empty."""
    if not parts[-1]:
        return ""
    return salted_hmac(f"tanggap.channels.{about}", "\0".join(parts), algorithm="sha256").hexdigest()


def event_mark(channel: str, external_id: str) -> str:
    """Of an inbound event."""
    return mark("event", channel, external_id)


def message_mark(channel: str, external_id: str) -> str:
    """Of a message."""
    return mark("message", channel, external_id)


def thread_mark(channel: str, thread: str) -> str:
    """Of a channel's own thread."""
    return mark("thread", channel, thread)
