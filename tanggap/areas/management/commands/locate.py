"""``tanggap locate LAT LON``: kelurahan, kecamatan and kota of a point."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tanggap.areas.lookup import Found, area, area_at, line, why_outside
from tanggap.areas.models import Area
from tanggap.kit.words import Pair


class Command(BaseCommand):
    help = "Say in which kelurahan, kecamatan and kota a point lies, and whether that is exact."
    requires_system_checks: list[str] = []  # they would import every page only to look up a point

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("lat", type=float, help="degrees north, for example -6.1964")
        parser.add_argument("lon", type=float, help="degrees east, for example 106.8305")
        parser.add_argument("--json", action="store_true", help="print JSON for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        lat, lon = options["lat"], options["lon"]
        if not Area.objects.exists():
            why = Pair("Muat kota dahulu: tanggap city load", "Load the city first: tanggap city load")
            raise CommandError(str(why))
        found = area_at(lat, lon)
        if found is None:
            self._refuse(why_outside(lat, lon), as_json=options["json"])
        elif options["json"]:
            self.stdout.write(json.dumps(_as_data(found), ensure_ascii=False))
        else:
            self._print(found)

    def _refuse(self, why: Pair | None, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"found": False, "reason": str(why)}, ensure_ascii=False))
            raise SystemExit(1)
        raise CommandError(str(why))

    def _print(self, found: Found) -> None:
        for row in line(found.code):
            self.stdout.write(f"{row.get_level_display().capitalize()}: {row.name} ({row.code})")
        if found.exact:
            self.stdout.write(str(Pair("Tepat, menurut batas wilayah.", "Exact, by the boundaries.")))
            return
        guessed = Pair("Perkiraan, menurut titik tengah terdekat:", "Approximate, by the nearest centres:")
        self.stdout.write(str(guessed))
        for candidate in found.candidates:
            self.stdout.write(f"  {candidate.share:4.0%} {area(candidate.code).name} ({candidate.code})")


def _as_data(found: Found) -> dict[str, Any]:
    levels = {row.level: {"code": row.code, "name": row.name} for row in line(found.code)}
    candidates = [
        {"code": one.code, "name": area(one.code).name, "share": round(one.share, 3)} for one in found.candidates
    ]
    return {"found": True, "exact": found.exact, **levels, "candidates": candidates}
