"""Every page of web and console in a real browser: in both languages, on a phone and on a desk, and without scripts."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response

from tests.screens import looking, pages
from tests.screens.looking import Watch
from tests.screens.pages import AWAY, FILE, FORM, PART, SHOWN, UNSEEN, VIEWS, View
from tests.screens.town import Town

pytestmark = pytest.mark.django_db

HOME_LARGEST = 100 * 1024
LOOKED_AT = {"id": looking.WIDTHS, "en": looking.WIDTHS[:1]}
"""Where axe looks: what it finds at another width does not depend on the language."""

WIDER = (320, 1000)
"""Widths at which nothing may stick out either: a small phone, and a window beside another."""


@pytest.fixture(scope="module")
def windows(browser: Browser, address: str, a_town: Town) -> Iterator[dict[str, BrowserContext]]:
    """A window for each visitor."""
    kept = {name: looking.visit(browser, cookies, address=address) for name, cookies in a_town.visitors.items()}
    yield kept
    for window in kept.values():
        window.close()


def test_every_address_is_a_page_looked_at_or_says_why_not() -> None:
    told = set(SHOWN) | set(UNSEEN)
    assert sorted(set(pages.names()) - told) == [], "tell tests/screens/pages.py what stands there"
    assert sorted(told - set(pages.names())) == [], "these addresses are gone"
    assert not set(SHOWN) & set(UNSEEN)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("name", "view"), VIEWS, ids=[pages.label(*one) for one in VIEWS])
def test_page_is_whole_at_both_widths(
    windows: dict[str, BrowserContext], address: str, a_town: Town, name: str, view: View, language: str
) -> None:
    page = windows[view.visitor].new_page()
    watch = Watch(page, address)
    try:
        answer = page.goto(address + pages.path(name, view, a_town, language=language))
        assert answer is not None
        assert answer.status == view.status
        assert not answer.request.redirected_from
        _has_a_name(page, language)
        for width in (*looking.WIDTHS, *WIDER):
            page.set_viewport_size({"width": width, "height": looking.HEIGHT})
            assert looking.spills(page) == [], f"wider than {width} px"
            if width in LOOKED_AT[language]:
                assert looking.violations(page) == [], f"at {width} px"
        assert watch.complaints == []
        assert watch.strangers == []
    finally:
        page.close()


def _has_a_name(page: Page, language: str) -> None:
    title = page.title()
    assert title.partition(" – ")[0].strip()
    assert "None" not in title
    headings = page.locator("h1").all_inner_texts()
    assert len(headings) == 1
    assert headings[0].strip()
    assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("name", sorted(UNSEEN))
def test_what_is_not_looked_at_is_what_it_says(
    windows: dict[str, BrowserContext], address: str, a_town: Town, name: str
) -> None:
    kind, view = UNSEEN[name]
    answer = windows[view.visitor].request.get(
        address + pages.path(name, view, a_town, language="id"), max_redirects=0, fail_on_status_code=False
    )
    html = answer.headers.get("content-type", "").startswith("text/html")
    if view.status == 200:
        assert WHAT[kind](answer.status, html, answer.text() if html else "")
    else:
        assert answer.status == view.status


WHAT: dict[str, Callable[[int, bool, str], bool]] = {
    FORM: lambda status, html, text: status == 405,
    PART: lambda status, html, text: status == 204 or (status == 200 and html and "<html" not in text),
    FILE: lambda status, html, text: status == 200 and not html,
    AWAY: lambda status, html, text: status == 302,
}


def test_first_page_weighs_less_than_100_kib(browser: Browser, address: str) -> None:
    window = looking.visit(browser, {}, address=address)
    page = window.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    weight = sum(_weight(answer) for answer in answers)
    window.close()
    assert len(answers) > 3
    assert weight < HOME_LARGEST


def _weight(answer: Response) -> int:
    """As sent: static text is kept compressed, pages and photos go as they are."""
    body = answer.body()
    return len(gzip.compress(body)) if answer.url.endswith((".css", ".js", ".svg")) else len(body)
