"""`tanggap serve` from nothing to a city that answers, and back to nothing."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.architecture.source import ROOT


@pytest.fixture
def home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        # As a home is that the database server's id may enter.
        Path(folder).chmod(0o755)
        yield Path(folder)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve(home: Path, port: int) -> subprocess.Popen[str]:
    unset = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "TANGGAP_SITE"}
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    environment |= {"TANGGAP_HOME": str(home), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    order = [sys.executable, "-m", "tanggap", "serve", "--no-demo", "--workers", "1"]
    return subprocess.Popen(
        order, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def _wait_until_well(port: int, seconds: float = 240) -> dict[str, str]:
    deadline = time.monotonic() + seconds
    while True:
        try:
            answer = httpx.get(f"http://127.0.0.1:{port}/healthz")
            if answer.status_code == 200 or time.monotonic() > deadline:
                return dict(json.loads(answer.text))
        except httpx.TransportError:
            assert time.monotonic() < deadline, "serve never answered"
        time.sleep(0.25)


def test_serve_brings_up_everything_and_ctrl_c_takes_it_all_down(home: Path) -> None:
    port = _free_port()
    served = _serve(home, port)
    try:
        assert _wait_until_well(port) == {"status": "ok", "database": "ok", "worker": "ok", "storage": "ok"}
        again = _serve(home, port)
        told, _ = again.communicate(timeout=120)
        assert again.returncode == 1
        assert f"Port {port} is taken by another program." in told
    finally:
        served.send_signal(signal.SIGINT)
        told, _ = served.communicate(timeout=120)
    assert served.returncode == 0, told
    assert f"Tanggap: http://localhost:{port}" in told
    assert told.endswith("Stopped. The data stay.\n")
    assert not (home / "postgres" / "cluster" / "data" / "postmaster.pid").exists()
