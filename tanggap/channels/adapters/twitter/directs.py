"""Direct messages of X."""

from __future__ import annotations

import html
from datetime import UTC, datetime
from typing import Any

from tanggap.accounts.contact import Contact
from tanggap.carriers import x
from tanggap.channels.adapters import follow_ups
from tanggap.channels.adapters.media import Source, fetch_all
from tanggap.channels.adapters.twitter.posts import SHORT_LINK
from tanggap.channels.heard import Heard, Kind

MARK = "direct:"
HOSTS = ("ton.twitter.com", "ton.x.com", "pbs.twimg.com")


def heard(message: dict[str, Any], account: str, people: dict[str, Any]) -> Heard:
    """A direct message; ours come back as events too."""
    sent = message.get("message_create", {})
    sender = str(sent.get("sender_id", ""))
    own_id = MARK + str(message["id"])
    if sender == account:
        return Heard(external_id=own_id, kind=Kind.OWN)
    if message.get("type") != "message_create" or not sender:
        return Heard(external_id=own_id, kind=Kind.IGNORE)
    handle = f"twitter:{sender}"
    data = sent.get("message_data", {})
    photo = data.get("attachment", {}).get("media", {}).get("media_url_https", "")
    words = html.unescape(data.get("text", ""))
    words = SHORT_LINK.sub("", words).strip() if photo else words.strip()
    stamp = str(message.get("created_timestamp", ""))
    return Heard(
        external_id=own_id,
        author=Contact(name=str(people.get(sender, {}).get("name", "")), handle=handle),
        proven=("handle",),
        words=words,
        photos=_photo(photo) if photo else (),
        sent_at=datetime.fromtimestamp(int(stamp) / 1000, UTC) if stamp.isdecimal() else None,
        thread=MARK + sender,
        # Whoever writes directly twice may mean two things.
        joins=False,
        number=follow_ups.number_for(handle, words),
        verb=follow_ups.verb_in(words),
        kind=follow_ups.kind_of(words),
    )


def _photo(url: str) -> Any:
    """A photo in a direct message opens for the account alone."""
    return fetch_all([url], Source(HOSTS, x.api()), headers={"Authorization": x.authorization("GET", url, {})})
