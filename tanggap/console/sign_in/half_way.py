"""Between password and second factor: who has shown the first, for ten minutes, without being signed in."""

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone

from tanggap.accounts.models import User

KEY = "half_signed_in"
LIFETIME = timedelta(minutes=10)


def begin(request: HttpRequest, user: User, *, then: str) -> None:
    """The password was right; ``then`` is where the person wants to go."""
    request.session.cycle_key()
    request.session[KEY] = {"user": user.pk, "since": timezone.now().isoformat(), "then": then}


def person(request: HttpRequest) -> User | None:
    """Who waits for the second factor in this session."""
    half = request.session.get(KEY)
    if not half or timezone.now() - datetime.fromisoformat(half["since"]) > LIFETIME:
        return None
    return User.objects.filter(pk=half["user"], is_active=True).first()


def finish(request: HttpRequest) -> str:
    """Where the person wanted to go; nobody waits any more."""
    half = request.session.pop(KEY, None)
    return str(half["then"]) if half else ""
