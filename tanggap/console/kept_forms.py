"""A form that met an expired session waits in the visitor's new session until its sender has signed in again.

It is never sent by itself: after sign-in a page shows it and asks. Files cannot wait; the page says which are missing.
It waits encrypted, because a counter clerk's form holds the name of the person at the counter.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

from tanggap.accounts import sealing

KEY = "kept_form"
LARGEST = 200_000
LIFETIME = timedelta(hours=2)
TOKEN = "csrfmiddlewaretoken"  # noqa: S105  (the name of Django's field)
SECRETS = frozenset({"password", "old", "again", "code"})


@dataclass(frozen=True)
class KeptForm:
    """Where a form was going and what it held."""

    address: str
    page: str
    fields: list[tuple[str, str]]
    files: list[str]
    kept_at: datetime

    @property
    def shown(self) -> list[str]:
        """What its sender will recognise it by: the words typed, not the codes beside them."""
        return [value for _, value in self.fields if len(value.split()) > 1 or len(value) > 24]


def keep(request: HttpRequest) -> bool:
    """Put a posted form aside in the session; False when it is too large to wait there, or holds a password."""
    fields = [(name, str(value)) for name, values in request.POST.lists() if name != TOKEN for value in values]
    if not SECRETS.isdisjoint(request.POST) or sum(len(name) + len(value) for name, value in fields) > LARGEST:
        return False
    form = {
        "address": request.get_full_path(),
        "page": request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""),
        "fields": fields,
        "files": [file.name for _, files in request.FILES.lists() for file in files if file.name],
        "kept_at": timezone.now().isoformat(),
    }
    request.session[KEY] = sealing.seal_text(json.dumps(form), about=KEY)
    return True


def kept(session: SessionBase) -> KeptForm | None:
    """The form that waits in this session, unless it has waited too long."""
    sealed = session.get(KEY)
    if sealed is None:
        return None
    found = json.loads(sealing.unseal_text(sealed, about=KEY))
    kept_at = datetime.fromisoformat(found["kept_at"])
    if timezone.now() - kept_at > LIFETIME:
        drop(session)
        return None
    fields = [(name, value) for name, value in found["fields"]]
    return KeptForm(found["address"], found["page"], fields, found["files"], kept_at)


def sent(request: HttpRequest) -> None:
    """The form that waited arrives where it was going: it waits no more."""
    if request.method == "POST" and KEY in request.session:
        form = kept(request.session)
        if form and form.address == request.get_full_path():
            drop(request.session)


def drop(session: SessionBase) -> None:
    """Forget the form."""
    session.pop(KEY, None)
