"""Streets of a drawn Jakarta: sky, houses, trees, kerb and road, never twice the same. Problems go on top."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw

WIDTH: Final = 800
HEIGHT: Final = 600
_FINER: Final = 2
"""Everything is drawn so many times larger and then made smaller, which smooths the edges."""

Point = tuple[float, float]

INK: Final = "#1F2A30"
SKIES: Final = {
    "grey": [("#B9C6CE", "#DCE3E5"), ("#AEBCC6", "#D3DADD"), ("#C3C9CB", "#E3E2DC")],
    "blue": [("#8FC8E8", "#D5ECF7"), ("#A3D3EC", "#E6F3F8"), ("#7FBDE0", "#F3E9D6")],
    "dusk": [("#1D2B45", "#56607E"), ("#20243F", "#6B5B7B"), ("#16263B", "#3F5670")],
}
WALLS: Final = ("#DDB28A", "#E8E2D0", "#C9D6C4", "#D9C2B8", "#BFCBD6", "#EAD9A8", "#D4A8A0")
ROOFS: Final = ("#A8512F", "#7C4A3A", "#8C6A4A", "#5E6B73", "#B4643C")
GLASS: Final = ("#6C8794", "#8FB0BF", "#536B78")
LEAVES: Final = (("#4F8A50", "#6FA768"), ("#3E7A4C", "#5D9A5E"), ("#6B8F45", "#8BAD5C"))
AWNINGS: Final = ("#C7430D", "#0B6285", "#2E7D4F", "#B98A1D")


@dataclass
class Street:
    """A canvas with a street on it. Coordinates are those of the finished picture; the ground begins at ``kerb_y``."""

    chance: random.Random
    sky: str
    image: Image.Image
    draw: ImageDraw.ImageDraw
    wall_y: float
    kerb_y: float
    road_y: float

    def box(self, x: float, y: float, width: float, height: float, fill: str, *, corner: float = 0) -> None:
        """A rectangle, with round corners where asked."""
        corners = [(x * _FINER, y * _FINER), ((x + width) * _FINER, (y + height) * _FINER)]
        self.draw.rounded_rectangle(corners, radius=corner * _FINER, fill=fill)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: str) -> None:
        """An ellipse around a centre."""
        self.draw.ellipse([(x - rx) * _FINER, (y - ry) * _FINER, (x + rx) * _FINER, (y + ry) * _FINER], fill=fill)

    def shape(self, points: Sequence[Point], fill: str) -> None:
        """A polygon."""
        self.draw.polygon([(x * _FINER, y * _FINER) for x, y in points], fill=fill)

    def line(self, points: Sequence[Point], fill: str, width: float) -> None:
        """A line with round joints."""
        scaled = [(x * _FINER, y * _FINER) for x, y in points]
        self.draw.line(scaled, fill=fill, width=max(1, round(width * _FINER)), joint="curve")

    def photographed(self, hand: random.Random) -> Image.Image:
        """The picture at its size: cut, turned a little and perhaps mirrored, as somebody would hold a phone."""
        picture = self.image.reduce(_FINER)
        if hand.random() < 0.5:
            picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        picture = picture.rotate(hand.uniform(-2, 2), Image.Resampling.BILINEAR)
        zoom = hand.uniform(0.8, 0.92)
        x, y = (hand.uniform(0.04, 0.96 - zoom) * side for side in (WIDTH, HEIGHT))
        box = (x, y, x + WIDTH * zoom, y + HEIGHT * zoom)
        return picture.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR, box=box)


def street(chance: random.Random, *, sky: str) -> Street:
    """An empty street under this sky. Houses and trees stay the same under another."""
    size = (WIDTH * _FINER, HEIGHT * _FINER)
    top, bottom = chance.choice(SKIES[sky])
    # The gradient is made small, because a composite of the whole picture takes a fifth of the drawing's time.
    column = Image.linear_gradient("L").resize((1, 256))
    image = Image.composite(Image.new("RGB", (1, 256), bottom), Image.new("RGB", (1, 256), top), column).resize(size)
    wall_y = chance.uniform(270, 330)
    kerb_y = wall_y + chance.uniform(40, 75)
    made = Street(chance, sky, image, ImageDraw.Draw(image), wall_y, kerb_y, kerb_y + 26)
    _skyline(made)
    _houses(made)
    _ground(made)
    for _ in range(chance.choice((0, 1, 1, 2))):
        tree(made, chance.uniform(40, WIDTH - 40), chance.uniform(0.8, 1.35))
    return made


def _shade(street: Street, colour: str) -> str:
    """The same colour at dusk is darker."""
    if street.sky != "dusk":
        return colour
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"#{red * 2 // 5:02x}{green * 2 // 5:02x}{blue // 2:02x}"


def _skyline(street: Street) -> None:
    x = -20.0
    while x < WIDTH:
        width, height = street.chance.uniform(50, 130), street.chance.uniform(20, 170)
        street.box(x, street.wall_y - height - 60, width, height + 70, _shade(street, "#B7C4CC"))
        x += width + street.chance.uniform(0, 60)


def _houses(street: Street) -> None:
    x = -street.chance.uniform(0, 120)
    while x < WIDTH:
        width = street.chance.uniform(130, 280)
        street.chance.choice((_house, _shop, _fence, _flat))(street, x, width)
        x += width + street.chance.choice((0, 0, 14))


def _house(street: Street, x: float, width: float) -> None:
    height, chance = street.chance.uniform(110, 190), street.chance
    top = street.wall_y - height + 40
    street.box(x, top, width, height, _shade(street, chance.choice(WALLS)))
    roof = _shade(street, chance.choice(ROOFS))
    street.shape([(x - 14, top), (x + width / 2, top - chance.uniform(40, 80)), (x + width + 14, top)], roof)
    _windows(street, x + 18, top + 26, width - 36, rows=1)
    door = chance.uniform(0.15, 0.7) * width
    street.box(x + door, street.wall_y + 40 - 84, 42, 84, _shade(street, "#7A5A3C"))


def _shop(street: Street, x: float, width: float) -> None:
    height, chance = street.chance.uniform(170, 240), street.chance
    top = street.wall_y + 40 - height
    street.box(x, top, width, height, _shade(street, chance.choice(WALLS)))
    _windows(street, x + 14, top + 18, width - 28, rows=2)
    y, colour = street.wall_y - 62, _shade(street, chance.choice(AWNINGS))
    street.box(x + 12, y + 20, width - 24, 82, _shade(street, "#8E9AA0"))
    stripes = int(width // 22)
    for stripe in range(stripes):
        street.box(x + stripe * width / stripes, y, width / stripes, 30, colour if stripe % 2 else "#F4EFE4")


def _fence(street: Street, x: float, width: float) -> None:
    top = street.wall_y - street.chance.uniform(20, 60)
    street.box(x, top, width, street.wall_y + 40 - top, _shade(street, street.chance.choice(WALLS)))
    street.box(x, top - 8, width, 10, _shade(street, "#8D8577"))
    for post in range(int(width // 46)):
        street.box(x + 12 + post * 46, top + 20, 26, 34, _shade(street, "#C9D3B5"))


def _flat(street: Street, x: float, width: float) -> None:
    height = street.chance.uniform(230, 330)
    top = street.wall_y + 40 - height
    street.box(x, top, width, height, _shade(street, street.chance.choice(WALLS)))
    _windows(street, x + 12, top + 16, width - 24, rows=4)


def _windows(street: Street, x: float, y: float, width: float, *, rows: int) -> None:
    glass, columns = street.chance.choice(GLASS), max(1, int(width // 48))
    for row in range(rows):
        for column in range(columns):
            lit = street.sky == "dusk" and street.chance.random() < 0.25
            place = (x + column * width / columns, y + row * 52)
            street.box(*place, 28, 34, "#F2D98C" if lit else _shade(street, glass))


def _ground(street: Street) -> None:
    street.box(0, street.wall_y + 40, WIDTH, HEIGHT, _shade(street, "#C7C1B6"))
    stripe, x = street.chance.uniform(26, 44), -street.chance.uniform(0, 40)
    street.box(0, street.kerb_y, WIDTH, 26, _shade(street, "#F2F0EA"))
    while x < WIDTH:
        slant = [(x, street.kerb_y), (x + stripe, street.kerb_y), (x + stripe + 8, street.road_y)]
        street.shape([*slant, (x + 8, street.road_y)], INK)
        x += 2 * stripe
    road = _shade(street, street.chance.choice(("#5E666B", "#666C6E", "#565E66", "#6E6F6C")))
    street.box(0, street.road_y, WIDTH, HEIGHT, road)
    lean, y = street.chance.uniform(-60, 60), HEIGHT - street.chance.uniform(30, 70)
    for dash in range(-1, 5):
        left = dash * 220 + lean
        street.shape(
            [(left, y), (left + 90, y - 10), (left + 84, y + 12), (left - 8, y + 22)], _shade(street, "#C9CCCB")
        )


def tree(street: Street, x: float, scale: float) -> None:
    """A tree on the pavement."""
    dark, light = street.chance.choice(LEAVES)
    base = street.kerb_y + 4
    street.box(x - 8 * scale, base - 170 * scale, 16 * scale, 170 * scale, _shade(street, "#6B4B34"))
    for dx, dy, r, colour in ((-46, -190, 62, dark), (48, -200, 58, dark), (0, -240, 76, dark), (-10, -226, 52, light)):
        street.oval(x + dx * scale, base + dy * scale, r * scale, r * 0.82 * scale, _shade(street, colour))


def worker(street: Street, x: float, y: float, scale: float) -> None:
    """Somebody of PPSU in orange, with a broom."""
    street.box(x - 12 * scale, y - 40 * scale, 10 * scale, 40 * scale, "#2F3E46")
    street.box(x + 3 * scale, y - 40 * scale, 10 * scale, 40 * scale, "#2F3E46")
    left, right, top = x - 20 * scale, x + 20 * scale, y - 98 * scale
    street.shape(
        [(x - 13 * scale, top), (x + 13 * scale, top), (right, y - 36 * scale), (left, y - 36 * scale)], "#F26B1D"
    )
    street.box(x - 18 * scale, y - 58 * scale, 36 * scale, 7 * scale, "#F6E7B0")
    street.oval(x, y - 112 * scale, 12 * scale, 14 * scale, "#8A5A3C")
    street.shape(
        [(x - 15 * scale, y - 116 * scale), (x, y - 136 * scale), (x + 15 * scale, y - 116 * scale)], "#F26B1D"
    )
    street.line([(x + 14 * scale, y - 80 * scale), (x + 46 * scale, y - 6 * scale)], "#8B6B3E", 4 * scale)
    broom = [(x + 40 * scale, y - 14 * scale), (x + 54 * scale, y - 10 * scale), (x + 60 * scale, y + 8 * scale)]
    street.shape([*broom, (x + 38 * scale, y + 6 * scale)], "#CDA557")
