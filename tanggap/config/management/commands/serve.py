"""`tanggap serve`: bring the database up to date, fill it where it is empty, and run web and worker."""

import errno
import os
import socket
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from tanggap.areas.models import Area
from tanggap.config import processes, static
from tanggap.reports.models import Report


class Command(BaseCommand):
    help = "Migrates, loads the city (and the demo city where there are no reports), serves until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1", help="address to listen on (0.0.0.0: every one)")
        parser.add_argument("--workers", type=int, default=max(2, os.cpu_count() or 2), help="web processes")
        parser.add_argument("--threads", type=int, default=4, help="threads of a web process")
        parser.add_argument("--no-demo", action="store_true", help="leave an empty city empty")

    def handle(self, *, bind: str, workers: int, threads: int, no_demo: bool, **options: Any) -> None:
        no_demo = no_demo or not settings.DEMO
        _refuse_a_taken_port(bind, settings.PORT)
        self.stdout.write("· database")
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write("· city")
        # The first time everything is new; later the difference is worth reading.
        call_command("city", "load", stdout=self.stdout, verbosity=1 if Area.objects.exists() else 0)
        if not no_demo and not Report.objects.exists():
            self.stdout.write("· demo city")
            call_command("demo", "load", stdout=self.stdout)
        static.collect()
        programs = processes.Programs(
            [
                processes.Program(
                    "web", processes.web(host=bind, port=settings.PORT, workers=workers, threads=threads)
                ),
                processes.Program("worker", processes.worker()),
            ],
            say=lambda sentence: self.stderr.write(sentence),
            watch=_keep_the_database,
        )
        programs.run(ready=lambda: _answers(bind, settings.PORT), announce=lambda: self._announce(no_demo))
        self.stdout.write("Stopped. The data stay.")

    def _announce(self, no_demo: bool) -> None:
        self.stdout.write(f"\nTanggap: {settings.SITE}\n")
        if not no_demo:
            call_command("demo", "logins", stdout=self.stdout)
        self.stdout.write("Ctrl-C stops everything.")
        self.stdout.flush()


def _refuse_a_taken_port(bind: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in bind else socket.AF_INET) as probe:
        # As the server does: a port whose last connections linger is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as refusal:
            if refusal.errno == errno.EADDRINUSE:
                raise CommandError(
                    f"Port {port} is taken by another program. Stop that one, or choose another port: "
                    f"PORT={port + 1} bin/run"
                ) from refusal
            raise CommandError(f"Cannot listen on {bind}:{port}: {refusal.strerror}.") from refusal


def _answers(bind: str, port: int) -> bool:
    try:
        # Connecting to "every address" reaches this machine.
        socket.create_connection((bind, port), timeout=1).close()
    except OSError:
        return False
    return True


def _keep_the_database() -> None:
    if settings.CLUSTER and not settings.CLUSTER.is_ready():
        settings.CLUSTER.start()
