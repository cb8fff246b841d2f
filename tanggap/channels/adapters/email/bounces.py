"""Letters that came back (RFC 3464), and other reports of mail servers."""

from __future__ import annotations

import re
from email.message import Message
from typing import NamedTuple

from tanggap.channels.adapters.email import ours
from tanggap.channels.adapters.email.parsing import Mail, decoded, ids_in

DAEMON = re.compile(r"^(mailer-daemon|postmaster|mail-?delivery.*)$", re.IGNORECASE)
_NAMED_ID = re.compile(
    rb"^[> \t]*(?:Message-ID|In-Reply-To|References)[ \t]*:\s*(<[^<>\s]{1,400}>)", re.IGNORECASE | re.MULTILINE
)
_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")

FAILED, ARRIVED, LATER = "failed", "delivered", "delayed"


class Report(NamedTuple):
    """What became of one letter of ours."""

    action: str
    """``failed``, ``delivered``, or anything else, which decides nothing."""
    code: str
    """The enhanced status code, as ``5.1.1``."""
    letters: tuple[str, ...]
    """Message-IDs of ours that the report names."""


def is_one(mail: Mail) -> bool:
    """Whether the mail tells what became of a letter: by its form, or because a mail system names one of ours."""
    if mail.message.get_content_type() == "multipart/report":
        return _type(mail) == "delivery-status"
    daemon = DAEMON.match(mail.sender.address.rpartition("@")[0]) is not None
    return daemon and bool(_letters(mail))


def is_other_report(mail: Mail) -> bool:
    """Whether it is a read receipt, or a complaint of a provider."""
    reports = mail.message.get_content_type() == "multipart/report"
    return (reports and _type(mail) != "delivery-status") or bool(mail.all("disposition-notification"))


def read(mail: Mail) -> Report:
    """What a report says. One without the standard's form says that the letter failed."""
    blocks = [block for part in mail.message.walk() for block in _status_of(part)]
    actions = [action for block in blocks if (action := str(block.get("Action", "")).strip().lower())]
    codes = [match[0] for block in blocks if (match := _STATUS.search(str(block.get("Status", ""))))]
    if not blocks:
        match = _STATUS.search(decoded(mail.raw, "utf-8"))
        return Report(FAILED, match[0] if match else "", _letters(mail))
    action = FAILED if FAILED in actions else next(iter(actions), LATER)
    return Report(action, next(iter(codes), ""), _letters(mail))


def _type(mail: Mail) -> str:
    return str(mail.message.get_param("report-type", "")).lower()


def _status_of(part: Message) -> list[Message]:
    if part.get_content_type() != "message/delivery-status":
        return []
    payload = part.get_payload()
    return [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []


def _letters(mail: Mail) -> tuple[str, ...]:
    inside = [found.decode("ascii", "replace") for found in _NAMED_ID.findall(mail.raw)]
    for part in mail.message.walk():
        if part.get_content_type() in ("text/rfc822-headers", "message/rfc822-headers", "text/plain"):
            payload = part.get_payload(decode=True)
            text = payload if isinstance(payload, bytes) else b""
            inside += [found.decode("ascii", "replace") for found in _NAMED_ID.findall(text)]
    known = [*ids_in(" ".join(inside)), *mail.references]
    return tuple(dict.fromkeys(one for one in known if ours.is_letter(one)))
