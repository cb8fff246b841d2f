"""A whole city of real processes: a durable database, web, worker, a post office, and whoever kills them."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import psycopg

from tanggap.config import processes
from tests.post_office import PostOffice, free_port

ROOT = Path(__file__).resolve().parents[2]
LOST_AFTER = 4
"""Seconds after which a silent worker counts as dead here; a city waits longer."""


class Town:
    """Web and worker, each in a process group of its own, so that one SIGKILL takes all of it."""

    def __init__(self, home: Path, database_url: str, post_office: PostOffice) -> None:
        self.database_url = database_url
        self.port = free_port()
        self.log = home / "log"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("TANGGAP_", "DJANGO_"))},
            "TANGGAP_HOME": str(home),
            "DATABASE_URL": database_url,
            "PORT": str(self.port),
            "TANGGAP_EMAIL_URL": f"smtp://127.0.0.1:{post_office.port}",
            "TANGGAP_BEHIND_PROXY": "yes",
            "TANGGAP_WORKER_LOST_AFTER": str(LOST_AFTER),
        }
        self.orders = {
            "web": processes.web(host="127.0.0.1", port=self.port, workers=2, threads=4),
            "worker": processes.worker(),
        }
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, *order: str) -> str:
        """Run a program of the city to its end; what it prints."""
        done = subprocess.run(
            [sys.executable, *order], cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr[-4000:]
        return done.stdout

    def prepare(self) -> dict[str, Any]:
        prepared: dict[str, Any] = json.loads(self.run("-m", "tests.faults.prepare"))
        return prepared

    def start(self, name: str) -> None:
        with self.log.open("ab") as log:
            self.running[name] = subprocess.Popen(
                self.orders[name],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """SIGKILL to every process of it at once: nobody gets to say goodbye."""
        process = self.running.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for name in list(self.running):
            self.kill(name)

    def wait_for_web(self, *, seconds: float = 60) -> None:
        def answers() -> bool:
            with contextlib.suppress(httpx.TransportError):
                return httpx.get(f"{self.address}/healthz", timeout=5).status_code in (200, 503)
            return False

        wait(answers, seconds=seconds)

    def ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """A question to the database."""
        with psycopg.connect(self.database_url) as connection:
            return connection.execute(question.encode(), values).fetchall()


def wait(done: Callable[[], bool], *, seconds: float) -> None:
    """Wait until it is so."""
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)
