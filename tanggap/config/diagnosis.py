"""What is misconfigured, in plain words: each check looks at one thing and says what to do about it."""

import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tanggap.areas.models import Area
from tanggap.config import health

LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "::1"}
LEAST_FREE = 2 * 2**30  # bytes; a day of photos of a busy city
SHORTEST_SECRET = 32  # characters


class Finding(NamedTuple):
    """An error keeps the city from working or endangers people's data; a warning may be meant so."""

    is_error: bool
    sentence: str


def error(sentence: str) -> Finding:
    return Finding(True, sentence)


def warning(sentence: str) -> Finding:
    return Finding(False, sentence)


def diagnose() -> Iterator[Finding]:
    """Every finding of every check. Later checks need a database; without one they are left out."""
    for check in CHECKS:
        yield from check()
    if not health.is_well("database"):
        yield error("The database does not answer. Look at DATABASE_URL, or at the server's log.")
        return
    # Without its tables nothing more can be said of the data.
    yield from list(_migrations()) or (finding for check in CHECKS_OF_DATA for finding in check())


def _is_public() -> bool:
    return bool(set(settings.ALLOWED_HOSTS) - LOOPBACK)


def _debug() -> Iterator[Finding]:
    if settings.DEBUG and _is_public():
        yield error("TANGGAP_DEBUG is on and the site is public: error pages would show data. Turn it off.")


def _address() -> Iterator[Finding]:
    if "*" in settings.ALLOWED_HOSTS:
        yield error("TANGGAP_HOSTS holds '*': letters could be made to link to another's host. Name the hosts.")
    if _is_public() and not settings.HTTPS:
        yield error("TANGGAP_SITE does not begin with https://: passwords and reports would travel in the open.")
    if _is_public() and (urlsplit(settings.SITE).hostname or "") in LOOPBACK:
        yield error(f"TANGGAP_SITE is {settings.SITE}: links in letters would lead nowhere. Set the public address.")


def _secrets() -> Iterator[Finding]:
    if len(settings.SECRET_KEY) < SHORTEST_SECRET:
        yield error(f"TANGGAP_SECRET_KEY is shorter than {SHORTEST_SECRET} characters and could be guessed.")
    kept = settings.HOME / "secrets"
    for place in kept.glob("*") if kept.is_dir() else ():
        if place.stat().st_mode & 0o077:
            yield error(f"{place} can be read by other users of this machine: chmod 600 {place}")
    if _is_public() and (kept / "vault_keys").exists():
        yield warning(f"The key of the identity vault stands in {kept}: back it up, apart from the database.")


def _mail() -> Iterator[Finding]:
    if "filebased" in settings.EMAIL_BACKEND:
        yield warning(f"TANGGAP_EMAIL_URL is not set: letters become files in {settings.HOME / 'mail'}.")
    elif settings.DEFAULT_FROM_EMAIL.endswith("@localhost>"):
        yield error("TANGGAP_MAIL_FROM is not set: letters from noreply@localhost are refused or land in spam.")


def _city() -> Iterator[Finding]:
    city = find_spec("tanggap.city")
    packs = Path(city.origin).parent if city and city.origin else settings.ROOT
    if not (packs / settings.CITY).is_dir():
        yield error(f"TANGGAP_CITY is {settings.CITY!r}, but there is no folder {packs / settings.CITY}.")


def _sources() -> Iterator[Finding]:
    if not settings.BOUNDARIES:
        yield warning("TANGGAP_BOUNDARIES is not set: the kelurahan of a point is approximate, and pages say so.")
    for name in ("BOUNDARIES", "ROADS"):
        given = getattr(settings, name)
        if given and not urlsplit(given).netloc and not Path(given).is_file():
            yield error(f"TANGGAP_{name} names {given}, which is not a file.")


def _front_end() -> Iterator[Finding]:
    if not (settings.FRONTEND / "manifest.json").is_file():
        yield error("The front end is not built: run bin/setup.")


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.HOME).free
    if free < LEAST_FREE:
        yield error(f"Only {free / 2**30:.1f} GB are free for {settings.HOME}: photos and the database need room.")


def _storage() -> Iterator[Finding]:
    if settings.S3_BUCKET and find_spec("boto3") is None:
        yield error("TANGGAP_S3_BUCKET is set, but boto3 is not installed: run bin/setup.")
    elif not health.is_well("storage"):
        yield error(f"Photos cannot be kept: {settings.S3_BUCKET or settings.PHOTOS} refuses a file.")


def _migrations() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        yield error(f"{len(missing)} changes of the database are not applied: run bin/tanggap migrate.")


def _areas() -> Iterator[Finding]:
    if Area._meta.db_table not in connection.introspection.table_names() or not Area.objects.exists():
        yield error("The city is not loaded: run bin/tanggap city load.")


def _worker() -> Iterator[Finding]:
    if not health.is_well("worker"):
        yield error("No worker is running: nobody is notified. Start bin/run, or bin/tanggap worker.")


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _debug,
    _address,
    _secrets,
    _mail,
    _city,
    _sources,
    _front_end,
    _disk,
    _storage,
)

CHECKS_OF_DATA: tuple[Callable[[], Iterator[Finding]], ...] = (_areas, _worker)
