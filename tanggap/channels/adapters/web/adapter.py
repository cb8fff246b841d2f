"""Answers by e-mail: one file per kind of reply in ``replies/``, its first line the subject, both languages in it."""

from functools import cache
from pathlib import Path

from django.template import Context, Template, engines
from django.template.backends.django import DjangoTemplates
from django.utils import translation

from tanggap.accounts import vault
from tanggap.carriers.letters import Letter, compose
from tanggap.carriers.models import Delivery
from tanggap.channels.facts import Facts
from tanggap.kit.words import Pair

CARRIERS: tuple[str, ...] = ("smtp",)
REPLIES = Path(__file__).parent / "replies"
OPEN = Pair("Lihat perkembangan", "See the progress")


def write(delivery: Delivery, facts: Facts) -> Letter | None:
    """The letter, or None where no e-mail address was left or the identity was erased since."""
    contact = vault.contact_of(facts.report.pk)
    if contact is None or not contact.email:
        return None
    language = facts.report.language
    with translation.override(language):
        return compose(
            delivery,
            text(delivery.kind, facts),
            to=contact.email,
            number=facts.report.number,
            url=facts.url,
            button=str(OPEN),
            language=language,
        )


def text(kind: str, facts: Facts) -> str:
    """Subject and body of a reply in the active language. The reporter is not named: others may read over."""
    context = {"facts": facts, "report": facts.report, "number": facts.report.number, "url": facts.url}
    return _template(kind).render(Context(context, autoescape=False))


@cache
def _template(kind: str) -> Template:
    engine = engines["django"]
    assert isinstance(engine, DjangoTemplates)
    words = (REPLIES / f"{kind}.txt").read_text(encoding="utf-8")
    sign_off = (REPLIES / "_sign_off.txt").read_text(encoding="utf-8")
    return engine.engine.from_string(f"{words.rstrip()}\n\n{sign_off}")
