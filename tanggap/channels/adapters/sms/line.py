"""The line to a message centre, held open: what it delivers is stored first and acknowledged then."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import structlog
from django.db import close_old_connections
from django.utils import timezone

from tanggap.carriers import smpp, sms
from tanggap.channels import polling
from tanggap.channels.adapters.sms import parts
from tanggap.channels.models import Bookmark

log = structlog.get_logger("tanggap.channels")

STATE = "line"
HELD, LOST = "held", "lost"
QUIET = 30
"""Seconds without a word after which the line is tested."""
SILENT = timedelta(minutes=5)
FIRST_REST, LONGEST_REST = 1.0, 60.0  # seconds before the line is taken up again
TEMPORARY = 0x64
"""ESME_RX_T_APPN: the centre keeps the message and delivers it again."""


def hold(stop: threading.Event) -> None:
    """Hold the line until told to stop; it is taken up again whenever it is lost."""
    rest = FIRST_REST
    while not stop.is_set():
        try:
            with smpp.Line(smpp.account(sms.centre()), smpp.Command.BIND_TRANSCEIVER) as line:
                rest = FIRST_REST
                _note(HELD)
                _listen(line, stop)
        except (smpp.Broken, smpp.Failed, OSError) as trouble:
            log.warning(
                "smpp line lost", trouble=str(trouble) if isinstance(trouble, smpp.Failed) else type(trouble).__name__
            )
            _note(LOST)
            stop.wait(rest)
            rest = min(rest * 2, LONGEST_REST)


def _listen(line: smpp.Line, stop: threading.Event, quiet: float = QUIET) -> None:
    line.wait(1)
    heard_at = tested_at = noted_at = timezone.now()
    while not stop.is_set():
        now = timezone.now()
        try:
            pdu = line.read()
        except TimeoutError:
            if now - heard_at > timedelta(seconds=3 * quiet):
                raise smpp.Broken("smpp silent") from None
            if now - max(heard_at, tested_at) > timedelta(seconds=quiet):
                line.test()
                tested_at = now
            continue
        heard_at = now
        if pdu.command == smpp.Command.DELIVER:
            _deliver(line, pdu)
        elif now - noted_at > timedelta(minutes=1):
            _note(HELD)
            noted_at = now


def _deliver(line: smpp.Line, pdu: smpp.Pdu) -> None:
    close_old_connections()
    try:
        parts.take(pdu.body, at=timezone.now())
    except Exception:
        # Unstored is unheard: the centre has to keep it.
        line.respond(pdu, status=TEMPORARY)
        raise
    line.respond(pdu)


def trouble(at: datetime) -> str:
    """What is wrong with the line, as it was last noted; empty where nothing is."""
    last = Bookmark.objects.filter(channel=parts.CODE, name=STATE).first()
    if last is None:
        return "The line to the message centre was never held; run: tanggap channels listen sms"
    if last.value == LOST or at - last.at > SILENT:
        return f"The line to the message centre is lost since {timezone.localtime(last.at):%Y-%m-%d %H:%M}."
    return ""


def _note(value: str) -> None:
    polling.note(parts.CODE, STATE, value, at=timezone.now())
