"""Static files: hashed names and compressed twins, made once per change."""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedOnce(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise has no types
    """Leaves the names of the front end's build alone: they carry a hash already.

    Its modules name each other; under a second name the browser would load and run them twice.
    """

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        return name if name.startswith("assets/") else str(super().hashed_name(name, content, filename))


def collect() -> bool:
    """Collect the static files of every app, unless none has changed since; True where there was work."""
    seen = hashlib.sha256()
    for finder in finders.get_finders():
        for path, storage in finder.list(None):
            found = storage.path(path)
            seen.update(f"{found} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
    note = settings.STATIC_ROOT / "collected"
    if note.exists() and note.read_text() == seen.hexdigest():
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    note.write_text(seen.hexdigest())
    return True
