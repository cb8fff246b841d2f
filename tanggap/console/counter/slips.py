"""The receipts that a clerk printed or may still print: kept in the encrypted session of the working day."""

from __future__ import annotations

from django.contrib.sessions.backends.base import SessionBase

from tanggap.reports import filing
from tanggap.reports.filing import Receipt

KEY = "counter"
MOST = 20


def remember(session: SessionBase, receipt: Receipt, *, token: str) -> None:
    """Let this clerk print the receipt; the oldest of twenty is forgotten."""
    kept = [row for row in session.get(KEY, []) if row[0] != receipt.number]
    session[KEY] = [*kept, [receipt.number, token]][-MOST:]


def latest(session: SessionBase) -> list[str]:
    """The numbers keyed in here, newest first."""
    return [str(number) for number, _ in reversed(session.get(KEY, []))]


def find(session: SessionBase, number: str) -> Receipt | None:
    """The receipt with this number, if this clerk keyed it in."""
    token = next((token for known, token in session.get(KEY, []) if known == number), None)
    return filing.receipt(token) if token else None
