"""Times, spans, distances and numbers as people here write them. Pure: the clock and the language are passed in.

`now` carries the zone of the reader: every moment is shown in it.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal

DAYS = {
    "id": ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
MONTHS = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
NEAR_DAYS = {
    "id": {-1: "Kemarin", 0: "Hari ini", 1: "Besok"},
    "en": {-1: "Yesterday", 0: "Today", 1: "Tomorrow"},
}
SPAN_LETTERS = {"id": ("h", "j", "m"), "en": ("d", "h", "m")}
SPAN_WORDS = {
    "id": (("hari", "hari"), ("jam", "jam"), ("menit", "menit")),
    "en": (("day", "days"), ("hour", "hours"), ("minute", "minutes")),
}
DECIMAL_MARK = {"id": ",", "en": "."}
GROUP_MARK = {"id": ".", "en": ","}

# Share of the time used from which a clock takes the next colour.
URGENCIES = ((1.0, "red"), (0.75, "orange"), (0.5, "gold"), (0.0, "green"))


def day(at: date, *, now: datetime, language: str) -> str:
    """As "Sen 23 Nov 2026", for a moment or for a day itself."""
    local = at.astimezone(now.tzinfo) if isinstance(at, datetime) else at
    return f"{DAYS[language][local.weekday()]} {local.day} {MONTHS[language][local.month - 1]} {local.year}"


def clock(at: datetime, *, now: datetime, language: str) -> str:
    """As "Hari ini, 08.42", "Kemarin, 16.20", "Sen 23 Nov 2026, 08.42"."""
    local = at.astimezone(now.tzinfo)
    near = NEAR_DAYS[language].get((local.date() - now.date()).days)
    return f"{near or day(at, now=now, language=language)}, {local:%H.%M}"


def moment(at: datetime, *, now: datetime, language: str) -> str:
    """The same inside a sentence: "kemarin 16.20", "Sen 23 Nov 2026 08.42"."""
    local = at.astimezone(now.tzinfo)
    near = NEAR_DAYS[language].get((local.date() - now.date()).days)
    return f"{near.lower() if near else day(at, now=now, language=language)} {local:%H.%M}"


def duration(span: timedelta, *, language: str) -> str:
    """Two units at most: "1 h 3 j" (hari, jam), "2 j 05 m", "48 m", "< 1 m". A negative span shows its length."""
    days, hours, minutes = _units(span)
    d, h, m = SPAN_LETTERS[language]
    if days:
        return f"{days} {d} {hours} {h}" if hours else f"{days} {d}"
    if hours:
        return f"{hours} {h} {minutes:02d} {m}" if minutes else f"{hours} {h}"
    return f"{minutes} {m}" if minutes else f"< 1 {m}"


def duration_words(span: timedelta, *, language: str) -> str:
    """The same in whole words: "1 hari 6 jam", "1 day 6 hours"."""
    parts = [
        f"{count} {one if count == 1 else many}"
        for count, (one, many) in zip(_units(span), SPAN_WORDS[language], strict=True)
        if count
    ]
    if not parts:
        return {"id": "kurang dari 1 menit", "en": "less than 1 minute"}[language]
    return " ".join(parts[:2])


def left(due: datetime, *, now: datetime, language: str) -> str:
    """What remains until `due`, or how long it has passed: "sisa 2 j 05 m", "lewat 2 j 10 m"."""
    span = duration(due - now, language=language)
    if due < now:
        return {"id": f"lewat {span}", "en": f"overdue {span}"}[language]
    return {"id": f"sisa {span}", "en": f"{span} left"}[language]


def used(start: datetime, *, due: datetime, now: datetime) -> float:
    """Share of the time from start to due that has passed; above 1 when overdue."""
    whole = (due - start).total_seconds()
    return (now - start).total_seconds() / whole if whole > 0 else 1.0


def urgency(share_used: float) -> str:
    """The colour of a clock: green, gold from a half, orange from three quarters, red when overdue."""
    return next((colour for limit, colour in URGENCIES if share_used >= limit), "green")


def distance(metres: float, *, language: str) -> str:
    """As "8 meter", "8 metres", and from a kilometre on "2,1 km"."""
    rounded = round(metres)
    if rounded >= 1000:
        return f"{number(round(metres / 1000, 1), language=language).removesuffix(DECIMAL_MARK[language] + '0')} km"
    return f"{rounded} {'meter' if language == 'id' else 'metre' if rounded == 1 else 'metres'}"


def number(value: int | float | Decimal, *, language: str) -> str:
    """As "1.284" and "4,2" in Indonesian, "1,284" and "4.2" in English."""
    marks = str.maketrans({",": GROUP_MARK[language], ".": DECIMAL_MARK[language]})
    return f"{value:,}".translate(marks)


def percent(share: float, *, language: str) -> str:
    """A share of 1 as "91%"; 1 only when it is whole, so that 99.6 % never reads as all."""
    whole = round(share * 100)
    if whole == 100 and share < 1:
        whole = 99
    return f"{number(whole, language=language)}%"


def _units(span: timedelta) -> tuple[int, int, int]:
    minutes = int(abs(span.total_seconds()) // 60)
    return minutes // 1440, minutes // 60 % 24, minutes % 60
