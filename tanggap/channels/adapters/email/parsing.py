"""A mail as it came, made readable: headers, words and attachments, whatever the sender's program did to them.

Nothing here raises for what a stranger wrote: a mail that breaks every rule still has words that somebody meant.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tanggap.channels.adapters.email import quoting
from tanggap.channels.heard import Attachment

MADE_UP = "@made-up.invalid>"
LONGEST_ID = 400
LONGEST_SUBJECT = 200
LONGEST_HEADER = 10_000
LONGEST_LIST = 2_000
LONGEST_TEXT = 150_000
MOST_PARTS = 200
MOST_TAGS = 10_000
"""Characters, parts of a mail, tags of HTML: beyond them nobody wrote anything, and reading would only take time."""

SMALL_PICTURE = 15_000
"""Bytes: pictures inside of the text that are smaller are logos and signatures."""

NO_ATTACHMENT = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature", "text/calendar"}
)
STATEFUL = ("utf-16", "utf-32", "utf-7", "iso-2022", "hz")
"""Encodings whose bytes may pass for UTF-8 without being it."""

_ID = re.compile(r"<[^<>\s]{1,400}>")
_SPEC = re.compile(r"[\w.+\-]+@[\w.\-]+")
_BLOCK = "p, div, br, li, tr, h1, h2, h3, h4, h5, h6, blockquote, pre, hr"
_UNSEEN = "script, style, head, title, [style*='display:none'], [style*='display: none']"


class Address(NamedTuple):
    """A name and an address; both may be empty."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2].lower()


class Mail:
    """One mail. ``id`` is its Message-ID, or one made from it where it has none."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        message = message_from_bytes(raw, policy=default)
        assert isinstance(message, EmailMessage)
        self.message = message
        self.id = next(iter(ids_in(self.first("message-id"))), "") or made_up_id(self)
        self.subject = " ".join(self.first("subject").split())[:LONGEST_SUBJECT]
        self.senders = addresses(self.raw_all("from"))
        self.sender = self.senders[0] if self.senders else Address("", "")
        self.references = _references(self)

    def all(self, name: str) -> list[str]:
        """Every header of this name, decoded."""
        return [readable(name, value) for value in self.raw_all(name)]

    def raw_all(self, name: str) -> list[str]:
        """Every header of this name, as it came."""
        return [str(value) for known, value in self.message.raw_items() if known.lower() == name]

    def first(self, name: str) -> str:
        """The first header of this name; empty where there is none."""
        return next(iter(self.all(name)), "")

    @property
    def root(self) -> str:
        """The first mail of the exchange."""
        return self.references[0] if self.references else self.id

    @property
    def sent_at(self) -> datetime | None:
        """When the sender's clock says that it was sent; None where it says nothing sensible."""
        try:
            sent = parsedate_to_datetime(self.first("date"))
            return sent.astimezone(UTC) if sent.tzinfo else sent.replace(tzinfo=UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None


def readable(name: str, raw: str) -> str:
    """A header's text: raw bytes and encoded words in whatever encoding, without line breaks and control characters."""
    text = decoded(raw[:LONGEST_HEADER].encode("utf-8", "surrogateescape"), "utf-8")
    if "=?" in text:
        try:
            text = str(default.header_factory(name, text))
        except Exception:
            # The standard library raises all kinds of errors for headers that only a spammer's program can write.
            text = text.replace("\r", "").replace("\n", "")
        if _unclean(text):
            text = decoded(text.encode("utf-8", "surrogateescape"), "utf-8")
    return re.sub(r"[\x00-\x1f\x7f]+", " ", text).strip()


def decoded(data: bytes, charset: str) -> str:
    """Bytes as text. What is valid UTF-8 is UTF-8, whatever the mail claims; what fits nothing is read as Windows'."""
    known = _codec(charset)
    order = (known, "utf-8") if known.replace("_", "-").startswith(STATEFUL) else ("utf-8", known)
    for codec in order:
        try:
            return data.decode(codec).replace("\x00", "").removeprefix("\ufeff")
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace").replace("\x00", "")


def addresses(headers: list[str]) -> list[Address]:
    """The addresses in these headers, as they came: a name may hold a comma that only shows when it is decoded."""
    return [found for header in headers for found in _addresses(header)]


def _addresses(header: str) -> list[Address]:
    unfolded = decoded(header[:LONGEST_LIST].encode("utf-8", "surrogateescape"), "utf-8")
    unfolded = unfolded.replace("\r", "").replace("\n", "")
    try:
        parsed = default.header_factory("to", unfolded)
        found = [(one.display_name, one.addr_spec) for group in parsed.groups for one in group.addresses]
    except Exception:
        found = []
    if not any("@" in spec for _, spec in found):
        found = [("", spec) for spec in _SPEC.findall(unfolded)]
    names = [(decoded(name.encode("utf-8", "surrogateescape"), "utf-8"), spec) for name, spec in found]
    return [Address(" ".join(name.split())[:100], spec.strip()) for name, spec in names if "@" in spec]


def ids_in(header: str) -> list[str]:
    """Every Message-ID in a header, in order."""
    return _ID.findall(header)


def event_id(raw: bytes) -> str:
    """The Message-ID of a raw mail; empty where not even that can be read, so that its digest stands for it."""
    try:
        return Mail(raw).id
    except Exception:
        # It is taken all the same, and shows itself on the list of what could not be read.
        return ""


def made_up_id(mail: Mail) -> str:
    """An id for a mail without one: the same whenever the same mail is read or delivered again."""
    parts = [mail.first(name) for name in ("from", "to", "date", "subject")]
    body = re.split(rb"\r?\n\r?\n", mail.raw, maxsplit=1)[-1]
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "replace") + body).hexdigest()[:32]
    return f"<{digest}{MADE_UP}"


