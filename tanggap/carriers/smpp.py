"""SMPP 3.4, as much of it as a city's number needs: binding, submitting, and reading what the centre delivers.

A session logs nothing: a PDU holds a phone number and what somebody wrote.
"""

from __future__ import annotations

import socket
import ssl
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from tanggap.carriers import gsm

VERSION = 0x34
PORT, TLS_PORT = 2775, 3550
SECONDS = 30
"""How long the centre may take to answer."""

LARGEST = 64 * 1024
HEADER = struct.Struct(">IIII")
RESPONSE = 0x80000000
WITH_HEADER = 0x40  # esm_class: the message begins with a user data header
RECEIPT = 0x04  # esm_class: the message is a delivery report
RECEIPTS = 0x3C  # esm_class: the bits that say so
INTERNATIONAL, UNKNOWN, ALPHANUMERIC = 1, 0, 5
ISDN = 1


class Command(IntEnum):
    NACK = 0x80000000
    BIND_TRANSMITTER = 0x02
    SUBMIT = 0x04
    DELIVER = 0x05
    UNBIND = 0x06
    BIND_TRANSCEIVER = 0x09
    ENQUIRE_LINK = 0x15


class Tag(IntEnum):
    """The optional parameters that are read or written."""

    RECEIPTED_ID = 0x001E
    USER_REFERENCE = 0x0204
    CHAIN_REFERENCE = 0x020C
    CHAIN_TOTAL = 0x020E
    CHAIN_PART = 0x020F
    PAYLOAD = 0x0424
    STATE = 0x0427


class Coding(IntEnum):
    """Values of ``data_coding``. What the centre's default alphabet is, is a matter of its contract: here GSM 03.38."""

    DEFAULT = 0
    ASCII = 1
    LATIN = 3
    UCS2 = 8


class Broken(Exception):
    """The line is gone, or what came over it is no SMPP. The text is a code, never what was said."""


class Failed(Exception):
    """The centre answered with an error; ``status`` is its command_status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"smpp {status}")
        self.status = status


class Account(NamedTuple):
    """Where the centre is, and who we are there."""

    host: str
    port: int
    system_id: str
    password: str
    system_type: str
    tls: bool


class Pdu(NamedTuple):
    """One unit of the protocol."""

    command: int
    status: int
    sequence: int
    body: bytes = b""

    def packed(self) -> bytes:
        return HEADER.pack(HEADER.size + len(self.body), self.command, self.status, self.sequence) + self.body


@dataclass(frozen=True)
class Chain:
    """Which part of a long message this is."""

    reference: int
    total: int
    part: int


@dataclass(frozen=True)
class Short:
    """A short message, as ``deliver_sm`` and ``submit_sm`` carry it."""

    source: str = field(repr=False)
    target: str = field(repr=False)
    octets: bytes = field(repr=False)
    coding: int = Coding.DEFAULT
    esm_class: int = 0
    source_kind: int = UNKNOWN
    target_kind: int = UNKNOWN
    receipt_wanted: bool = False
    chain: Chain | None = None
    options: Mapping[int, bytes] = field(default_factory=dict, repr=False)

    @property
    def is_receipt(self) -> bool:
        return self.esm_class & RECEIPTS == RECEIPT

    @property
    def text(self) -> str:
        return decode(self.octets, self.coding)


def account(url: str) -> Account:
    """Read ``smpp://system_id:password@host:2775/system_type``, or ``smpps://`` for TLS. Raises ValueError."""
    parts = urlsplit(url)
    if parts.scheme not in ("smpp", "smpps") or not parts.hostname or not parts.username:
        raise ValueError("smpp://system_id:password@host:port/system_type is expected")
    tls = parts.scheme == "smpps"
    return Account(
        host=parts.hostname,
        port=parts.port or (TLS_PORT if tls else PORT),
        system_id=unquote(parts.username),
        password=unquote(parts.password or ""),
        system_type=unquote(parts.path.strip("/")),
        tls=tls,
    )


def decode(octets: bytes, coding: int) -> str:
    """The text of a message in its coding; what cannot be read is marked, not lost."""
    if coding == Coding.UCS2:
        return octets.decode("utf-16-be", "replace")
    if coding in (Coding.ASCII, Coding.LATIN):
        return octets.decode("latin-1")
    return gsm.decode(octets)


def parts_of(text: str, *, reference: int) -> Iterator[tuple[bytes, int, int]]:
    """Octets, coding and esm_class of each message that carries a text, with a header where there are several."""
    chain = gsm.split(text)
    for number, part in enumerate(chain.parts, start=1):
        octets = gsm.encode(part) if chain.basic else part.encode("utf-16-be")
        coding = Coding.DEFAULT if chain.basic else Coding.UCS2
        if len(chain.parts) == 1:
            yield octets, coding, 0
        else:
            header = bytes((5, 0, 3, reference & 0xFF, len(chain.parts), number))
            yield header + octets, coding, WITH_HEADER


def pack(short: Short) -> bytes:
    """The body of a ``submit_sm`` (or, from a centre, a ``deliver_sm``)."""
    addresses = _address(short.source, short.source_kind) + _address(short.target, short.target_kind)
    body = b"\0" + addresses + bytes((short.esm_class, 0, 0)) + b"\0\0"
    body += bytes((int(short.receipt_wanted), 0, short.coding, 0, len(short.octets))) + short.octets
    return body + b"".join(struct.pack(">HH", tag, len(value)) + value for tag, value in short.options.items())


def unpack(body: bytes) -> Short:
    """Read such a body. Raises Broken."""
    try:
        return _unpack(body)
    except (IndexError, ValueError, struct.error):
        failure = Broken("smpp body")
    raise failure


