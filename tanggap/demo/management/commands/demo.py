"""`tanggap demo load | logins | code`: a believable city to try things in."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tanggap.agencies.models import Agency
from tanggap.areas.models import Area
from tanggap.demo import load, people
from tanggap.reports.models import Report

COUNT = 1800


class Command(BaseCommand):
    help = "The demo city: load it, list who can sign in, or print the second factor of this half minute."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        loading = acts.add_parser("load", help="fill an empty city with ninety days of reports; a second time nothing")
        loading.add_argument(
            "--reports",
            type=int,
            default=COUNT,
            help=f"drawn at random, beside duplicates and set pieces (default {COUNT})",
        )
        loading.add_argument("--processes", type=int, default=0, help="default: one for each core")
        acts.add_parser("logins", help="e-mail, password and roles of those who can sign in")
        acts.add_parser("code", help="the six digits that the second step of signing in asks for")

    def handle(self, *, act: str, **options: Any) -> None:
        {"load": self._load, "logins": self._logins, "code": self._code}[act](**options)

    def _load(self, *, reports: int, processes: int, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is a real city: its sign-ins must not be known to all. TANGGAP_DEMO=1 allows it.")
        if people.settled() and Report.objects.exists():
            self.stdout.write("The demo city is loaded already.")
            return
        if Report.objects.exists():
            raise CommandError("There are reports here that are not the demo's. It is loaded into an empty city only.")
        if not Area.objects.exists():
            raise CommandError("Load the city first: bin/tanggap city load")
        result = load.load(reports, at=timezone.now(), parts=processes)
        self.stdout.write(f"{Report.objects.count()} reports, {result.steps} steps of their lives.")
        if result.refused:
            self.stderr.write(f"{result.refused} lives ended early, because the domain refused a step.")

    def _logins(self, **options: Any) -> None:
        if not people.settled():
            self.stdout.write("No demo people live here. bin/tanggap demo load brings them.")
            return
        width = max(len(row.email) for row in people.LOGINS) + len(people.DOMAIN) + 2
        self.stdout.write(f"Staff sign in at {settings.SITE}/konsol with the password: {people.PASSWORD}")
        self.stdout.write(f"and the code now {people.code()}, later from: bin/tanggap demo code")
        self.stdout.write(f"(or an authenticator app with the secret {people.SECRET})\n")
        shorts = dict(Agency.objects.values_list("code", "short"))
        for row in people.LOGINS:
            place = f"{row.title}, {shorts.get(row.agency, row.agency)}"
            self.stdout.write(f"  {row.email + '@' + people.DOMAIN:<{width}} {row.role:<11} {place}")
        self.stdout.write(
            f"\nA citizen signs in with {people.CITIZEN}; the code is in the letter under {self._letters()}"
        )

    def _code(self, **options: Any) -> None:
        self.stdout.write(people.code())

    def _letters(self) -> str:
        return str(getattr(settings, "EMAIL_FILE_PATH", "the mailbox"))
