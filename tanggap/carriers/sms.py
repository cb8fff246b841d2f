"""Text messages, through Kannel's ``sendsms`` or straight to a message centre by SMPP, as the environment says.

A text cannot be taken back and its receiver cannot drop a repetition. So only what was certainly not sent is tried
again; where the answer did not come, nobody knows, and the delivery waits for its report.
"""

from __future__ import annotations

import os

import httpx
from django.conf import settings

from tanggap.accounts.contact import normal_phone
from tanggap.carriers import gsm, smpp
from tanggap.carriers.failures import Later, Refused, Unclear
from tanggap.carriers.letters import Letter

NUMBER = "08111272206"
USER = "tanggap"
"""By which name Kannel signs in at our webhook; the password is TANGGAP_SMS_SECRET."""

CONNECTING, ANSWERING = 5, 30  # seconds
REPORTS = 1 | 2 | 16
"""Of Kannel's delivery reports: arrived, will not arrive, refused by the centre."""

KANNEL_REFUSES = frozenset({400, 413})
SMPP_REFUSES = frozenset({0x01, 0x0B, 0x0C, 0x48, 0x50, 0x51})
"""Message or target that the centre will never take (length, address, its type); whatever else is refused may pass."""


def send(letter: Letter) -> str:
    """Hand over a text; the receipt is the centre's id of its last part, or empty where reports name the delivery.

    Raises Refused, Later and Unclear; their texts are codes.
    """
    number = normal_phone(letter.to)
    if not number:
        raise Refused("no number")
    if failure := _no_way():
        raise Later(failure)
    text = gsm.plain(letter.text)
    return _by_kannel(letter, number, text) if kannel() else _by_smpp(letter, number, text)


def kannel() -> str:
    """The address of Kannel's smsbox; empty where SMPP is used."""
    return os.environ.get("TANGGAP_SMS_KANNEL_URL", "").strip().rstrip("/")


def centre() -> str:
    """The address of the message centre with account and password."""
    return os.environ.get("TANGGAP_SMS_SMPP", "").strip()


def sender() -> str:
    """The number that people answer to."""
    return os.environ.get("TANGGAP_SMS_NUMBER", "").strip() or NUMBER


def _no_way() -> str:
    return "" if kannel() or centre() else "not configured"


def _by_kannel(letter: Letter, number: str, text: str) -> str:
    headers = {
        "X-Kannel-Username": os.environ.get("TANGGAP_SMS_KANNEL_USER", ""),
        "X-Kannel-Password": os.environ.get("TANGGAP_SMS_KANNEL_PASSWORD", ""),
        "X-Kannel-From": sender(),
        "X-Kannel-To": number,
        "X-Kannel-Coding": "0" if gsm.is_basic(text) else "2",
        "Content-Type": "text/plain; charset=UTF-8",
    }
    if delivery := letter.extra.get("delivery"):
        headers |= {"X-Kannel-DLR-Mask": str(REPORTS), "X-Kannel-DLR-Url": _report_to(delivery)}
    failure: Exception | None = None
    try:
        timeout = httpx.Timeout(ANSWERING, connect=CONNECTING)
        answer = httpx.post(f"{kannel()}/cgi-bin/sendsms", content=text.encode(), headers=headers, timeout=timeout)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL) as trouble:
        failure = Later(type(trouble).__name__)
    except httpx.HTTPError as trouble:
        failure = Unclear(type(trouble).__name__)
    else:
        if answer.status_code != 202:
            code = f"kannel {answer.status_code}"
            failure = Refused(code) if answer.status_code in KANNEL_REFUSES else Later(code)
    # Outside of the handlers: what httpx raises holds the request.
    if failure is not None:
        raise failure
    return ""


def _report_to(delivery: str) -> str:
    site = os.environ.get("TANGGAP_SMS_CALLBACK", "").strip().rstrip("/") or settings.SITE
    scheme, _, host = site.partition("://")
    secret = os.environ.get("TANGGAP_SMS_SECRET", "")
    return f"{scheme}://{USER}:{secret}@{host}/api/kanal/sms/dlr?delivery={delivery}&type=%d"


def _by_smpp(letter: Letter, number: str, text: str) -> str:
    handed_over, receipt = False, ""
    failure: Exception | None = None
    try:
        with smpp.Line(smpp.account(centre()), smpp.Command.BIND_TRANSMITTER) as line:
            for short in messages(text, number, delivery=letter.extra.get("delivery", "")):
                # From here on a line that breaks leaves the question open.
                before, handed_over = handed_over, True
                try:
                    receipt = line.submit(short)
                except smpp.Failed:
                    handed_over = before
                    raise
    except smpp.Failed as refusal:
        judged = Refused if refusal.status in SMPP_REFUSES else Later
        failure = judged(str(refusal))
    except (smpp.Broken, OSError, ValueError) as trouble:
        failure = Later(type(trouble).__name__)
    if failure is not None:
        raise Unclear(str(failure)) if handed_over else failure
    return receipt


def messages(text: str, number: str, *, delivery: str) -> list[smpp.Short]:
    """A text as the messages to be submitted; only the last asks for a report, since it is the last to arrive."""
    reference = int(delivery or 0)
    parts = list(smpp.parts_of(text, reference=reference))
    return [
        smpp.Short(
            source=sender().removeprefix("+"),
            source_kind=smpp.INTERNATIONAL if sender().startswith("+") else smpp.UNKNOWN,
            target=number.removeprefix("+"),
            target_kind=smpp.INTERNATIONAL,
            octets=octets,
            coding=coding,
            esm_class=esm_class,
            receipt_wanted=part == len(parts),
            options={smpp.Tag.USER_REFERENCE: (reference & 0xFFFF).to_bytes(2, "big")} if reference else {},
        )
        for part, (octets, coding, esm_class) in enumerate(parts, start=1)
    ]
