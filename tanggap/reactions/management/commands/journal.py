"""``tanggap journal``: is the journal what it was, and what would prove it later."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tanggap.journal.models import Seal
from tanggap.journal.seal import seal
from tanggap.journal.verify import Verdict, verify
from tanggap.reports.spoken import spoken

SHOWN = 50
"""Troubles printed one by one; the rest is counted (``--json`` prints all)."""


class Command(BaseCommand):
    help = "verify: find what was changed, taken out or reordered. seal: seal now. head: print the newest seal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=sorted(self.ACTS))
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        self.ACTS[options["act"]](self, options["json"])

    def verify(self, as_json: bool) -> None:
        """Exit code 1 where anything is wrong."""
        verdict = verify(spoken)
        if as_json:
            self.stdout.write(json.dumps(asdict(verdict) | {"sound": verdict.sound}))
        else:
            self._tell(verdict)
        if not verdict.sound:
            raise CommandError(f"The journal is not what it was: {len(verdict.troubles)} found.")

    def _tell(self, verdict: Verdict) -> None:
        for trouble in verdict.troubles[:SHOWN]:
            self.stdout.write(f"{trouble.place} {trouble.sentence}")
        if len(verdict.troubles) > SHOWN:
            self.stdout.write(f"... and {len(verdict.troubles) - SHOWN} more")
        for place in verdict.redacted:
            self.stdout.write(f"{place} redacted")
        self.stdout.write(
            f"{verdict.events} events in {verdict.streams} chains, {verdict.seals} seals "
            f"({verdict.unsealed} events await the next one)"
        )
        if verdict.sound:
            self.stdout.write(f"All as it was. Newest seal: {verdict.head or 'none yet'}")

    def seal(self, as_json: bool) -> None:
        made = seal(at=timezone.now())
        self.stdout.write(f"Sealed {made.count} events: {made.hash}" if made else "Nothing to seal.")

    def head(self, as_json: bool) -> None:
        last = Seal.objects.order_by("pk").last()
        self.stdout.write(f"{last.pk} {last.at:%Y-%m-%dT%H:%M:%SZ} {last.hash}" if last else "No seal yet.")

    ACTS: ClassVar[dict[str, Callable[["Command", bool], None]]] = {"verify": verify, "seal": seal, "head": head}
