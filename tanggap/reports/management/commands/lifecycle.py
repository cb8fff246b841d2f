"""``tanggap lifecycle``: the page docs/lifecycle.md, drawn from the table of moves."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from tanggap.reports.drawn import page


class Command(BaseCommand):
    help = "Draw docs/lifecycle.md from the table of moves; --write puts it in place."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["write"]:
            options["write"].write_text(page(), encoding="utf-8")
        else:
            self.stdout.write(page(), ending="")
