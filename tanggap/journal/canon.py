"""The bytes that are hashed: one spelling for one event, today and in twenty years.

Format 1: SHA-256 over UTF-8 JSON without spaces, keys sorted, characters unescaped, of the list

    ["tanggap-event-1", stream, seq, verb, version, actor, at, data, prev]

where ``at`` is UTC with six digits of a second (``2025-03-05T01:42:00.000000Z``) and ``prev`` the hash of the stream's
event before ("" for the first). A seal is hashed the same way:

    ["tanggap-seal-1", at, first_tx, first_id, last_tx, last_id, count, root, prev]

Fractions are refused in ``data``, because databases and languages spell one number in several ways.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from tanggap.journal.models import Event, Seal

EVENT_FORMAT = "tanggap-event-1"
SEAL_FORMAT = "tanggap-seal-1"


class NotPlain(TypeError):
    """Event data holds something whose spelling would not survive a round trip through the database."""


def moment(at: datetime) -> str:
    """The one spelling of an instant. A time without a zone is refused: it names no instant."""
    if at.tzinfo is None:
        raise NotPlain(f"{at} has no time zone.")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def plain(value: Any) -> Any:
    """The value as it is kept: texts, whole numbers, yes/no, nothing, lists and dicts of these; instants as text."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {plain_key(key): plain(item) for key, item in value.items()}
    raise NotPlain(f"The journal keeps codes, ids and digests, not {type(value).__name__}.")


def plain_key(key: Any) -> str:
    if isinstance(key, str):
        return str.__str__(key)
    raise NotPlain(f"A key of event data is a text, not {type(key).__name__}.")


def fingerprint(parts: list[Any]) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def event_hash(event: Event) -> str:
    """The hash that belongs to an event as it stands. Verify finds every field that was changed later by it."""
    return fingerprint(
        [
            EVENT_FORMAT,
            event.stream,
            event.seq,
            event.verb,
            event.version,
            event.actor,
            moment(event.at),
            event.data,
            event.prev,
        ]
    )


def seal_hash(seal: Seal) -> str:
    """The hash that belongs to a seal as it stands."""
    return fingerprint(
        [
            SEAL_FORMAT,
            moment(seal.at),
            seal.first_tx,
            seal.first_id,
            seal.last_tx,
            seal.last_id,
            seal.count,
            seal.root,
            seal.prev,
        ]
    )
