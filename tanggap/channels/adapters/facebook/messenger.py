"""Messages to the page in Messenger."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tanggap.accounts.contact import Contact
from tanggap.channels.adapters import follow_ups
from tanggap.channels.adapters.facebook.comments import source
from tanggap.channels.adapters.media import fetch_all
from tanggap.channels.heard import Heard, Kind

MARK = "message:"


def heard(event: dict[str, Any], page: str) -> list[Heard]:
    """A message, an echo of ours, or the news that ours arrived; one event may speak of several of ours."""
    if "delivery" in event:
        return [_arrived(mid) for mid in event["delivery"].get("mids", [])]
    message = event.get("message") or event.get("postback") or {}
    mid, sender = str(message.get("mid", "")), str(event.get("sender", {}).get("id", ""))
    if not mid:
        return []
    if message.get("is_echo") or sender == page:
        return [Heard(external_id=MARK + mid, kind=Kind.OWN)]
    if not sender or message.get("is_deleted"):
        return [Heard(external_id=MARK + mid, kind=Kind.IGNORE)]
    handle = f"facebook:{sender}"
    words = str(message.get("text") or message.get("title") or "")
    pictures = [one["payload"].get("url", "") for one in message.get("attachments", []) if one.get("type") == "image"]
    answers = str(message.get("reply_to", {}).get("mid", ""))
    stamp = event.get("timestamp")
    return [
        Heard(
            external_id=MARK + mid,
            author=Contact(handle=handle),
            proven=("handle",),
            words=words,
            photos=fetch_all([url for url in pictures if url], source()),
            sent_at=datetime.fromtimestamp(int(stamp) / 1000, UTC) if stamp else None,
            thread=MARK + sender,
            # Whoever writes directly twice may mean two things.
            joins=False,
            references=(answers, MARK + answers) if answers else (),
            carrier="messenger",
            number=follow_ups.number_for(handle, words),
            verb=follow_ups.verb_in(words),
            kind=follow_ups.kind_of(words),
        )
    ]


def _arrived(mid: str) -> Heard:
    return Heard(external_id=f"arrived:{mid}", kind=Kind.DELIVERY, receipt=mid, carrier="messenger", arrived=True)
