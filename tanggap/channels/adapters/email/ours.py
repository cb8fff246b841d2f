"""What is ours in a mail: the address, the ids of our letters, the token behind the plus."""

from __future__ import annotations

import os
import re
from email.utils import parseaddr

from django.conf import settings

from tanggap.carriers.letters import host
from tanggap.channels.adapters.email.parsing import Mail, addresses

ADDRESS = "TANGGAP_EMAIL_ADDRESS"
"""The address that citizens write to, and that answers come from."""

RECIPIENTS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
_LETTER = re.compile(r"^<(?:\d+\.[0-9a-f]{16}|[a-z]{2}\d{10,})@(?P<host>[^>]+)>$")


def address() -> str:
    """Where citizens write to."""
    return os.environ.get(ADDRESS, "").strip() or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def plus(token: str) -> str:
    """Our address with a token in it: an answer to it says which report it is about."""
    name, _, domain = address().rpartition("@")
    return f"{name}+{token}@{domain}" if token else address()


def token_in(mail: Mail) -> str:
    """The token behind the plus of an address of ours to which the mail went; empty where there is none."""
    name, _, domain = address().lower().rpartition("@")
    for header in RECIPIENTS:
        for known in addresses(mail.raw_all(header)):
            local, _, where = known.address.lower().rpartition("@")
            if where == domain and local.startswith(f"{name}+"):
                return local.removeprefix(f"{name}+")
    return ""


def is_letter(message_id: str) -> bool:
    """Whether we gave this id."""
    match = _LETTER.match(message_id)
    return match is not None and match["host"].lower() == host().lower()


def is_ours(written: str) -> bool:
    """Whether an address is one that we write from, with or without a token in it."""
    name, _, domain = written.lower().rpartition("@")
    known = {address().lower(), parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower()}
    return f"{name.partition('+')[0]}@{domain}" in known
