"""What is no person writing to us: machines that answer, lists, letters that came back, and our own mail.

None of it is answered or filed. The guards are asked in order; the first that holds decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from tanggap.channels.adapters.email import bounces, ours
from tanggap.channels.adapters.email.parsing import Mail
from tanggap.channels.heard import Kind

BULK = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
LISTS = ("list-id", "list-post", "list-unsubscribe", "x-mailing-list", "feedback-id")
AUTOREPLY_HEADERS = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-vacation", "x-ms-exchange-inbox-rules-loop")
NOBODY = re.compile(
    r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|noreply-.*|jangan-?balas|tidak-?dibalas|bounces?|auto-?reply)"
    r"([+._-].*)?$",
    re.IGNORECASE,
)
AWAY = re.compile(
    r"^(automatic reply|auto(matic)?[\s-]?(reply|response)|out of (the )?office|balasan otomatis|jawaban otomatis|"
    r"(sedang )?di luar kantor|sedang cuti|tidak di kantor)",
    re.IGNORECASE,
)


class Guard(NamedTuple):
    """What it recognises, how, and what that makes of the mail."""

    name: str
    holds: Callable[[Mail], bool]
    kind: Kind


def kind_of(mail: Mail) -> Kind:
    """What a mail is; a message where no guard holds."""
    return next((guard.kind for guard in GUARDS if guard.holds(mail)), Kind.MESSAGE)


def _own(mail: Mail) -> bool:
    return ours.is_letter(mail.id) or ours.is_ours(mail.sender.address) or _loops(mail)


def _loops(mail: Mail) -> bool:
    return any(ours.is_ours(value) for value in mail.all("x-loop"))


def _submitted_by_machine(mail: Mail) -> bool:
    return any(value.partition(";")[0].strip().lower() not in ("", "no") for value in mail.all("auto-submitted"))


def _wants_no_answer(mail: Mail) -> bool:
    return any(value.strip().lower() not in ("", "none") for value in mail.all("x-auto-response-suppress"))


def _from_nobody(mail: Mail) -> bool:
    return NOBODY.match(mail.sender.address.rpartition("@")[0]) is not None


def _without_return(mail: Mail) -> bool:
    return any(value.strip() == "<>" for value in mail.all("return-path"))


def _says_away(mail: Mail) -> bool:
    # Only as an answer to a letter of ours, or with a colon: somebody may complain about what is outside of an office.
    match = AWAY.match(mail.subject)
    if match is None:
        return False
    return mail.subject[match.end() :].lstrip().startswith(":") or any(map(ours.is_letter, mail.references))


GUARDS: tuple[Guard, ...] = (
    Guard("delivery report or bounce", bounces.is_one, Kind.BOUNCE),
    Guard("read receipt or complaint of a provider", bounces.is_other_report, Kind.IGNORE),
    Guard("our own Message-ID, From or X-Loop", _own, Kind.OWN),
    Guard("Auto-Submitted", _submitted_by_machine, Kind.AUTO_REPLY),
    Guard("X-Auto-Response-Suppress", _wants_no_answer, Kind.AUTO_REPLY),
    Guard("X-Loop of somebody else", lambda mail: bool(mail.all("x-loop")), Kind.AUTO_REPLY),
    Guard("X-Autoreply and the like", lambda mail: any(mail.all(name) for name in AUTOREPLY_HEADERS), Kind.AUTO_REPLY),
    Guard("mailing list", lambda mail: any(mail.all(name) for name in LISTS), Kind.IGNORE),
    Guard("Precedence", lambda mail: mail.first("precedence").strip().lower() in BULK, Kind.AUTO_REPLY),
    Guard("empty Return-Path", _without_return, Kind.AUTO_REPLY),
    Guard("an address that reads nothing", _from_nobody, Kind.AUTO_REPLY),
    Guard("a subject that says away", _says_away, Kind.AUTO_REPLY),
)
