"""Is the city's machine well? Asked by load balancers (`/healthz`) and by people (`tanggap doctor`)."""

import secrets
from collections.abc import Callable
from datetime import timedelta

import structlog
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = structlog.get_logger("tanggap.health")


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def worker_beats() -> bool:
    """Has a worker noted its heartbeat lately?"""
    lost = timezone.now() - timedelta(seconds=settings.WORKER_LOST_AFTER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM procrastinate_workers WHERE last_heartbeat > %s LIMIT 1", [lost])
        return bool(cursor.fetchone())


def storage_keeps() -> bool:
    """Can a file be written, read back and removed?"""
    told = secrets.token_bytes(16)
    name = default_storage.save(f"health/{secrets.token_hex(8)}", ContentFile(told))
    try:
        with default_storage.open(name) as file:
            return bool(file.read() == told)
    finally:
        default_storage.delete(name)


PARTS: dict[str, Callable[[], bool]] = {"database": database_answers, "worker": worker_beats, "storage": storage_keeps}


def is_well(part: str) -> bool:
    try:
        return PARTS[part]()
    # Whatever a broken part throws is the answer "not well"; the log keeps what it was.
    except Exception:
        log.exception("unwell", part=part)
        return False


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 where database, worker and storage are well, else 503; says which."""
    found = {part: "ok" if is_well(part) else "failing" for part in PARTS}
    well = set(found.values()) == {"ok"}
    return JsonResponse({"status": "ok" if well else "failing", **found}, status=200 if well else 503)
