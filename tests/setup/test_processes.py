"""Web and worker live and die together, and come back when they alone die. Real processes, small ones."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Each program starts a child of its own and notes both numbers; the second turns a deaf ear to SIGTERM.
SUPERVISOR = textwrap.dedent("""
    import sys
    from tanggap.config import processes
    processes.GRACE = 1.0
    note = "import os, subprocess, sys, time, signal;"
    note += "child = subprocess.Popen(['sleep', '60']);"
    note += "open(sys.argv[1], 'a').write(f'{os.getpid()} {child.pid}\\\\n');"
    deaf = "signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    programs = processes.Programs(
        [
            processes.Program("polite", [sys.executable, "-c", note + "time.sleep(60)", sys.argv[1]]),
            processes.Program("deaf", [sys.executable, "-c", note + deaf + "time.sleep(60)", sys.argv[2]]),
        ],
        say=lambda sentence: print(sentence, flush=True),
    )
    programs.run(ready=lambda: True, announce=lambda: print("ready", flush=True))
""")


class Supervised:
    def __init__(self, folder: Path) -> None:
        self.notes = [folder / "polite", folder / "deaf"]
        order = [sys.executable, "-c", SUPERVISOR, *map(str, self.notes)]
        self.supervisor = subprocess.Popen(order, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        _wait(lambda: all(self.families(note) for note in self.notes))

    def families(self, note: Path) -> list[list[int]]:
        return [[int(pid) for pid in line.split()] for line in note.read_text().splitlines()] if note.exists() else []

    def everybody(self) -> list[int]:
        return [pid for note in self.notes for family in self.families(note) for pid in family]


@pytest.fixture
def supervised(tmp_path: Path) -> Iterator[Supervised]:
    found = Supervised(tmp_path)
    yield found
    found.supervisor.terminate()
    found.supervisor.communicate(timeout=20)


def _is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def _wait(done: Callable[[], bool], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_everybody_ends_when_the_supervisor_is_told_to(supervised: Supervised, how: signal.Signals) -> None:
    everybody = supervised.everybody()
    assert all(_is_alive(pid) for pid in everybody)
    supervised.supervisor.send_signal(how)
    assert supervised.supervisor.wait(timeout=20) == 0
    _wait(lambda: not any(_is_alive(pid) for pid in everybody))


def test_a_program_comes_back_when_it_was_killed(supervised: Supervised) -> None:
    polite = supervised.notes[0]
    [[program, child]] = supervised.families(polite)
    os.kill(program, signal.SIGKILL)
    _wait(lambda: len(supervised.families(polite)) == 2)
    _wait(lambda: not _is_alive(child))
    assert all(_is_alive(pid) for pid in supervised.families(polite)[1])
    assert len(supervised.families(supervised.notes[1])) == 1
