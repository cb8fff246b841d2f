"""A real browser for tests that need one: Chromium against the live server, one profile for each person."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 820}

Opens = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser of one file of tests.

    Playwright runs a loop in this thread, beside which Django would forbid the database and uses another connection.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
        connections.close_all()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(chromium: Browser, live_server: Any) -> Iterator[Opens]:
    """A page of somebody's own browser on the live server; ``scripts=False`` for one without JavaScript."""
    contexts = []

    def opens(*, size: dict[str, int] = DESK, at: tuple[float, float] | None = None, scripts: bool = True) -> Page:
        given: dict[str, Any] = {"viewport": size, "java_script_enabled": scripts, "base_url": live_server.url}
        if at is not None:
            place = {"latitude": at[0], "longitude": at[1], "accuracy": 8}
            given |= {"geolocation": place, "permissions": ["geolocation"]}
        context = chromium.new_context(**given)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield opens
    for context in contexts:
        context.close()


def findings(page: Page) -> list[str]:
    """What axe has against a page, one line each."""
    result = Axe().run(page)
    return [f"{found['id']}: {found['nodes'][0]['html'][:160]}" for found in result.response["violations"]]


def too_wide(page: Page) -> bool:
    """Whether the page scrolls sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))
