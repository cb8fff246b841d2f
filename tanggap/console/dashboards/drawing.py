"""The bars of "in and out", each of which opens the list of its reports, and the map of the spots that repeat."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, cos, radians
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from tanggap.areas import drawing
from tanggap.dashboards.kelurahan import Spot
from tanggap.kit.charts import BASE, HEIGHT, LEFT, WIDTH, round_step


class Bar(NamedTuple):
    """One bar: its value, what it says of itself, and the list it opens."""

    value: int
    said: str
    href: str


class Group(NamedTuple):
    """Two bars over one name."""

    name: str
    first: Bar
    second: Bar


def bars(pairs: Sequence[Group], *, label: str) -> SafeString:
    """Pairs of bars on a scale of round steps from zero; each bar is a link."""
    top = max((bar.value for pair in pairs for bar in (pair.first, pair.second)), default=0)
    step = round_step(top)
    ceiling = max(step * ceil(top / step), step)
    scale = (BASE - 16) / ceiling
    slot = (WIDTH - LEFT) / max(len(pairs), 1)
    every = max(1, ceil(len(pairs) / 16))
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="group" aria-label="{}">{}{}</svg>',
        WIDTH,
        HEIGHT,
        label,
        _lines(ceiling, step, scale),
        format_html_join(
            "",
            "{}",
            (
                (_pair(pair, LEFT + place * slot, slot, scale, named=place % every == 0),)
                for place, pair in enumerate(pairs)
            ),
        ),
    )


def _lines(ceiling: float, step: float, scale: float) -> SafeString:
    marks = [step * i for i in range(int(ceiling / step) + 1)]
    return format_html_join(
        "",
        '<line x1="{}" x2="{}" y1="{}" y2="{}" class="chart__line"/>'
        '<text x="{}" y="{}" text-anchor="end" aria-hidden="true">{}</text>',
        ((LEFT, WIDTH, y, y, LEFT - 6, y + 4, f"{mark:g}") for mark in marks for y in [round(BASE - mark * scale, 1)]),
    )


def _pair(pair: Group, x: float, slot: float, scale: float, *, named: bool) -> SafeString:
    width = min(slot * 0.39, 24)
    start = x + (slot - 2 * width) / 2
    drawn = format_html_join(
        "",
        '<a href="{}" tabindex="-1"><rect x="{}" y="{}" width="{}" height="{}" rx="3" class="chart__{}">'
        "<title>{}</title></rect></a>",
        (
            (
                bar.href,
                f"{start + place * width:.1f}",
                f"{BASE - bar.value * scale:.1f}",
                f"{width - 1:.1f}",
                f"{bar.value * scale:.1f}",
                css,
                bar.said,
            )
            for place, (bar, css) in enumerate(((pair.first, "a"), (pair.second, "b")))
            if bar.value
        ),
    )
    if not named:
        return drawn
    text = format_html(
        '<text x="{}" y="202" text-anchor="middle" aria-hidden="true">{}</text>', f"{x + slot / 2:.1f}", pair.name
    )
    return format_html("{}{}", drawn, text)


MAP = (640, 320)
CLOSEST, WIDEST = 15.0, 9.0
FITS = 0.8
"""The spots fill so much of the map's width and height."""
SPOT_TONES = ((5, "#AE1F1A"), (3, "#EE6C1F"), (0, "#0B6285"))
"""From so many reports on a spot is red, orange, blue; its size says the same."""


def spots_map(spots: Sequence[Spot], lat: float, lon: float) -> SafeString:
    """The map around a point, as close as it may be with every spot on it; the larger the circle, the more often."""
    width, height = MAP
    zoom = CLOSEST
    while zoom > WIDEST and not all(_inside(spot, _view(lat, lon, zoom)) for spot in spots):
        zoom -= 0.5
    ground = drawing.map_svg(lat, lon, width=width, height=height, zoom=zoom, pins=[])
    view = _view(lat, lon, zoom)
    circles = format_html_join(
        "",
        '<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="#fff" stroke-width="3"><title>{}: {}</title></circle>',
        (
            (f"{x:.1f}", f"{y:.1f}", 8 + 2 * min(spot.n, 8), _tone(spot.n), spot.place or spot.group, spot.n)
            for spot in reversed(spots)
            for x, y in [view.pixel(spot.lat, spot.lon)]
        ),
    )
    # Both parts are drawings of our own, their words escaped where they were drawn.
    return mark_safe(ground.removesuffix("</svg>") + circles + "</svg>")  # noqa: S308


def _view(lat: float, lon: float, zoom: float) -> drawing.View:
    return drawing.View(lat, lon, *MAP, 360 * cos(radians(lat)) / 256 / 2**zoom)


def _inside(spot: Spot, view: drawing.View) -> bool:
    x, y = view.pixel(spot.lat, spot.lon)
    margin_x, margin_y = view.width * (1 - FITS) / 2, view.height * (1 - FITS) / 2
    return margin_x <= x <= view.width - margin_x and margin_y <= y <= view.height - margin_y


def _tone(n: int) -> str:
    return next(tone for least, tone in SPOT_TONES if n >= least)
