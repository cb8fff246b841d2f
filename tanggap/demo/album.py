"""The demo's photos: each drawing is made once, and every report that shows it holds links to its files."""

from __future__ import annotations

import io
import os
import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tanggap.demo.drawings import KINDS, picture
from tanggap.reports import photos
from tanggap.reports.models import Photo, Report

VARIANTS: Final = 4
FOLDER: Final = "demo"


class Drawn(NamedTuple):
    """A drawing in storage: its folder there, and what take-in would have read from its file."""

    folder: str
    sha256: str
    phash: int
    width: int
    height: int


Key = tuple[str, int, bool]
Album = dict[Key, Drawn]


def keys() -> list[Key]:
    """Every drawing: kind, variant, and whether the trouble is gone."""
    return [(kind, variant, solved) for kind in KINDS for variant in range(VARIANTS) for solved in (False, True)]


def draw(wanted: Iterable[Key], *, at: datetime) -> Album:
    """Draw these and put the file and its copies into storage."""
    return {key: _drawn(key, at=at) for key in wanted}


def _drawn(key: Key, *, at: datetime) -> Drawn:
    kind, variant, solved = key
    body = io.BytesIO()
    picture(kind, variant, solved=solved).save(body, "JPEG", quality=85)
    file = ContentFile(body.getvalue())
    seen = photos.look_at(file, at=at)
    folder = f"{FOLDER}/{kind}-{variant}-{'after' if solved else 'before'}"
    stand_in = Photo(token=folder)
    _put(f"{folder}/original", file)
    photos.write_copies(stand_in, file)
    return Drawn(folder, photos.digest_of(file), seen.phash, seen.width, seen.height)


def _put(name: str, file: ContentFile[bytes]) -> None:
    default_storage.delete(name)
    default_storage.save(name, file)


def hang(drawn: Drawn, report: Report, *, at: datetime, **given: Any) -> Photo:
    """Give a report this drawing as its photo, copies and all."""
    token = secrets.token_urlsafe(16)
    photo = Photo(
        token=token,
        report=report,
        round=report.round,
        original=f"original/{at:%Y/%m}/{token}.jpg",
        sha256=drawn.sha256,
        phash=drawn.phash,
        width=drawn.width,
        height=drawn.height,
        uploaded_at=at,
        copies_ready=True,
        **given,
    )
    _share(f"{drawn.folder}/original", photo.original)
    for size in photos.SIZES:
        _share(photos.copy_name(Photo(token=drawn.folder), size), photos.copy_name(photo, size))
    photo.save(force_insert=True)
    return photo


def _share(source: str, name: str) -> None:
    """The same bytes under another name: a link where storage is a folder, a copy elsewhere."""
    try:
        target = Path(default_storage.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(default_storage.path(source), target)
    except (NotImplementedError, OSError):
        with default_storage.open(source) as file:
            default_storage.save(name, file)


def close(album: Album) -> None:
    """Forget the drawings themselves; the reports keep their links."""
    for drawn in album.values():
        for name in (
            f"{drawn.folder}/original",
            *(photos.copy_name(Photo(token=drawn.folder), s) for s in photos.SIZES),
        ):
            default_storage.delete(name)
