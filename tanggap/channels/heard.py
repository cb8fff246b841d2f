"""What passes between the core and an adapter: a call at the door, what was heard, what is to be said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, NamedTuple

from tanggap.accounts.contact import Contact

PROOFS = ("email", "phone", "handle")


class Kind(Enum):
    """What an inbound event is; ``handling.KINDS`` says what follows from each."""

    MESSAGE = "message"
    STATUS = "status query"
    COMMAND = "keyword for the channel itself"
    DELIVERY = "delivery report"
    BOUNCE = "bounce"
    AUTO_REPLY = "automatic reply"
    OWN = "our own message"
    IGNORE = "nothing to do"


class Attachment(NamedTuple):
    """A file that came along; what is no photo is left out and counted."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Heard:
    """One message (or report of a delivery) as an adapter understood it. Only ``external_id`` and ``kind`` must be."""

    external_id: str
    kind: Kind = Kind.MESSAGE
    author: Contact = field(default_factory=Contact, repr=False)
    proven: tuple[str, ...] = ()
    """Which parts of the author the channel vouches for (``PROOFS``). Only these decide whose report it is."""
    words: str = field(default="", repr=False)
    photos: tuple[Attachment, ...] = field(default=(), repr=False)
    language: str = "id"
    sent_at: datetime | None = None

    thread: str = field(default="", repr=False)
    """The channel's own name for the exchange: conversation id, root Message-ID, phone number."""
    answers: str = field(default="", repr=False)
    """The message that a reply in words has to name (a comment's id, a Message-ID); default: ``external_id``."""
    joins: bool = True
    """Whether a message in the thread of a report belongs to that report. False where a thread is just a person."""
    token: str = field(default="", repr=False)
    """Our own thread token (``threads.token``), from a plus address or a postback."""
    references: tuple[str, ...] = field(default=(), repr=False)
    """Ids that it refers to: our letters' Message-IDs, receipts of our messages, ids of theirs."""
    number: str = ""
    """A report's number, where the channel has a field for it; numbers in the words are found by the core."""

    fresh: bool = False
    """The author says that this is a new report: numbers in the words and open dialogues are not looked at."""
    explicit: bool = False
    """The channel takes reports and nothing else: it is filed even where the words tell nothing."""
    verb: str = ""
    """What the author asks for by keyword or button: reopen, close, appeal, withdraw. Else the core decides."""
    lat: float | None = None
    lon: float | None = None
    accuracy_m: float | None = None
    kelurahan: str = ""
    category: str = ""
    street: str = ""
    landmark: str = ""
    public: bool = False
    external_number: str = ""

    receipt: str = field(default="", repr=False)
    """Of which of our deliveries a report or a bounce speaks: the carrier's id, or ``delivery:<id>``."""
    carrier: str = ""
    arrived: bool = False
    code: str = ""

    @property
    def whole(self) -> bool:
        """Whether it says something at all."""
        return bool(self.words.strip() or self.photos)


@dataclass(frozen=True)
class Call:
    """A request at a webhook. ``raw`` are its bytes: the body, or the query string of a GET."""

    method: str
    part: str
    """What follows the channel's code in the address: ``/api/kanal/sms/dlr`` has the part ``dlr``."""
    raw: bytes = field(repr=False)
    query: Mapping[str, str] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    """By name in small letters."""
    content_type: str = ""
    address: str = field(default="", repr=False)
    """Of the machine that calls."""


class Answer(NamedTuple):
    """What a webhook answers."""

    status: int = 200
    body: str = "OK"
    content_type: str = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Turn:
    """What an adapter that leads a dialogue decides: ask something more, or go on with what was heard."""

    heard: Heard
    ask: str = field(default="", repr=False)
    memory: dict[str, Any] = field(default_factory=dict, repr=False)
    """What it wants to be given back with the next message; plain JSON, kept encrypted."""


@dataclass(frozen=True)
class Said:
    """Words to somebody outside the steps of a report: a question, an answer of the desk, a status, a warning."""

    conversation_id: int
    kind: str
    words: str = field(repr=False)
    to: Contact = field(repr=False)
    thread: str = field(repr=False)
    answers: str = field(repr=False)
    """The newest message of theirs in the conversation."""
    token: str = field(repr=False)
    """The report's thread token where the conversation has a report, else empty."""
    language: str = "id"
    number: str = ""
