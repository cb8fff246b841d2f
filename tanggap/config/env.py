"""Typed readers of the environment, so that a wrong value is a sentence at start and not a surprise later."""

import base64
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class Misconfigured(Exception):
    """An environment variable holds something Tanggap cannot work with; the message says which and why."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def number(name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
    """A whole number between `least` and `most`; raises Misconfigured."""
    given = text(name)
    if not given:
        return default
    if not given.isascii() or not given.isdigit() or not least <= int(given) <= most:
        raise Misconfigured(f"{name} must be a whole number from {least} to {most}, not {given!r}.")
    return int(given)


YES_NO = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


def flag(name: str, default: bool) -> bool:
    """Yes or no; raises Misconfigured."""
    given = text(name).lower()
    if not given:
        return default
    if given not in YES_NO:
        raise Misconfigured(f"{name} must be one of {', '.join(YES_NO)}, not {given!r}.")
    return YES_NO[given]


def words(name: str) -> list[str]:
    """Comma-separated words."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    """An absolute folder; created by whoever writes into it."""
    return Path(text(name) or default).expanduser().absolute()


def secret(name: str, *, kept_in: Path) -> str:
    """The secret from the environment, else one drawn once and kept in a file that only its owner may read."""
    given = text(name)
    if given:
        return given
    if not kept_in.exists():
        _keep(secrets.token_urlsafe(48), kept_in)
    return kept_in.read_text().strip()


def versioned_keys(given: str) -> dict[int, bytes]:
    """Keys written as `2:base64url,1:base64url`, each of 32 bytes or more; one without a version is version 1."""
    keys: dict[int, bytes] = {}
    for entry in given.split(","):
        version, _, body = entry.strip().rpartition(":")
        try:
            keys[int(version or 1)] = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        except ValueError as trouble:
            raise Misconfigured("TANGGAP_VAULT_KEYS must look like 2:base64url,1:base64url.") from trouble
    if any(len(key) < 32 for key in keys.values()):
        raise Misconfigured("A key in TANGGAP_VAULT_KEYS is shorter than 32 bytes.")
    return keys


def _keep(value: str, place: Path) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = place.with_name(f"{place.name}.{os.getpid()}")
    draft.touch(mode=0o600, exist_ok=False)
    draft.write_text(value + "\n")
    try:
        # Two processes may start at once: the first one's secret stays.
        os.link(draft, place)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def database(url: str) -> dict[str, Any]:
    """Django's connection settings of a `postgresql://user:password@host:port/name?option=value` address."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise Misconfigured("DATABASE_URL must begin with postgresql://, because Tanggap runs on PostgreSQL only.")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # A socket folder stands percent-encoded as the host, or as ?host=/folder.
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


MAIL_SCHEMES = {"smtp": (25, False, False), "smtp+tls": (587, True, False), "smtps": (465, False, True)}


def mail(url: str, *, kept_in: Path) -> dict[str, Any]:
    """Django's mail settings of `smtp://user:password@host:port` (`smtp+tls`, `smtps`); else letters become files."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": str(kept_in)}
    parts = urlsplit(url)
    if parts.scheme not in MAIL_SCHEMES or not parts.hostname:
        raise Misconfigured(f"TANGGAP_EMAIL_URL must look like smtp://host:port ({', '.join(MAIL_SCHEMES)}).")
    port, starttls, tls = MAIL_SCHEMES[parts.scheme]
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": starttls,
        "EMAIL_USE_SSL": tls,
        "EMAIL_TIMEOUT": 20,
    }


def hosts_of(site: str) -> list[str]:
    """The host of the site's address, and this machine where the site is this machine."""
    host = urlsplit(site).hostname or ""
    return ["localhost", "127.0.0.1", "[::1]"] if host in {"localhost", "127.0.0.1", "::1"} else [host]


def existing_folder(folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    return str(folder)


def photo_storage(*, bucket: str, folder: Path) -> dict[str, Any]:
    """Photos in a folder, or in an S3 bucket whose links expire; boto3 reads the usual AWS_* variables."""
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(folder)}}
    options = {"bucket_name": bucket, "default_acl": "private", "querystring_auth": True, "file_overwrite": False}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
