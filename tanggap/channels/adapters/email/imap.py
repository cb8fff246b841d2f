"""Fetching mail: IMAP IDLE tells at once what arrives, and each minute the mailbox is asked besides.

The mailbox is only read. How far it was read is a bookmark of UIDVALIDITY and UID; a mail that is fetched twice is
taken once.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import structlog
from django.db import Error as DatabaseTrouble
from django.db import close_old_connections
from django.utils import timezone
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from tanggap.channels.adapters.email.parsing import event_id

log = structlog.get_logger("tanggap.channels")

CODE = "email"
URL = "TANGGAP_IMAP_URL"
"""``imaps://user:password@host/INBOX``; ``imap+tls`` for STARTTLS; ``imap`` in the clear, on the same machine."""

SCHEMES = {"imaps": (993, True, False), "imap+tls": (143, False, True), "imap": (143, False, False)}
TIMEOUT = 60
FIRST_IDLE, IDLE_FOR = 2, 256
"""Seconds: servers may drop who idles for half an hour, and networks much earlier."""
LOOK_EVERY = 1
WITHOUT_IDLE = 30
FIRST_REST, LONGEST_REST = 2, 300
LOOK_BACK = timedelta(days=1)
"""At the first start, and where the server numbers its mails anew: no older mail is fetched."""


class BadAddress(Exception):
    """``TANGGAP_IMAP_URL`` cannot be read."""


class Mailbox(NamedTuple):
    """Where the mail lies."""

    host: str
    port: int
    tls: bool
    starttls: bool
    user: str
    password: str
    folder: str


def mailbox() -> Mailbox:
    """The mailbox of the environment. Raises BadAddress."""
    parts = urlsplit(os.environ.get(URL, ""))
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise BadAddress(f"{URL} must look like imaps://user:password@host/INBOX ({', '.join(SCHEMES)}).")
    port, tls, starttls = SCHEMES[parts.scheme]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    folder = unquote(parts.path.lstrip("/")) or "INBOX"
    return Mailbox(parts.hostname, parts.port or port, tls, starttls, user, password, folder)


@contextmanager
def opened() -> Iterator[tuple[Any, int]]:
    """A connection with the mailbox open for reading, and its UIDVALIDITY."""
    box = mailbox()
    with IMAPClient(box.host, port=box.port, ssl=box.tls, timeout=TIMEOUT) as client:
        if box.starttls:
            client.starttls()
        client.login(box.user, box.password)
        selected = client.select_folder(box.folder, readonly=True)
        yield client, int(selected.get(b"UIDVALIDITY", 0))


def fetch(client: Any, validity: int, *, at: datetime) -> int:
    """Take every mail that came since the last time; returns how many were new."""
    # The registry knows the adapters and these know the registry: not at the head of the module.
    from tanggap.channels import intake, polling

    known, _, last = polling.bookmark(CODE, "uid").partition(":")
    if known == str(validity) and last.isdecimal():
        first = int(last) + 1
        uids = [uid for uid in client.search(["UID", f"{first}:*"]) if uid >= first]
    else:
        uids = client.search(["SINCE", (at - LOOK_BACK).date()])
    taken = 0
    for uid in sorted(uids):
        raw = client.fetch([uid], ["BODY.PEEK[]"]).get(uid, {}).get(b"BODY[]")
        if raw and intake.take(CODE, event_id(raw), raw, content_type="message/rfc822", at=at):
            taken += 1
        polling.note(CODE, "uid", f"{validity}:{uid}", at=at)
    return taken


def watch(*, until: Event) -> None:
    """Stay with the mailbox until told to stop; a lost connection or database is sought again, ever more slowly."""
    rest = FIRST_REST
    while not until.is_set():
        try:
            with opened() as (client, validity):
                rest = FIRST_REST
                _stay(client, validity, until)
        except (IMAPClientError, OSError, DatabaseTrouble) as failure:
            log.warning("mailbox lost", failure=type(failure).__name__, again_in=rest)
            close_old_connections()
            until.wait(rest)
            rest = min(rest * 2, LONGEST_REST)


def _stay(client: Any, validity: int, until: Event) -> None:
    idles = client.has_capability("IDLE")
    patience = FIRST_IDLE
    while not until.is_set():
        # What arrives while a command runs may be told in its answer, where nobody looks: so the mailbox is asked
        # again soon after each mail, and then ever more seldom.
        taken = fetch(client, validity, at=timezone.now())
        patience = FIRST_IDLE if taken else min(patience * 2, IDLE_FOR)
        close_old_connections()
        if idles:
            _idle(client, until, patience)
        else:
            until.wait(WITHOUT_IDLE)
            client.noop()


def _idle(client: Any, until: Event, patience: int) -> None:
    """Wait until the server tells of a new mail, so many seconds at most."""
    client.idle()
    try:
        for _ in range(patience // LOOK_EVERY):
            told = client.idle_check(timeout=LOOK_EVERY)
            if until.is_set() or any(
                len(line) > 1 and line[1] == b"EXISTS" for line in told if isinstance(line, tuple)
            ):
                break
    finally:
        client.idle_done()
