"""Whether our own mail server vouches for the sender (RFC 8601, Authentication-Results).

Anybody can write anything behind From:. Our mail server checks SPF, DKIM and DMARC and notes what it found under its
own name; a mail that it vouches for in no way opens no report.
"""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from tanggap.channels.adapters.email.parsing import Mail

AUTHSERV = "TANGGAP_EMAIL_AUTHSERV"
"""The name that our mail server gives itself in Authentication-Results; it must strip that name from what comes in."""

_COMMENT = re.compile(r"\([^()]*\)")
DOMAIN_OF = {"dkim": ("header.d", "header.i"), "spf": ("smtp.mailfrom", "smtp.mail")}
"""Where each method names the domain that it checked."""


class Result(NamedTuple):
    """One check: its method, what came out, and the properties that it looked at."""

    method: str
    verdict: str
    about: dict[str, str]


def vouched(mail: Mail) -> bool:
    """Whether the one address in From: is the sender's: DMARC passed, or SPF or DKIM for that very domain."""
    if len(mail.senders) != 1 or len(mail.all("from")) != 1:
        return False
    domain = mail.sender.domain
    found = results(mail)
    verdicts = {result.verdict for result in found if result.method == "dmarc"}
    if verdicts - {"pass", "none", "bestguesspass"}:
        return False
    if "pass" in verdicts:
        named = [result.about.get("header.from", domain) for result in found if result.method == "dmarc"]
        return all(name.lower() == domain for name in named)
    return any(_covers(result, domain) for result in found)


def results(mail: Mail) -> list[Result]:
    """Everything that our own server noted about a mail; what others claim to have checked counts for nothing."""
    ours = os.environ.get(AUTHSERV, "").strip().lower()
    found: list[Result] = []
    for header in mail.all("authentication-results"):
        server, _, rest = _COMMENT.sub(" ", header).partition(";")
        if ours and server.lower().split()[:1] == [ours]:
            found += [result for part in rest.split(";") if (result := _result(part))]
    return found


def _result(part: str) -> Result | None:
    pairs = [word.partition("=") for word in part.split() if "=" in word]
    if not pairs:
        return None
    (method, _, verdict), *about = pairs
    return Result(
        method.lower().partition("/")[0], verdict.lower(), {name.lower(): value.strip('"') for name, _, value in about}
    )


def _covers(result: Result, domain: str) -> bool:
    if result.verdict != "pass":
        return False
    checked = next((result.about[name] for name in DOMAIN_OF.get(result.method, ()) if name in result.about), "")
    checked = checked.rpartition("@")[2].lower().rstrip(".")
    return bool(checked) and "." in checked and (domain == checked or domain.endswith(f".{checked}"))
