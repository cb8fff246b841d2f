"""`tanggap worker`: does the jobs that changes leave behind. Any number of them may run, on any machine."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Does queued jobs until SIGTERM, then finishes the running ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--concurrency", type=int, default=4, help="jobs at a time")

    def handle(self, *, concurrency: int, **options: Any) -> None:
        # Everything else about workers stands in settings.PROCRASTINATE_WORKER_DEFAULTS.
        call_command("procrastinate", "worker", "--concurrency", str(concurrency))
