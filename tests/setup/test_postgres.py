"""The private database server: it is there when somebody needs it, and gone when nobody does."""

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tanggap.config.postgres import Cluster, ServerFailed

USE = """
import sys
from pathlib import Path
from tanggap.config.postgres import Cluster
cluster = Cluster(Path(sys.argv[1]), durable=False)
print(cluster.use(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def home() -> Iterator[Path]:
    # pytest's own folders are closed to others; a root's server runs under another id and would have to move out.
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    _remove(Cluster(folder / "postgres"))
    shutil.rmtree(folder)


def _remove(cluster: Cluster) -> None:
    cluster.stop()
    for left in (cluster.place, cluster.socket_folder):
        shutil.rmtree(left, ignore_errors=True)


def _user_of(home: Path) -> subprocess.Popen[str]:
    root = Path(__file__).resolve().parents[2]
    order = [sys.executable, "-c", USE, str(home / "postgres")]
    user = subprocess.Popen(order, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert user.stdout
    assert user.stdout.readline().startswith("postgresql://")
    return user


def _ask(cluster: Cluster, question: str = "SELECT current_user") -> object:
    with psycopg.connect(cluster.url) as connection:
        found = connection.execute(question.encode()).fetchone()
        return found[0] if found else None


def test_server_answers_its_own_user_on_a_closed_socket_only(home: Path) -> None:
    cluster = Cluster(home / "postgres", durable=False)
    cluster.start()
    assert _ask(cluster) == "tanggap"
    assert _ask(cluster, "SHOW listen_addresses") == ""
    assert stat.S_IMODE(cluster.socket_folder.stat().st_mode) == 0o700
    assert cluster.data.stat().st_uid == cluster.uid != 0
    with pytest.raises(psycopg.OperationalError, match="eer authentication failed"):
        psycopg.connect(cluster.url, user="postgres")


def test_data_stay_when_the_server_stops_and_starts(home: Path) -> None:
    cluster = Cluster(home / "postgres", durable=False)
    cluster.start()
    with psycopg.connect(cluster.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    cluster.stop()
    assert not cluster.is_ready()
    cluster.start()
    cluster.start()
    assert _ask(cluster, "SELECT number FROM kept") == 7


def test_server_starts_again_when_it_was_killed(home: Path) -> None:
    cluster = Cluster(home / "postgres", durable=False)
    cluster.start()
    with psycopg.connect(cluster.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    for _ in range(3):
        pid = int((cluster.data / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)
        cluster.start()
        assert _ask(cluster, "SELECT number FROM kept") == 7


def test_server_starts_when_its_pid_file_names_a_stranger(home: Path) -> None:
    cluster = Cluster(home / "postgres", durable=False)
    cluster.start()
    cluster.stop()
    (cluster.data / "postmaster.pid").write_text(f"{os.getppid()}\n{cluster.data}\n")
    cluster.start()
    assert _ask(cluster) == "tanggap"


def test_server_stays_until_the_last_user_leaves(home: Path) -> None:
    cluster = Cluster(home / "postgres", durable=False)
    first, second = _user_of(home), _user_of(home)
    first.communicate()
    assert cluster.is_ready()
    second.communicate()
    assert not cluster.is_ready()


def test_server_stays_usable_when_a_user_was_killed(home: Path) -> None:
    cluster = Cluster(home / "postgres", durable=False)
    first = _user_of(home)
    first.kill()
    first.communicate()
    assert cluster.is_ready()
    _user_of(home).communicate()
    assert not cluster.is_ready()


def test_one_server_starts_when_many_ask_at_once(home: Path) -> None:
    clusters = [Cluster(home / "postgres", durable=False) for _ in range(4)]
    threads = [threading.Thread(target=cluster.start) for cluster in clusters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [_ask(cluster) for cluster in clusters] == ["tanggap"] * 4


def test_socket_moves_when_the_home_has_a_long_name(home: Path) -> None:
    deep = home / ("kelurahan" * 5) / ("kecamatan" * 5)
    cluster = Cluster(deep / "postgres", durable=False)
    with contextlib.closing(_Removed(cluster)):
        cluster.start()
        assert not cluster.socket_folder.is_relative_to(home)
        assert stat.S_IMODE(cluster.socket_folder.stat().st_mode) == 0o700
        assert _ask(cluster) == "tanggap"


def test_server_runs_when_the_home_is_closed_to_others(home: Path) -> None:
    home.chmod(0o700)
    cluster = Cluster(home / "postgres", durable=False)
    with contextlib.closing(_Removed(cluster)):
        cluster.start()
        assert _ask(cluster) == "tanggap"
        assert cluster.place.is_relative_to(home) == (os.geteuid() != 0)
        assert Cluster(home / "postgres").place == cluster.place


def test_server_says_why_when_it_cannot_start(home: Path) -> None:
    cluster = Cluster(home / "postgres", durable=False)
    cluster.start()
    cluster.stop()
    (cluster.data / "postgresql.conf").write_text("nonsense\n")
    with pytest.raises(ServerFailed, match="syntax error"):
        cluster.start()


class _Removed:
    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster

    def close(self) -> None:
        _remove(self.cluster)
