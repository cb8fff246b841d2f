"""``tanggap channels``: the ways in with their health; reading failed events again; listening on one."""

import json
from argparse import ArgumentParser
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tanggap.channels import health, intake
from tanggap.channels.capabilities import Listens, missing
from tanggap.channels.health import Health
from tanggap.channels.models import Inbound
from tanggap.channels.registry import named


class Command(BaseCommand):
    help = (
        "list: every channel and how it is. replay ID | --failed: read events again. listen CODE: hold the line open."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", nargs="?", choices=sorted(self.ACTS), default="list")
        parser.add_argument("what", nargs="*", help="ids of events to replay, or the channel to listen on")
        parser.add_argument("--failed", action="store_true", help="replay everything on the list of failed ones")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        self.ACTS[options["act"]](self, options)

    def table(self, options: dict[str, Any]) -> None:
        """One line a channel."""
        rows = health.of_all(at=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps([row.plain() for row in rows]))
            return
        for row in rows:
            self.stdout.write(_line(row))

    def replay(self, options: dict[str, Any]) -> None:
        """Defer the reading of events that failed; what was read already is left alone."""
        failed = Inbound.objects.filter(state__in=[Inbound.State.FAILED, Inbound.State.NEW])
        if not options["failed"]:
            if not options["what"]:
                raise CommandError("Name events by id, or say --failed.")
            failed = failed.filter(pk__in=[int(one) for one in options["what"]])
        else:
            failed = failed.filter(state=Inbound.State.FAILED)
        count = 0
        for inbound in failed.order_by("pk"):
            intake.replay(inbound)
            count += 1
        self.stdout.write(f"{count} events will be read again.")

    def listen(self, options: dict[str, Any]) -> None:
        """Run until stopped."""
        code = next(iter(options["what"]), "")
        adapter = named(code)
        if not isinstance(adapter, Listens):
            raise CommandError(f"No channel {code!r} that listens.")
        if lacking := missing(adapter):
            raise CommandError(f"Not set: {', '.join(lacking)}.")
        adapter.listen()

    ACTS: ClassVar[dict[str, Any]] = {"list": table, "replay": replay, "listen": listen}


def _line(row: Health) -> str:
    dates = f"{row.channel.valid_from}..{row.channel.valid_to or ''}"
    figures = (
        f"failed {row.failed} backlog {row.backlog} desk {row.conversations} unsent {row.unsent} forged {row.forged}"
    )
    last = f"{timezone.localtime(row.last_event):%Y-%m-%d %H:%M}" if row.last_event else "no event yet"
    notes = " ".join(filter(None, [f"not set: {', '.join(row.missing)}" if row.missing else "", row.trouble]))
    state = "open" if row.open else "ended" if row.begun else "later"
    return (
        f"{row.channel.number:>3} {row.channel.code:<16} {row.light:<5} {state:<5} {dates:<22} "
        f"{row.adapter or '-':<12} {last:<16} {figures} {notes}".rstrip()
    )