def _unpack(body: bytes) -> Short:
    _, at = _text(body, 0)
    source_kind, source, at = body[at], *_text(body, at + 2)
    target_kind, target, at = body[at], *_text(body, at + 2)
    esm_class = body[at]
    _, at = _text(body, at + 3)
    _, at = _text(body, at)
    coding, length, at = body[at + 2], body[at + 4], at + 5
    octets, options = body[at : at + length], dict(_options(body, at + length))
    octets = options.pop(Tag.PAYLOAD, octets)
    chain = _chain_of(options)
    if esm_class & WITH_HEADER:
        header, octets = octets[1 : octets[0] + 1], octets[octets[0] + 1 :]
        chain = _chain_in(header) or chain
    return Short(
        source=source,
        target=target,
        octets=octets,
        coding=coding,
        esm_class=esm_class,
        source_kind=source_kind,
        target_kind=target_kind,
        chain=chain,
        options=options,
    )


def _address(number: str, kind: int) -> bytes:
    return bytes((kind, ISDN if kind == INTERNATIONAL else 0)) + number.encode("ascii") + b"\0"


def _text(body: bytes, at: int) -> tuple[str, int]:
    end = body.index(b"\0", at)
    return body[at:end].decode("latin-1"), end + 1


def _options(body: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at < len(body):
        tag, length = struct.unpack_from(">HH", body, at)
        yield tag, body[at + 4 : at + 4 + length]
        at += 4 + length


def _chain_of(options: Mapping[int, bytes]) -> Chain | None:
    values = [options.get(tag) for tag in (Tag.CHAIN_REFERENCE, Tag.CHAIN_TOTAL, Tag.CHAIN_PART)]
    numbers = [int.from_bytes(value, "big") for value in values if value is not None]
    return _chain(*numbers) if len(numbers) == 3 else None


def _chain_in(header: bytes) -> Chain | None:
    """From a user data header: element 0 has a reference of one octet, element 8 of two."""
    at = 0
    while at + 1 < len(header):
        element, length = header[at], header[at + 1]
        data, at = header[at + 2 : at + 2 + length], at + 2 + length
        if (element, length) in ((0, 3), (8, 4)):
            return _chain(int.from_bytes(data[:-2], "big"), data[-2], data[-1])
    return None


def _chain(reference: int, total: int, part: int) -> Chain | None:
    return Chain(reference, total, part) if 1 <= part <= total and total > 1 else None


class Line:
    """A bound session. Use it as a context manager: leaving it unbinds and hangs up."""

    def __init__(self, where: Account, command: Command) -> None:
        """Connect and bind. Raises OSError where nobody answers, Failed where the centre refuses, Broken."""
        self._sequence = 0
        plain = socket.create_connection((where.host, where.port), timeout=SECONDS)
        self._socket = (
            ssl.create_default_context().wrap_socket(plain, server_hostname=where.host) if where.tls else plain
        )
        names = (where.system_id, where.password, where.system_type)
        body = b"".join(name.encode("ascii") + b"\0" for name in names) + bytes((VERSION, 0, 0)) + b"\0"
        try:
            self.ask(command, body)
        except BaseException:
            self._socket.close()
            raise

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._send(Pdu(Command.UNBIND, 0, self._next()))
        except OSError:
            pass
        self._socket.close()

    def ask(self, command: Command, body: bytes = b"") -> Pdu:
        """Send a request and wait for its response. Raises Failed, Broken and OSError."""
        wanted = self._next()
        self._send(Pdu(command, 0, wanted, body))
        while True:
            pdu = self.read()
            if pdu.command & RESPONSE and pdu.sequence == wanted:
                if pdu.status:
                    raise Failed(pdu.status)
                return pdu

    def submit(self, short: Short) -> str:
        """Hand over one message; the centre's id for it."""
        return _text(self.ask(Command.SUBMIT, pack(short)).body + b"\0", 0)[0]

    def read(self) -> Pdu:
        """The next unit; tests of the line are answered on the way. Raises TimeoutError when none comes, and Broken."""
        while True:
            pdu = self._read()
            if pdu.command == Command.ENQUIRE_LINK:
                self.respond(pdu)
            elif pdu.command == Command.UNBIND:
                self.respond(pdu)
                raise Broken("smpp unbound")
            else:
                return pdu

    def respond(self, pdu: Pdu, *, status: int = 0) -> None:
        """Answer a request of the centre."""
        body = b"\0" if pdu.command == Command.DELIVER else b""
        self._send(Pdu(pdu.command | RESPONSE, status, pdu.sequence, body))

    def wait(self, seconds: float) -> None:
        """How long ``read`` waits from now on."""
        self._socket.settimeout(seconds)

    def test(self) -> None:
        """Ask whether the other side is still there; its answer is read like everything else."""
        self._send(Pdu(Command.ENQUIRE_LINK, 0, self._next()))

    def _read(self) -> Pdu:
        length, command, status, sequence = HEADER.unpack(self._exactly(HEADER.size))
        if not HEADER.size <= length <= LARGEST:
            raise Broken("smpp length")
        return Pdu(command, status, sequence, self._exactly(length - HEADER.size))

    def _exactly(self, count: int) -> bytes:
        got = bytearray()
        while len(got) < count:
            try:
                chunk = self._socket.recv(count - len(got))
            except TimeoutError:
                if got:
                    raise Broken("smpp stalled") from None
                raise
            if not chunk:
                raise Broken("smpp hung up")
            got += chunk
        return bytes(got)

    def _send(self, pdu: Pdu) -> None:
        self._socket.sendall(pdu.packed())

    def _next(self) -> int:
        self._sequence = self._sequence % 0x7FFFFFFF + 1
        return self._sequence
