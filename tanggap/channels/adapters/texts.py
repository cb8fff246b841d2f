"""Short messages for chats and partners: a channel's own ``replies/`` first, then those that all of them share."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.template import Context, Template, engines
from django.template.backends.django import DjangoTemplates
from django.utils import timezone, translation

from tanggap.channels.facts import Facts

SHARED = Path(__file__).parent / "replies"
MOST_QUOTED = 1200
"""Characters of an officer's words in a short message; all of them stand on the page of the report."""

MORE = " …"


def kinds(folder: Path) -> list[str]:
    """Every reply that a channel can write."""
    files = {file.stem for place in (SHARED, folder / "replies") for file in place.glob("*.txt")}
    return sorted(kind for kind in files if not kind.startswith("public_"))


def has(folder: Path, name: str) -> bool:
    """Whether the channel says this at all."""
    return _file(folder, name) is not None


def direct(folder: Path, kind: str, facts: Facts) -> str:
    """What the reporter alone will read, in the report's language."""
    with translation.override(facts.report.language):
        context = {
            "facts": facts,
            "report": facts.report,
            "number": facts.report.number,
            "url": facts.url,
            "words": fit(facts.words, MOST_QUOTED),
        }
        return _render(folder, kind, context)


def public(folder: Path, kind: str, *, language: str, facts: Facts | None = None) -> str:
    """What everybody may read: the number and no more, neither name nor place nor anybody's words."""
    with translation.override(language):
        context: dict[str, object] = {}
        if facts is not None:
            when = f"{timezone.localtime(facts.event.at):%d/%m %H.%M}"
            context = {"number": facts.report.number, "when": when}
        return _render(folder, f"public_{kind}", context)


def fit(text: str, most: int) -> str:
    """The text, cut after a word where it is longer than ``most`` characters."""
    if len(text) <= most:
        return text
    kept = text[: most - len(MORE)]
    return (kept.rsplit(None, 1)[0] if " " in kept else kept) + MORE


def _render(folder: Path, name: str, context: dict[str, object]) -> str:
    return _template(folder, name).render(Context(context, autoescape=False)).strip()


@cache
def _template(folder: Path, name: str) -> Template:
    engine, file = engines["django"], _file(folder, name)
    assert isinstance(engine, DjangoTemplates)
    assert file is not None
    return engine.engine.from_string(file.read_text(encoding="utf-8"))


def _file(folder: Path, name: str) -> Path | None:
    places = (folder / "replies" / f"{name}.txt", SHARED / f"{name}.txt")
    return next((file for file in places if file.is_file()), None)