def real(message_id: str) -> bool:
    """Whether the sender's own program knows this id."""
    return bool(message_id) and not message_id.endswith(MADE_UP)


def words_of(mail: Mail) -> str:
    """What the author wrote in this mail: subject and text, without what was quoted, and without the signature."""
    forwarded = quoting.is_forward(mail.subject)
    text = quoting.cut(_text(mail.message, quotes=forwarded), forwarded=forwarded)
    answers = quoting.is_reply(mail.subject) or bool(mail.references)
    if not text and not answers:
        text = _text(mail.message, quotes=True).strip()
    subject = "" if answers else quoting.bare(mail.subject)
    if subject and not text.casefold().startswith(subject.casefold()):
        text = f"{subject}\n\n{text}"
    return text.strip()


def attachments_of(mail: Mail) -> tuple[Attachment, ...]:
    """Every file that came along, pictures first; logos and signatures are none."""
    parts = islice(mail.message.walk(), MOST_PARTS)
    found = [part for part in parts if not part.is_multipart() and _attached(part)]
    found.sort(key=lambda part: not _pictured(part))
    files = (Attachment(_name(part), _bytes(part)) for part in found)
    return tuple(file for file in files if file.content)


def _references(mail: Mail) -> list[str]:
    found = [*ids_in(mail.first("references")), *ids_in(mail.first("in-reply-to"))]
    return list(dict.fromkeys(found))


def _text(part: EmailMessage, *, quotes: bool) -> str:
    kind = part.get_content_type()
    if kind == "message/rfc822":
        # A mail passed on as an attachment says what the mail around it does not.
        return "\n".join(_text(inner, quotes=True) for inner in _inner(part))
    if part.is_multipart():
        texts = [
            (one.get_content_type(), _text(one, quotes=quotes).strip()) for one in islice(_inner(part), MOST_PARTS)
        ]
        said = [(inner, text) for inner, text in texts if text]
        if kind == "multipart/alternative":
            # The plain one, where it says anything.
            return next((text for inner, text in said if inner == "text/plain"), said[-1][1] if said else "")
        own = [text for inner, text in said if inner != "message/rfc822"]
        return "\n\n".join(own or [text for _, text in said])
    if kind.startswith("multipart/"):
        # Its parts cannot be told from each other; somebody wrote something all the same.
        return decoded(str(part.get_payload()).encode("utf-8", "surrogateescape"), "utf-8")[:LONGEST_TEXT]
    if _attached(part) or kind not in ("text/plain", "text/html"):
        return ""
    text = decoded(_bytes(part), part.get_content_charset() or "utf-8")[:LONGEST_TEXT]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if kind == "text/html":
        return from_html(text, quotes=quotes)
    return quoting.unwrapped(text) if str(part.get_param("format", "")).lower() == "flowed" else text


def from_html(html: str, *, quotes: bool = False) -> str:
    """The text that a reader would see, a line for each block; without what a mail program quoted or added."""
    too_far = next(islice(re.finditer("<", html), MOST_TAGS, None), None)
    tree = LexborHTMLParser(html[: too_far.start()] if too_far else html)
    if not quotes:
        for selector in quoting.AND_ALL_AFTER:
            for node in tree.css(selector):
                _drop_after(node)
    for node in tree.css(_UNSEEN if quotes else f"{_UNSEEN}, {quoting.QUOTED}"):
        node.decompose()
    body = tree.body
    if body is None:
        return ""
    for text in list(body.traverse(include_text=True)):
        if text.tag == "-text" and not _preformatted(text):
            text.replace_with(re.sub(r"\s+", " ", text.text(deep=False)) or " ")
    for node in body.css(_BLOCK):
        node.insert_before("\n")
        node.insert_after("\n")
    lines = [" ".join(line.replace("\xa0", " ").split()) for line in body.text().split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _preformatted(node: LexborNode) -> bool:
    parent = node.parent
    return parent is not None and parent.tag == "pre"


def _drop_after(node: LexborNode) -> None:
    sibling = node.next
    while sibling is not None:
        following = sibling.next
        sibling.decompose()
        sibling = following
    node.decompose()


def _inner(part: EmailMessage) -> Iterator[EmailMessage]:
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (one for one in payload if isinstance(one, EmailMessage))


def _attached(part: EmailMessage) -> bool:
    kind = part.get_content_type()
    if kind in NO_ATTACHMENT or kind.startswith(("multipart/", "message/")):
        return False
    if kind.startswith("image/") and part.get("content-id") and part.get_content_disposition() != "attachment":
        return len(_bytes(part)) >= SMALL_PICTURE
    if kind.startswith("text/"):
        return part.get_content_disposition() == "attachment"
    return True


def _pictured(part: EmailMessage) -> bool:
    return part.get_content_type().startswith("image/") or _name(part).lower().endswith(
        (".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp")
    )


def _name(part: EmailMessage) -> str:
    try:
        name = part.get_filename() or ""
    except (ValueError, TypeError, LookupError):
        name = ""
    name = re.sub(r"[^\w.\- ]", "", name.replace("\\", "/").rpartition("/")[2]).strip()[-100:]
    return name or f"lampiran.{part.get_content_subtype()[:10]}"


def _bytes(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _codec(charset: str) -> str:
    try:
        return codecs.lookup(charset.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return "utf-8"


def _unclean(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)
