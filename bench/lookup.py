"""How long "which kelurahan is this?" takes inside the process, on the boundaries that TANGGAP_BOUNDARIES names.

TANGGAP_BOUNDARIES=kelurahan.geojson python -m bench.lookup
"""

import os
import random
import statistics
import sys
import time

import django

POINTS = 20_000
ROUNDS = 7


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.config.settings")
    django.setup()
    from tanggap.areas.lookup import area_at, boundaries

    began = time.perf_counter()
    loaded = boundaries()
    if loaded is None:
        sys.exit("TANGGAP_BOUNDARIES names no readable file of boundaries.")
    print(f"{len(loaded.codes)} kelurahan read in {time.perf_counter() - began:.2f} s")
    chance = random.Random(1)
    points: list[tuple[float, float]] = []
    while len(points) < POINTS:
        # Points outside every polygon are another question and left out.
        lat, lon = chance.uniform(-6.375, -6.09), chance.uniform(106.68, 106.98)
        if loaded.code_at(lat, lon):
            points.append((lat, lon))
    rounds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for lat, lon in points:
            area_at(lat, lon)
        rounds.append((time.perf_counter() - began) / POINTS * 1e6)
    print(f"{statistics.median(rounds):.2f} µs a lookup (median of {ROUNDS} rounds of {POINTS} points)")


if __name__ == "__main__":
    main()
