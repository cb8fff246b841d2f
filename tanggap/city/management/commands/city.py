"""``tanggap city load [folder]`` and ``tanggap city check``."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tanggap.areas.city import city, folder
from tanggap.city import check, difference, load, pack
from tanggap.kit.words import Pair
from tanggap.reports import catalogue


class Command(BaseCommand):
    help = "Load the city pack into the database, or say what the loaded city lacks."
    requires_system_checks: list[str] = []  # they would import every page only to load a table

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        loading = acts.add_parser("load", help="load a pack folder and print what changed")
        loading.add_argument("folder", nargs="?", type=Path, help="default: the pack that TANGGAP_CITY names")
        acts.add_parser("check", help="say what is missing")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "load":
            self._load(options["folder"] or folder(), silent=options["verbosity"] == 0)
        else:
            self._check()

    def _load(self, place: Path, *, silent: bool) -> None:
        try:
            read = pack.read(place)
        except pack.BrokenPack as broken:
            lines = [str(Pair("Paket kota tidak dimuat; tidak ada yang diubah.", "Not loaded; nothing was changed."))]
            raise CommandError("\n".join([*lines, *map(str, broken.faults)])) from broken
        differences = load.load(read, at=timezone.now())
        for line in () if silent else difference.describe(differences):
            self.stdout.write(line)

    def _check(self) -> None:
        today = timezone.now().astimezone(city().zone).date()
        found = check.missing(catalogue.current(), on=today)
        for sentence in found:
            self.stdout.write(f"- {sentence}")
        if not found:
            self.stdout.write(str(Pair("Kota lengkap.", "The city is complete.")))
