"""Web and worker as child processes: started together, restarted when one dies, stopped together."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE = 15.0  # seconds that a program gets to finish what it is doing
LONGEST_REST = 30.0  # seconds between restarts of a program that keeps dying


def web(*, host: str, port: int, workers: int, threads: int) -> list[str]:
    """The order that starts granian with the WSGI application."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(threads)),
        *("--respawn-failed-workers", "--workers-kill-timeout", "10", "--log-level", "warning"),
        "tanggap.config.wsgi:application",
    ]


def worker() -> list[str]:
    return [sys.executable, "-m", "tanggap", "worker"]


@dataclass
class Program:
    """One child with everything it starts; `deaths` in a row lengthen the rest before the next start."""

    name: str
    order: list[str]
    child: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0

    def start(self) -> None:
        self.started = time.monotonic()
        # A group of its own: Ctrl-C reaches us alone, and we stop the child with all of its children.
        self.child = subprocess.Popen(self.order, stdin=subprocess.DEVNULL, start_new_session=True)

    def tell(self, what: signal.Signals) -> None:
        if self.child:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.child.pid, what)

    def is_alive(self) -> bool:
        return self.child is not None and self.child.poll() is None

    def revive(self, say: Callable[[str], None]) -> None:
        """Start again where it died, at once the first time, later and later when it keeps dying."""
        if self.is_alive():
            return
        now = time.monotonic()
        if now - self.started > LONGEST_REST:
            self.deaths = 0
        if now - self.started < min(2.0**self.deaths - 1, LONGEST_REST):
            return
        # What a killed parent left behind would hold the port.
        self.tell(signal.SIGKILL)
        say(f"{self.name} ended ({self.child.returncode if self.child else '-'}), starting it again")
        self.deaths += 1
        self.start()


@dataclass
class Programs:
    """The programs of one `serve`; `watch` is called about once a second while they run."""

    programs: list[Program]
    say: Callable[[str], None]
    watch: Callable[[], None] = lambda: None
    stopping: bool = field(default=False, init=False)

    def run(self, *, ready: Callable[[], bool], announce: Callable[[], None]) -> None:
        """Run until SIGINT, SIGTERM or SIGHUP; `announce` is called once, when `ready` holds."""
        for wanted in STOPPING:
            signal.signal(wanted, self._stop_soon)
        announced = False
        try:
            for program in self.programs:
                program.start()
            while not self.stopping:
                time.sleep(1 if announced else 0.1)
                if not announced and ready():
                    announced = True
                    announce()
                self.watch()
                for program in self.programs:
                    if not self.stopping:
                        program.revive(self.say)
        finally:
            self.stop()

    def _stop_soon(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def stop(self) -> None:
        """Ask everybody to finish, and after GRACE seconds end whoever has not."""
        for program in self.programs:
            if program.is_alive():
                program.tell(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        while any(program.is_alive() for program in self.programs) and time.monotonic() < deadline:
            time.sleep(0.05)
        for program in self.programs:
            program.tell(signal.SIGKILL)
            if program.child:
                program.child.wait()
