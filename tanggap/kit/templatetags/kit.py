"""Tags and filters of every page, loaded as builtins. The clock is read here, at the edge, and nowhere below."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django_vite.core.asset_loader import DjangoViteAssetLoader

from tanggap.kit import formatting
from tanggap.kit.charts import bar_chart as draw_bar_chart
from tanggap.kit.charts import sparkline as draw_sparkline
from tanggap.kit.looks import STATUS_LOOKS
from tanggap.kit.words import active_language

register = template.Library()

SPRITE = "frontend/icons.svg"


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """One icon of the sprite, hidden from screen readers unless it carries a label."""
    href = DjangoViteAssetLoader.instance().generate_vite_asset_url(SPRITE)
    css = f"icon {css}".strip()
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}#{}"/></svg>', css, label, href, name
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', css, href, name)


@register.filter
def clock(at: datetime | None) -> str:
    """As "Hari ini, 08.42"."""
    return formatting.clock(at, now=timezone.localtime(), language=active_language()) if at else ""


@register.filter
def moment(at: datetime | None) -> str:
    """As "kemarin 16.20", for the middle of a sentence."""
    return formatting.moment(at, now=timezone.localtime(), language=active_language()) if at else ""


@register.filter
def day(at: date | None) -> str:
    """As "Sen 23 Nov 2026"."""
    return formatting.day(at, now=timezone.localtime(), language=active_language()) if at else ""


@register.filter
def left(due: datetime | None) -> str:
    """As "sisa 2 j 05 m" or "lewat 2 j 10 m"."""
    return formatting.left(due, now=timezone.now(), language=active_language()) if due else ""


@register.filter
def used(due: datetime, start: datetime) -> float:
    """Share of the time used: `{{ clock.due|used:clock.start|urgency }}`."""
    return formatting.used(start, due=due, now=timezone.now())


@register.filter
def urgency(share_used: float) -> str:
    """green, gold, orange or red."""
    return formatting.urgency(share_used)


@register.filter
def duration(span: timedelta | float | None) -> str:
    """As "1 h 6 j"; a plain number counts as seconds."""
    return "" if span is None else formatting.duration(_span(span), language=active_language())


@register.filter
def duration_words(span: timedelta | float | None) -> str:
    """As "1 hari 6 jam"; a plain number counts as seconds."""
    return "" if span is None else formatting.duration_words(_span(span), language=active_language())


@register.filter
def distance(metres: float | None) -> str:
    """As "8 meter", "2,1 km"."""
    return "" if metres is None else formatting.distance(metres, language=active_language())


@register.filter
def number(value: int | float | Decimal | None) -> str:
    """As "1.284"."""
    return "" if value is None else formatting.number(value, language=active_language())


@register.filter
def percent(share: float | None) -> str:
    """0.914 as "91%"."""
    return "" if share is None else formatting.percent(share, language=active_language())


@register.filter
def breakable(text: str) -> SafeString:
    """A name such as "Coretan/Tempelan/Iklan" may go on in the next line after a slash."""
    return mark_safe(conditional_escape(text).replace("/", "/<wbr>"))  # noqa: S308 (escaped first)


@register.inclusion_tag("kit/status.html")
def status(code: str, note: str = "") -> dict[str, Any]:
    """The badge of a report's status: a word, an icon and a colour. `note` is said after it (TL Ditolak, EWS)."""
    return {"look": STATUS_LOOKS[code], "note": note}


@register.inclusion_tag("kit/clock_bar.html")
def clock_bar(
    label: str,
    start: datetime,
    due: datetime,
    stopped: datetime | None = None,
    paused: bool = False,
    original_due: datetime | None = None,
) -> dict[str, Any]:
    """A clock with its bar: running, paused, or stopped in or out of time."""
    at = stopped or timezone.now()
    share = formatting.used(start, due=due, now=at)
    return {
        "label": label,
        "start": start,
        "due": due,
        "stopped": stopped,
        "paused": paused,
        "original_due": original_due,
        "in_time": at <= due,
        "urgency": formatting.urgency(share),
        "filled": max(2, min(100, round(share * 100))),
    }


@register.inclusion_tag("kit/left.html")
def left_badge(due: datetime, start: datetime | None = None, bar: bool = False) -> dict[str, Any]:
    """The badge "sisa 48 m" in the colour of its urgency, counting down where scripts run."""
    now = timezone.now()
    share = formatting.used(start, due=due, now=now) if start else (1.0 if due < now else 0.0)
    return {
        "due": due,
        "urgency": formatting.urgency(share),
        "filled": max(2, min(100, round(share * 100))),
        "bar": bar and start is not None,
    }


@register.simple_tag
def bar_chart(groups: list[Any], label: str, first: str, second: str = "") -> SafeString:
    """Bars as drawn by kit.charts: groups are (name, first value, second value or None)."""
    return draw_bar_chart(groups, label=label, first=first, second=second)


@register.simple_tag
def sparkline(values: list[float], tone: str = "sea") -> SafeString:
    return draw_sparkline(values, tone=tone)


@register.simple_tag(takes_context=True)
def current(context: dict[str, Any], *names: str) -> SafeString:
    """Writes aria-current="page" where this page is a named one or below it ("web:track" holds "web:track_pin")."""
    match = getattr(context.get("request"), "resolver_match", None)
    here = match.view_name if match else ""
    if any(here == name or here.startswith(f"{name}_") for name in names):
        return SafeString(' aria-current="page"')
    return SafeString("")


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """This page's query with some parts changed; None takes one out. A changed filter starts at the first page."""
    parameters = context["request"].GET.copy()
    for name in ("after", "before", "page"):
        if name not in changes:
            parameters.pop(name, None)
    for name, value in changes.items():
        if value is None:
            parameters.pop(name, None)
        else:
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}"


def _span(value: timedelta | float) -> timedelta:
    return value if isinstance(value, timedelta) else timedelta(seconds=value)
