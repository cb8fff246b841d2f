"""What people photograph: twelve kinds of trouble on a drawn street, each put right, and an office."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import Final, NamedTuple

from PIL import Image

from tanggap.demo.streets import HEIGHT, INK, WIDTH, Street, street, tree, worker

BAGS: Final = ("#22292E", "#2F3A42", "#2B5F8C", "#E5E2D6", "#3B3F36")
CARS: Final = ("#C33B2B", "#E8E6E0", "#3C5A78", "#8C8F91", "#D9A62E")
CLOTHS: Final = ("#C7430D", "#0B6285", "#2E7D4F", "#E0A82E")


def pothole(at: Street, solved: bool) -> None:
    x, y = at.chance.uniform(220, 580), at.chance.uniform(470, 540)
    width = at.chance.uniform(90, 190)
    if solved:
        at.shape(
            [(x - width, y - 26), (x + width * 0.9, y - 34), (x + width * 1.1, y + 24), (x - width * 1.1, y + 30)],
            "#3F464A",
        )
        at.line([(x - width, y - 26), (x + width * 0.9, y - 34)], "#4C5458", 3)
        return
    for turn in range(9):
        angle = turn * math.tau / 9
        at.oval(x + math.cos(angle) * width * 0.8, y + math.sin(angle) * 24, at.chance.uniform(20, 44), 14, "#4A5054")
    at.oval(x, y, width, 34, "#33383B")
    at.oval(x + 6, y + 6, width * 0.76, 22, "#1D2123")
    at.oval(x + 12, y + 12, width * 0.5, 11, at.chance.choice(("#54707C", "#2A2E30", "#6B6252")))


def garbage(at: Street, solved: bool) -> None:
    x, y = at.chance.uniform(200, 560), at.road_y + at.chance.uniform(18, 80)
    if solved:
        at.box(x + 60, y - 90, 62, 86, "#1F7A4C", corner=6)
        at.box(x + 54, y - 100, 74, 14, "#17613C", corner=4)
        worker(at, x - 60, y + 20, at.chance.uniform(1.1, 1.7))
        return
    at.oval(x, y + 4, 190, 24, "#4B5257")
    for _ in range(at.chance.randrange(6, 13)):
        dx, r = at.chance.uniform(-150, 150), at.chance.uniform(28, 62)
        at.oval(x + dx, y - r * 0.55, r, r * 0.8, at.chance.choice(BAGS))
    for _ in range(10):
        dx, dy = at.chance.uniform(-210, 210), at.chance.uniform(0, 40)
        colour = at.chance.choice(("#C98F3D", "#D9502E", "#EFC24B", "#7FB3C8", "#EDE9DE"))
        at.shape(
            [(x + dx, y + dy), (x + dx + 26, y + dy - 10), (x + dx + 34, y + dy + 6), (x + dx + 8, y + dy + 12)], colour
        )


def drain(at: Street, solved: bool) -> None:
    top, left = at.road_y + at.chance.uniform(4, 26), at.chance.uniform(-60, 120)
    right, depth = left + at.chance.uniform(520, 700), at.chance.uniform(70, 120)
    at.shape([(left, top), (right, top - 8), (right + 60, top + depth), (left - 40, top + depth)], "#8D8B85")
    water = "#6FA0AC" if solved else "#4B4A38"
    at.shape(
        [(left + 24, top + 16), (right - 20, top + 8), (right + 20, top + depth - 18), (left - 6, top + depth - 18)],
        water,
    )
    if solved:
        for wave in range(5):
            y = top + 26 + wave * depth / 7
            at.line([(left + 70 + wave * 70, y), (left + 190 + wave * 70, y - 3)], "#A9CBD3", 3)
        return
    for _ in range(26):
        x, y = at.chance.uniform(left + 20, right - 20), at.chance.uniform(top + 22, top + depth - 24)
        colour = at.chance.choice(("#6B7A3C", "#C9B37C", "#DDD8C8", "#4F6B4C", "#A14B32"))
        at.oval(x, y, at.chance.uniform(8, 26), at.chance.uniform(5, 12), colour)


def _car(at: Street, x: float, y: float, scale: float, colour: str) -> None:
    at.box(x, y - 62 * scale, 250 * scale, 56 * scale, colour, corner=14 * scale)
    roof = [(x + 48 * scale, y - 58 * scale), (x + 84 * scale, y - 108 * scale), (x + 182 * scale, y - 108 * scale)]
    at.shape([*roof, (x + 222 * scale, y - 58 * scale)], colour)
    glass = [(x + 64 * scale, y - 60 * scale), (x + 92 * scale, y - 98 * scale), (x + 176 * scale, y - 98 * scale)]
    at.shape([*glass, (x + 206 * scale, y - 60 * scale)], "#36454F")
    for wheel in (58, 194):
        at.oval(x + wheel * scale, y - 6 * scale, 26 * scale, 26 * scale, INK)
        at.oval(x + wheel * scale, y - 6 * scale, 11 * scale, 11 * scale, "#B9BDBF")


def parking(at: Street, solved: bool) -> None:
    y = at.kerb_y + at.chance.uniform(14, 60)
    post = at.chance.uniform(560, 720)
    at.box(post, y - 190, 8, 190, "#8A9297")
    at.oval(post + 4, y - 200, 34, 34, "#C0281C")
    at.oval(post + 4, y - 200, 26, 26, "#F4F1EA")
    at.line([(post - 18, y - 222), (post + 26, y - 178)], "#C0281C", 7)
    if solved:
        for cone in range(3):
            x = 120 + cone * at.chance.uniform(120, 170)
            at.shape([(x, y), (x + 17, y - 62), (x + 34, y)], "#F26B1D")
            at.shape([(x + 8, y - 26), (x + 13, y - 42), (x + 22, y - 42), (x + 27, y - 26)], "#F7F3E8")
        return
    x = at.chance.uniform(-60, 60)
    for _ in range(at.chance.choice((1, 2, 2))):
        scale = at.chance.uniform(0.95, 1.35)
        _car(at, x, y + at.chance.uniform(0, 30), scale, at.chance.choice(CARS))
        x += 268 * scale


def lamp(at: Street, solved: bool) -> None:
    x, top = at.chance.uniform(140, 620), at.chance.uniform(50, 110)
    reach = at.chance.uniform(70, 130) * at.chance.choice((-1, 1))
    if solved:
        for size, colour in ((1.0, "#6E6A58"), (0.72, "#A79A66"), (0.44, "#E8CF7C")):
            foot = at.road_y + 90 * size
            cone = [(x + reach - 12, top + 8), (x + reach + 12, top + 8)]
            at.shape([*cone, (x + reach + 170 * size, foot), (x + reach - 170 * size, foot)], colour)
        at.oval(x + reach, top + 8, 30, 18, "#FFF3C4")
    at.box(x - 6, top, 12, at.kerb_y - top + 6, "#7C868C")
    at.line([(x, top + 4), (x + reach, top)], "#7C868C", 9)
    at.oval(x + reach, top + 3, 26, 10, "#FFF7D6" if solved else "#3A4147")


def branch(at: Street, solved: bool) -> None:
    x = at.chance.uniform(160, 560)
    tree(at, x, at.chance.uniform(1.2, 1.6))
    y = at.road_y + at.chance.uniform(40, 110)
    if solved:
        for log in range(at.chance.randrange(3, 6)):
            at.box(x + 70 + log * 8, y - 16 - log * 17, 120, 17, "#7A5638", corner=8)
            at.oval(x + 72 + log * 8, y - 8 - log * 17, 8, 8, "#C9A173")
        worker(at, x - 40, y + 30, at.chance.uniform(1.0, 1.5))
        return
    length = at.chance.uniform(260, 420) * at.chance.choice((-1, 1))
    at.line([(x, y - 30), (x + length * 0.5, y - 8), (x + length, y + 24)], "#5E4230", 24)
    for _ in range(18):
        along, spread = at.chance.uniform(0.25, 1.05), at.chance.uniform(-64, 40)
        at.line([(x + length * along, y), (x + length * along + 20, y + spread)], "#5E4230", 6)
        leaf = at.chance.choice(("#4F8A50", "#6FA768", "#3E7A4C"))
        at.oval(x + length * along + 20, y + spread, at.chance.uniform(20, 44), at.chance.uniform(14, 30), leaf)


def graffiti(at: Street, solved: bool) -> None:
    left, top = at.chance.uniform(60, 180), at.wall_y - at.chance.uniform(90, 140)
    width, height = at.chance.uniform(420, 560), at.wall_y + 40 - top
    at.box(left, top, width, height, at.chance.choice(("#D9D2C2", "#C6CED1", "#E1D7BE")))
    at.box(left, top - 10, width, 12, "#8D8577")
    if solved:
        at.box(left + 20, top + 14, width - 40, height - 40, "#EFEBDF")
        worker(at, left + width * at.chance.uniform(0.2, 0.8), at.kerb_y + 30, at.chance.uniform(1.0, 1.5))
        return
    for _ in range(at.chance.randrange(4, 8)):
        x, y = at.chance.uniform(left + 20, left + width - 120), at.chance.uniform(top + 30, top + height - 40)
        strokes = [(x + step * 18, y + at.chance.uniform(-34, 34)) for step in range(at.chance.randrange(4, 9))]
        at.line(
            strokes, at.chance.choice(("#B3261E", "#1D4E89", "#1F1F1F", "#2E7D4F", "#7B2D8B")), at.chance.uniform(6, 12)
        )


def sidewalk(at: Street, solved: bool) -> None:
    top, bottom = at.wall_y + 44, at.road_y + at.chance.uniform(40, 90)
    tile = at.chance.uniform(48, 76)
    at.box(0, top, WIDTH, bottom - top, "#B9AFA0")
    for row in range(int((bottom - top) // (tile * 0.6)) + 1):
        for column in range(int(WIDTH // tile) + 2):
            broken = not solved and at.chance.random() < 0.42
            x, y = column * tile - (row % 2) * tile / 2, top + row * tile * 0.6
            if broken:
                dx, dy = at.chance.uniform(-10, 10), at.chance.uniform(-6, 10)
                at.box(x, y, tile, tile * 0.6, "#6E6252")
                at.shape(
                    [(x + dx + 6, y + dy), (x + tile * 0.6, y + dy + 4), (x + tile * 0.4, y + tile * 0.5)], "#CFC4B2"
                )
            else:
                at.box(
                    x + 2,
                    y + 2,
                    tile - 4,
                    tile * 0.6 - 4,
                    at.chance.choice(("#D6CCBB", "#CDC2B0", "#DDD4C5")),
                    corner=3,
                )
    if solved:
        at.box(0, top + (bottom - top) * 0.45, WIDTH, 24, "#E2B83C")


def flood(at: Street, solved: bool) -> None:
    if solved:
        for _ in range(6):
            at.oval(
                at.chance.uniform(40, 760),
                at.chance.uniform(at.road_y + 30, 560),
                at.chance.uniform(20, 70),
                7,
                "#7C868B",
            )
        worker(at, at.chance.uniform(160, 640), at.road_y + 70, at.chance.uniform(1.0, 1.8))
        return
    level = at.wall_y + at.chance.uniform(-10, 50)
    at.box(0, level, WIDTH, HEIGHT, at.chance.choice(("#7F7A62", "#8A8068", "#6F7466")))
    for wave in range(26):
        x, y = at.chance.uniform(-40, 760), level + 10 + wave * (HEIGHT - level) / 26
        at.line([(x, y), (x + 50, y - 5), (x + at.chance.uniform(90, 160), y)], "#A39C83", 4)
    if at.chance.random() < 0.6:
        _car(
            at,
            at.chance.uniform(60, 480),
            level + at.chance.uniform(30, 60),
            at.chance.uniform(0.8, 1.2),
            at.chance.choice(CARS),
        )
        at.box(0, level + 66, WIDTH, 60, "#857E67")


def vendor(at: Street, solved: bool) -> None:
    y = at.kerb_y + at.chance.uniform(20, 60)
    if solved:
        at.box(at.chance.uniform(80, 200), y - 60, at.chance.uniform(260, 420), 34, "#2E7D4F", corner=10)
        for plant in range(7):
            at.oval(
                120 + plant * at.chance.uniform(60, 80),
                y - 74,
                34,
                30,
                at.chance.choice(("#5D9A5E", "#8BAD5C", "#D9607A")),
            )
        return
    x = at.chance.uniform(20, 120)
    for _ in range(at.chance.choice((2, 3))):
        width, colour = at.chance.uniform(150, 210), at.chance.choice(CLOTHS)
        at.box(x + 10, y - 150, 7, 150, "#6F767A")
        at.box(x + width - 16, y - 150, 7, 150, "#6F767A")
        at.shape([(x - 12, y - 146), (x + width / 2, y - 200), (x + width + 12, y - 146)], colour)
        at.box(x, y - 70, width, 62, at.chance.choice(("#B98A52", "#8D6A45", "#C9CDD0")))
        for fruit in range(8):
            at.oval(x + 16 + fruit * width / 9, y - 76, 11, 11, at.chance.choice(("#D9502E", "#EFC24B", "#6FA34A")))
        x += width + at.chance.uniform(16, 50)


def banner(at: Street, solved: bool) -> None:
    x, width = at.chance.uniform(80, 260), at.chance.uniform(300, 440)
    top = at.chance.uniform(90, 180)
    for post in (x, x + width):
        at.box(post - 5, top - 10, 10, at.kerb_y - top + 10, "#7C868C")
    if solved:
        return
    at.shape(
        [(x, top), (x + width, top + 18), (x + width - 6, top + 140), (x + 4, top + 112)], at.chance.choice(CLOTHS)
    )
    for row in range(3):
        y = top + 28 + row * 28
        at.line([(x + 26, y), (x + width * at.chance.uniform(0.5, 0.9), y + 10)], "#F7F3E8", 12)


def cable(at: Street, solved: bool) -> None:
    left, right, top = at.chance.uniform(40, 160), at.chance.uniform(600, 760), at.chance.uniform(60, 120)
    for post in (left, right):
        at.box(post - 7, top - 20, 14, at.kerb_y - top + 26, "#8C857A")
        at.box(post - 36, top, 72, 8, "#6F675C")
    for strand in range(3 if solved else at.chance.randrange(7, 12)):
        sag = 26 if solved else at.chance.uniform(60, 300)
        curve = [(left + (right - left) * t / 12, top + strand * 6 + sag * (1 - (t / 6 - 1) ** 2)) for t in range(13)]
        at.line(curve, "#1F2A30", 4)
    if not solved:
        at.line([(right, top), (right - 60, at.road_y - 20), (right - 190, at.road_y + 60)], "#1F2A30", 6)


def office(at: Street, solved: bool) -> None:
    at.box(0, 0, WIDTH, HEIGHT, at.chance.choice(("#DDE5E8", "#E8E0D2", "#D8E3D6")))
    at.box(0, 470, WIDTH, HEIGHT, "#A98F70")
    window = at.chance.uniform(60, 420)
    at.box(window, 90, at.chance.uniform(180, 280), 170, "#A3D3EC")
    at.box(window + 90, 90, 8, 170, "#F4F1EA")
    left = at.chance.uniform(-40, 160)
    at.box(left, 360, at.chance.uniform(440, 600), 34, "#7A5638")
    at.box(left + 20, 394, at.chance.uniform(380, 420), 120, "#8E6844")
    for paper in range(at.chance.randrange(2, 6)):
        x = left + 40 + paper * 74
        at.shape([(x, 352), (x + 54, 346), (x + 60, 360), (x + 6, 366)], "#F7F3E8")
    for _ in range(at.chance.randrange(1, 4)):
        x, shirt = left + at.chance.uniform(60, 420), at.chance.choice(("#B98A52", "#0B6285", "#2E7D4F", "#C7430D"))
        at.oval(x, 250, 30, 34, "#8A5A3C")
        at.shape([(x - 46, 362), (x - 34, 290), (x + 34, 290), (x + 46, 362)], shirt)
    if solved:
        at.box(left + 260, 300, 120, 62, "#F7F3E8", corner=6)
        at.line([(left + 290, 330), (left + 312, 348), (left + 352, 312)], "#1F7A4C", 10)


class Kind(NamedTuple):
    """A kind of picture, and the sky under which it is taken."""

    draw: Callable[[Street, bool], None]
    before: str = "grey"
    after: str = "blue"


KINDS: Final[dict[str, Kind]] = {
    "pothole": Kind(pothole),
    "garbage": Kind(garbage),
    "drain": Kind(drain),
    "parking": Kind(parking),
    "lamp": Kind(lamp, "dusk", "dusk"),
    "branch": Kind(branch),
    "graffiti": Kind(graffiti),
    "sidewalk": Kind(sidewalk),
    "flood": Kind(flood),
    "vendor": Kind(vendor),
    "banner": Kind(banner),
    "cable": Kind(cable),
    "office": Kind(office),
}


def picture(kind: str, variant: int, *, solved: bool) -> Image.Image:
    """One drawing; before and after show the same street, and the same arguments always draw the same."""
    place = f"{kind} {variant}"
    made = KINDS[kind]
    at = street(random.Random(place), sky=made.after if solved else made.before)
    at.chance = random.Random(f"{place} trouble")
    made.draw(at, solved)
    return at.photographed(random.Random(f"{place} hand {solved}"))
