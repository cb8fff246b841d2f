"""Words that come with a move: kept in rows that can be redacted, while the journal holds a salted digest."""

from __future__ import annotations

import secrets
from typing import Any

from tanggap.journal.digest import digest
from tanggap.journal.models import Event
from tanggap.reports.authority import Actor, Officer, Reporter
from tanggap.reports.models import Report, Statement


def written(text: object) -> str:
    """What somebody wrote as it is kept: no blanks around it, and no NUL, which PostgreSQL takes in no text."""
    return str(text or "").replace("\0", "").strip()


def digested(given: dict[str, Any]) -> dict[str, str]:
    """What the journal keeps of the words that were given: nothing, or their salted digest."""
    text = written(given.get("words"))
    if not text:
        return {}
    salt = given.setdefault("salt", secrets.token_hex(16))
    return {"words": digest(text, salt)}


def keep(report: Report, event: Event, given: dict[str, Any], *, by: Actor) -> None:
    """Keep the words themselves, beside the event that digested them."""
    text = written(given.get("words"))
    if text:
        Statement.objects.create(
            report=report,
            seq=event.seq,
            verb=event.verb,
            text=text,
            salt=given["salt"],
            by_reporter=isinstance(by, Reporter),
            seat=by.seat if isinstance(by, Officer) else None,
            at=event.at,
        )
