"""The short messages of chats and partners: every kind, both languages, within every length, public ones bare."""

from __future__ import annotations

from pathlib import Path

import pytest

from tanggap.channels import registry
from tanggap.channels.adapters import media, partners, texts
from tanggap.channels.adapters.twitter.weights import MOST, weight
from tanggap.channels.adapters.web import adapter as web
from tanggap.channels.adapters.web.tests import facts

pytestmark = pytest.mark.django_db

SHORT: dict[str, Path] = {
    code: vars(adapter)["FOLDER"]
    for code, adapter in registry.ADAPTERS.items()
    if {id(texts), id(partners)} & {id(module) for module in vars(adapter).values()}
}
"""The folders of the adapters that write their replies with ``texts``."""

PUBLIC = {code: folder for code, folder in SHORT.items() if texts.has(folder, "public_receipt")}
KINDS = sorted(file.stem for file in web.REPLIES.glob("*.txt") if not file.stem.startswith("_"))


@pytest.mark.parametrize("code", sorted(SHORT))
@pytest.mark.parametrize("language", ["id", "en"])
def test_each_kind_is_short_and_whole(code: str, language: str) -> None:
    told = facts(language)
    folder = SHORT[code]
    assert texts.kinds(folder) == KINDS
    for kind in KINDS:
        text = texts.direct(folder, kind, told)
        assert told.report.number in text
        assert "None" not in text
        assert "{" not in text
        assert len(text) <= 1000


@pytest.mark.parametrize("code", sorted(PUBLIC))
@pytest.mark.parametrize("language", ["id", "en"])
def test_what_everybody_reads_holds_the_number_and_no_more(code: str, language: str) -> None:
    told = facts(language)
    folder = PUBLIC[code]
    for file in (folder / "replies").glob("public_*.txt"):
        kind = file.stem.removeprefix("public_")
        text = texts.public(folder, kind, language=language, facts=None if kind == "answer" else told)
        assert weight(text) <= MOST
        assert (told.report.number in text) is (kind != "answer")
        assert not {"Menteng", "berlubang", told.holder.short, told.holder.name, told.url} & set(text.split())
        assert "{" not in text


def test_chats_and_partners_are_among_them() -> None:
    assert {"twitter", "facebook", "lapor", "qlue"} <= set(SHORT)
    assert set(PUBLIC) == {"twitter", "facebook"}


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://pbs.twimg.com/a.jpg", True),
        ("https://a.pbs.twimg.com/a.jpg", True),
        ("http://pbs.twimg.com/a.jpg", False),
        ("https://pbs.twimg.com:8443/a.jpg", False),
        ("https://evilpbs.twimg.com.example/a.jpg", False),
        ("https://pbs.twimg.com@127.0.0.1/a.jpg", False),
        ("http://127.0.0.1:9000/a.jpg", True),
        ("http://127.0.0.1:9001/a.jpg", False),
        ("http://169.254.169.254/latest", False),
        ("file:///etc/passwd", False),
    ],
)
def test_photos_are_fetched_from_the_platform_alone(url: str, allowed: bool) -> None:
    assert media.Source(("pbs.twimg.com",), "http://127.0.0.1:9000").allows(url) is allowed
