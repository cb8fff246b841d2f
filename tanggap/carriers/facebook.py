"""Facebook: a public answer to a comment or post (``facebook``) and a message in Messenger (``messenger``)."""

from __future__ import annotations

from typing import Any

from tanggap.carriers import environment as env
from tanggap.carriers import meta
from tanggap.carriers.letters import Letter

PRODUCT = "FACEBOOK"


def send(letter: Letter) -> str:
    """Answer a comment or a post in public; the receipt is our comment's id. Raises Refused, Later, Unclear."""
    told = meta.post(PRODUCT, f"{letter.extra['answers']}/comments", {"message": letter.text}, token=token())
    return str(told.get("id", ""))


def send_direct(letter: Letter) -> str:
    """Write to a person, or privately to the author of a comment; the receipt is the message's id."""
    comment, post = letter.extra.get("comment"), letter.extra.get("post")
    recipient = {"comment_id": comment} if comment else {"post_id": post} if post else {"id": letter.to}
    told: dict[str, Any] = {"recipient": recipient, "messaging_type": "RESPONSE", "message": {"text": letter.text}}
    answered = meta.post(PRODUCT, f"{env.text('TANGGAP_FACEBOOK_PAGE')}/messages", told, token=token())
    return str(answered.get("message_id", ""))


def ask(path: str, query: dict[str, str]) -> dict[str, Any]:
    """Read something of the page. Raises Refused and Later."""
    return meta.ask(PRODUCT, path, query, token=token())


def token() -> str:
    """The page's token."""
    return env.text("TANGGAP_FACEBOOK_PAGE_TOKEN")
