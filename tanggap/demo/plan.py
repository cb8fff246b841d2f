"""Which reports the demo city gets: some two thousand over ninety days, and a well-filled queue in Menteng."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from tanggap.areas.city import city
from tanggap.areas.models import Area
from tanggap.areas.register import register
from tanggap.demo import lives, themes
from tanggap.demo.lives import Life
from tanggap.demo.tale import Tale, World
from tanggap.demo.themes import Theme
from tanggap.reports.models import Report

DAYS: Final = 90
MENTENG: Final = "31.71.06.1001"
BUSY: Final = {
    MENTENG: 90,
    "31.71.06.1003": 50,
    "31.74.01.1001": 45,
    "31.72.06.1003": 45,
    "31.73.01.1006": 45,
}
"""How often a kelurahan is drawn, against 1 for each other one."""

CHANNELS: Final = {
    "jaki": 80, "twitter": 4, "lapor": 4, "email": 3, "kelurahan": 3, "facebook": 2, "sms": 1, "kecamatan": 1,
    "balai-kota": 1, "medsos-gubernur": 1,
}  # fmt: skip
HOURS: Final = (1, 1, 1, 1, 2, 5, 12, 20, 22, 18, 14, 12, 11, 11, 11, 12, 16, 20, 18, 14, 11, 8, 5, 2)
"""When people report, by the hour of the day."""

FLOOD_DAYS_AGO: Final = 23
DUPLICATES: Final = 0.06
PUBLIC: Final = 0.6

Started = tuple[Tale, Life]


class Standing(NamedTuple):
    """Reports that stand at one point of their life: how, what about, and how many hours ago each was filed."""

    life: Callable[[Tale], Life]
    categories: tuple[str, ...]
    hours_ago: tuple[float, ...]
    channel: str = "jaki"


QUEUE: Final[tuple[Standing, ...]] = (
    Standing(lives.waiting, ("sampah", "sampah", "fasos-fasum"), (8.17, 6.8, 5.2, 3.9, 2.4, 1.0, 0.4, 0.1)),
    Standing(
        lives.handed_over,
        ("jalan", "saluran-air", "coretan", "parkir-liar", "pohon", "trotoar"),
        (7.5, 5.4, 4.4, 3.2, 1.6, 0.7),
    ),
    Standing(
        lives.begun,
        ("sampah", "jalan", "saluran-air", "coretan", "fasos-fasum", "pohon"),
        (169.2, 172, 166.9, 160, 158, 150, 141, 133, 120, 111, 100, 92, 80, 71, 60, 50, 44, 33, 28, 21, 14, 9),
    ),
    Standing(lives.asked, ("sampah", "saluran-air", "fasos-fasum"), (60, 52, 43, 34, 27, 20, 12)),
    Standing(lives.in_validation, ("jalan", "saluran-air", "sampah"), (70, 48, 40, 30)),
    Standing(lives.rejected, ("jalan", "saluran-air"), (95, 66)),
    Standing(lives.reopened, ("sampah", "jalan"), (110, 75)),
    Standing(lives.extending, ("saluran-air", "jalan"), (140, 118)),
)
"""What Kelurahan Menteng holds at this moment."""

ELSEWHERE: Final[tuple[Standing, ...]] = (
    Standing(lives.unplaced, ("sampah", "jalan", "banjir", "transportasi-publik"), (5.1, 3.3, 1.9, 0.8), "twitter"),
    Standing(lives.unplaced, ("ktp", "parkir-liar", "bansos"), (6.4, 2.7, 0.3), "email"),
    Standing(lives.unplaced, ("saluran-air", "gangguan-trantib"), (4.2, 1.2), "facebook"),
    Standing(lives.disposed, ("jalan", "saluran-air", "pohon"), (26, 11, 6, 3)),
)
"""What the desk and the Sudin of Jakarta Pusat hold."""

SARIS: Final[tuple[Standing, ...]] = (
    Standing(lives.ordinary, ("jalan", "sampah", "pohon"), (900, 420, 200)),
    Standing(lives.begun, ("jalan",), (31,)),
    Standing(lives.waiting, ("sampah",), (2.2,)),
    Standing(lives.reopened, ("saluran-air",), (80,)),
)
"""The reports of the citizen who can be signed in as."""


def everything(world: World, count: int, *, part: int, parts: int) -> list[Started]:
    """This part's share of the tales, each with its life."""
    started = [*_standing(world), *_confidential(world)] if part == 0 else []
    for number in range(part, count, parts):
        started += _drawn(world, number)
    return started


def _drawn(world: World, number: int) -> Iterator[Started]:
    chance = random.Random(f"tale {number}")
    area = _area(chance)
    theme = chance.choices(themes.THEMES, [theme.weight for theme in themes.THEMES])[0]
    channel = chance.choices(list(CHANNELS), list(CHANNELS.values()))[0]
    at = _moment(chance, world.now)
    if number % 40 == 0:
        theme, at = _named("banjir"), world.now - timedelta(days=FLOOD_DAYS_AGO, hours=chance.uniform(0, 4))
    tale = Tale(world, chance, theme, area, at, channel, _privacy(chance))
    yield tale, lives.ordinary(tale)
    if chance.random() < DUPLICATES:
        later = at + timedelta(hours=chance.uniform(0.4, 20))
        other = random.Random(f"duplicate {number}")
        child = Tale(world, other, theme, area, later, privacy=_privacy(other), child_of=tale)
        yield child, lives.ordinary(child)


def _standing(world: World) -> Iterator[Started]:
    area = register().by_code[MENTENG]
    for row in (*QUEUE, *ELSEWHERE, *SARIS):
        for place, hours in enumerate(row.hours_ago):
            category = row.categories[place % len(row.categories)]
            chance = random.Random(f"{row.life.__name__} {hours} {category}")
            at = world.now - timedelta(hours=hours)
            tale = Tale(world, chance, _named(category), area, at, row.channel, _privacy(chance), own=row in SARIS)
            # Only who left a contact can be asked; Sari always did.
            tale.reachable = row.life == lives.asked
            yield tale, row.life(tale)


def _confidential(world: World) -> Iterator[Started]:
    for number, days in enumerate((1, 4, 9, 30, 60)):
        chance = random.Random(f"confidential {number}")
        tale = Tale(world, chance, themes.CONFIDENTIAL, _area(chance), world.now - timedelta(days=days), "inspektorat")
        yield tale, lives.ordinary(tale)


def _named(category: str) -> Theme:
    return next(theme for theme in themes.THEMES if theme.category == category)


def _area(chance: random.Random) -> Area:
    areas = register().kelurahan
    return chance.choices(areas, [BUSY.get(area.code, 1) for area in areas])[0]


def _privacy(chance: random.Random) -> str:
    return Report.Privacy.PUBLIC if chance.random() < PUBLIC else Report.Privacy.PRIVATE


def _moment(chance: random.Random, now: datetime) -> datetime:
    """A moment of the last ninety days, more often lately, at an hour when people are awake."""
    local = now.astimezone(city().zone) - timedelta(days=DAYS * chance.random() ** 1.3)
    hour = chance.choices(range(24), HOURS)[0]
    at = local.replace(hour=hour, minute=chance.randrange(60), second=chance.randrange(60))
    return min(at, now - timedelta(minutes=chance.randrange(2, 200)))
