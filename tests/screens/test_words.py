"""No page mixes its languages: every sentence of ours is written in both, and each page speaks one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest
from django.template.utils import get_app_template_dirs
from django.test import Client

from tanggap.accounts.models import User
from tanggap.agencies.models import Agency, Seat
from tanggap.areas.models import Area
from tanggap.reports.models import Report, Statement
from tests.screens import pages
from tests.screens.pages import VIEWS, View
from tests.screens.town import Town

ROOT: Final = Path(__file__).resolve().parents[2]

NEUTRAL: Final = {
    "PIN", "CSV", "ID", "EN", "English", "Bahasa", "Indonesia", "Google", "Maps", "OpenStreetMap", "Tanggap", "Kel",
    "Kec", "Kelurahan", "Kecamatan", "JPEG", "PNG", "WebP", "HEIC", "GPS", "QR", "Enter", "JK", "Jakarta", "Siaga",
    "Status", "mail", "Balai", "Warga",
}  # fmt: skip
"""Names and signs that are the same in both languages."""

ON_PURPOSE: Final = ("web/pages/failed.html", "kit/kit.html", "_citizen.html", "_console.html", "_figures.html")
"""A page for when nothing works says everything in both; the page of components, in debug alone, shows examples."""

FOREIGN: Final = {
    "en": "yang tidak dan dengan untuk belum sudah dari laporan pada bukan bisa oleh kamu anda ini itu atau di ke",
    "id": "the and of is are not your you with this that for been has have from when where which our",
}
"""Small words that no sentence of the other language does without."""

LEAST_OF_OURS: Final = 60
"""Letters: a page of which less is left had its own sentences taken for data."""

_TAG: Final = re.compile(
    r"{% block main_class %}.*?{% endblock %}|{#.*?#}|{%\s*comment.*?endcomment\s*%}|{%.*?%}|{{.*?}}", re.DOTALL
)
_SPOKEN: Final = re.compile(r'\b(?:alt|title|aria-label|placeholder|data-words-[a-z-]+)="([^"]*)"')
_SILENT: Final = re.compile(r"<(script|style|svg)\b.*?</\1>|<!--.*?-->|<!doctype[^>]*>", re.DOTALL | re.IGNORECASE)


def templates() -> list[Path]:
    """Every template of ours that becomes a page."""
    folders = [Path(folder) for folder in get_app_template_dirs("templates")]
    return sorted(
        path
        for folder in folders
        if folder.is_relative_to(ROOT / "tanggap")
        for path in folder.rglob("*.html")
        if not str(path).endswith(ON_PURPOSE)
    )


def bare_words(source: str) -> list[str]:
    """What a template says outside of every tag: in its text, and in the attributes that are read aloud."""
    plain = _SILENT.sub(" ", _TAG.sub(" ", source))
    spoken = " ".join(_SPOKEN.findall(plain))
    text = re.sub(r"<[^>]*>", " ", plain)
    return re.findall(r"[^\W\d_]{2,}", re.sub(r"&\w+;", " ", f"{text} {spoken}"))


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path).partition("templates/")[2])
def test_template_says_nothing_outside_of_a_pair(path: Path) -> None:
    assert [word for word in bare_words(path.read_text()) if word not in NEUTRAL] == []


class Text(HTMLParser):
    """The text of a page, and what stands in attributes that are read aloud."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self._skipping = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._skipping += tag in ("script", "style", "datalist", "select", "textarea")
        self.said += [str(given[name]) for name in ("alt", "aria-label", "placeholder", "title") if given.get(name)]

    def handle_endtag(self, tag: str) -> None:
        self._skipping -= tag in ("script", "style", "datalist", "select", "textarea")

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self.said.append(data)


def data() -> Iterator[str]:
    """What people wrote, and what things are called: no words of ours."""
    for report in Report.objects.all():
        yield from (report.words, report.street, report.landmark)
    yield from Statement.objects.values_list("text", flat=True)
    for agency in Agency.objects.all():
        yield from (agency.name_id, agency.name_en, agency.short)
    yield from Area.objects.values_list("name", flat=True)
    yield from User.objects.values_list("name", flat=True)
    yield from Seat.objects.values_list("title", flat=True)


@pytest.fixture(scope="module")
def data_words(a_town: Town) -> re.Pattern[str]:
    """All of it, the longest first."""
    known = sorted({text.strip() for text in data() if len(text.strip()) > 2}, key=len, reverse=True)
    return re.compile("|".join(re.escape(text) for text in known))


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("name", "view"), VIEWS, ids=[pages.label(*one) for one in VIEWS])
def test_page_speaks_one_language(
    a_town: Town, data_words: re.Pattern[str], name: str, view: View, language: str
) -> None:
    client = Client()
    for cookie, value in a_town.visitors[view.visitor].items():
        client.cookies[cookie] = value
    answer = client.get(pages.path(name, view, a_town, language=language))
    assert answer.status_code == view.status
    said = " ".join(Text(answer.content.decode()).said)
    own = data_words.sub(" ", " ".join(said.split()))
    foreign = re.compile(rf"(?:\S+ ){{0,3}}\b(?:{'|'.join(FOREIGN[language].split())})\b(?: \S+){{0,3}}")
    assert len(own) > LEAST_OF_OURS
    assert [found.group() for found in foreign.finditer(own)] == []
