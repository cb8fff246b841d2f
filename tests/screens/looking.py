"""What a test of screens does in the browser: come as a visitor, listen to the page, ask axe, measure."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, Request

WIDTHS = (390, 1280)
HEIGHT = 900


def visit(browser: Browser, cookies: dict[str, str], *, address: str, **given: Any) -> BrowserContext:
    """A browser window of one visitor, who carries these cookies."""
    context = browser.new_context(viewport={"width": WIDTHS[0], "height": HEIGHT}, **given)
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    return context


class Watch:
    """What a page complained about, and whom it asked, from now on."""

    def __init__(self, page: Page, address: str) -> None:
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        self._address = address
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda line: self._heard(page, line.type, line.text, line.location["url"]))
        page.on("request", self._asked)

    def _heard(self, page: Page, kind: str, text: str, where: str) -> None:
        # That a page is not there is said by the browser too: the test knows the status it expects.
        own_status = text.startswith("Failed to load resource") and where in (page.url, "about:blank")
        if kind == "error" and not own_status:
            self.complaints.append(f"{text} ({where})")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self._address, "data:", "blob:")):
            self.strangers.append(request.url)


def violations(page: Page) -> list[str]:
    """What axe finds: the rule and where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(result => result.violations)")
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def spills(page: Page) -> list[str]:
    """The elements that make the body wider than the window; none where it fits."""
    found: list[str] = page.evaluate(
        """() => {
            const room = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= room) return [];
            return [...document.querySelectorAll("body *")]
                .filter(one => one.getBoundingClientRect().right > room + 1)
                .map(one => one.outerHTML.slice(0, 120)).slice(0, 5);
        }"""
    )
    return found
