"""What an adapter may be able to do besides answering. Each capability is one function or value of its module."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from tanggap.carriers.letters import Letter
from tanggap.carriers.models import Delivery
from tanggap.channels.heard import Answer, Call, Heard, Said, Turn


@runtime_checkable
class Reads(Protocol):
    """Makes sense of a raw event."""

    read: Callable[[bytes, str, dict[str, Any]], list[Heard]]
    """Raw bytes, content type and meta in; any exception puts the event on the list of failed ones."""


@runtime_checkable
class Says(Protocol):
    """Says words outside the steps of a report."""

    say: Callable[[Delivery, Said], Letter | None]


@runtime_checkable
class Hooked(Protocol):
    """Is called by the other side over HTTP."""

    signed: Callable[[Call], bool]
    """Whether the call is theirs, over the raw bytes, in constant time. False: 403 and a counter, nothing else."""
    external_id: Callable[[Call], str]
    """Their id of the event; a repeated one is not taken again. Must not fail: fall back to a digest of the bytes."""


@runtime_checkable
class Challenged(Protocol):
    """Must prove itself to the other side before it is called."""

    challenge: Callable[[Call], Answer | None]
    """The answer to a challenge, or None where the call is none. Asked before ``signed``."""


@runtime_checkable
class Acknowledges(Protocol):
    """Answers the other side in its own format."""

    acknowledge: Callable[[Call, bool], Answer]
    """``True``: taken just now; ``False``: taken before."""


@runtime_checkable
class Polls(Protocol):
    """Asks the other side for news, each minute."""

    poll: Callable[[datetime], int]


@runtime_checkable
class Listens(Protocol):
    """Holds a connection open, in a process of its own (``tanggap channels listen <code>``)."""

    listen: Callable[[], None]


@runtime_checkable
class Converses(Protocol):
    """Leads a short dialogue before a report is filed."""

    converse: Callable[[Heard, dict[str, Any]], Turn]
    """The message and what was remembered ({} at first). It may be called again with the same message."""


@runtime_checkable
class Obeys(Protocol):
    """Knows keywords that concern the channel and no report: HELP, STOP."""

    obey: Callable[[Heard, datetime], str]
    """Do what a message of the kind COMMAND asks, and what to answer; empty: nothing. Called once a message."""


@runtime_checkable
class Configured(Protocol):
    """Needs settings from the environment."""

    settings: Callable[[], dict[str, bool]]
    """Each variable by name, and whether it holds something. Any False: the channel is switched off."""


@runtime_checkable
class Watched(Protocol):
    """Knows more about its own health than its events tell."""

    health: Callable[[datetime], str]
    """A sentence about what is wrong, or empty."""


def switched_on(adapter: object) -> bool:
    """Whether everything that the adapter needs from the environment is there."""
    return all(adapter.settings().values()) if isinstance(adapter, Configured) else True


def missing(adapter: object) -> list[str]:
    """The environment variables that the adapter still needs."""
    return [name for name, there in adapter.settings().items() if not there] if isinstance(adapter, Configured) else []
