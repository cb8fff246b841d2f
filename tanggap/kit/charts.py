"""Charts drawn on the server as SVG, so that they need no script. Beside each stands a table or a sentence."""

from collections.abc import Sequence
from math import ceil, log10

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

Group = tuple[str, float, float | None]

WIDTH, HEIGHT, LEFT, BASE = 640, 210, 32, 186
TONES = {"sea": "#0B6285", "red": "#AE1F1A", "green": "#17663B", "orange": "#C7430D"}


def bar_chart(groups: Sequence[Group], *, label: str, first: str, second: str = "") -> SafeString:
    """One or two bars for each group (name, first, second), on a scale of round steps from zero."""
    top = max((value for _, *pair in groups for value in pair if value is not None), default=0)
    step = round_step(top)
    ceiling = max(step * ceil(top / step), step)
    scale = (BASE - 16) / ceiling
    slot = (WIDTH - LEFT) / max(len(groups), 1)
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>',
        WIDTH,
        HEIGHT,
        label,
        _lines(ceiling, step, scale),
        format_html_join(
            "", "{}", ((_group(group, LEFT + i * slot, slot, scale, first, second),) for i, group in enumerate(groups))
        ),
    )


def round_step(top: float) -> float:
    """A step of 1, 2 or 5 times a power of ten that cuts the scale in about four; never below 1."""
    if top <= 4:
        return 1
    power: float = 10 ** int(log10(top / 4))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= top / 4)


def sparkline(values: Sequence[float], *, tone: str = "sea") -> SafeString:
    """The course of a figure without axes; says nothing to screen readers, the figure stands beside it."""
    if len(values) < 2:
        return mark_safe("")
    low, high = min(values), max(values)
    span = (high - low) or 1
    points = " ".join(
        f"{i * 140 / (len(values) - 1):.1f},{30 - (value - low) / span * 26:.1f}" for i, value in enumerate(values)
    )
    return format_html(
        '<svg class="sparkline" viewBox="0 0 140 34" preserveAspectRatio="none" aria-hidden="true">'
        '<polygon points="0,34 {} 140,34" fill="{}" opacity=".1"/>'
        '<polyline points="{}" fill="none" stroke="{}" stroke-width="2" vector-effect="non-scaling-stroke"/></svg>',
        points,
        TONES[tone],
        points,
        TONES[tone],
    )


def _lines(ceiling: float, step: float, scale: float) -> SafeString:
    marks = [step * i for i in range(int(ceiling / step) + 1)]
    return format_html_join(
        "",
        '<line x1="{}" x2="{}" y1="{}" y2="{}" class="chart__line"/><text x="{}" y="{}" text-anchor="end">{}</text>',
        ((LEFT, WIDTH, y, y, LEFT - 6, y + 4, f"{mark:g}") for mark in marks for y in [round(BASE - mark * scale, 1)]),
    )


def _group(group: Group, x: float, slot: float, scale: float, first: str, second: str) -> SafeString:
    name, *values = group
    shown = [
        (value, css, word)
        for value, css, word in zip(values, ("a", "b"), (first, second), strict=False)
        if value is not None
    ]
    width = min(slot * 0.78 / len(shown), 48)
    start = x + (slot - width * len(shown)) / 2
    bars = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}" rx="3" class="chart__{}"><title>{}: {} {}</title></rect>',
        (
            (
                f"{start + i * width:.1f}",
                f"{BASE - value * scale:.1f}",
                f"{width - 1:.1f}",
                f"{value * scale:.1f}",
                css,
                name,
                f"{value:g}",
                word,
            )
            for i, (value, css, word) in enumerate(shown)
        ),
    )
    return format_html('{}<text x="{}" y="202" text-anchor="middle">{}</text>', bars, f"{x + slot / 2:.1f}", name)
