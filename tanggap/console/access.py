"""The one gate of the console: nothing under /konsol or /admin is reached but through it.

A view says who may enter by one of three decorators; a view that says nothing is refused to everyone:

    @open_door            anyone: the pages of signing in
    @signed_in            password and second factor, a seat or not: one's own account
    @seated(*roles)       an open seat in one of these roles, or in any when none is named

The gate sets ``request.viewer`` and ``request.seat`` (the seat chosen in the header). It decides who may open a page;
which reports a person sees there is ``reports.authority.visible_to``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django_htmx.http import HttpResponseClientRedirect

from tanggap.accounts.models import User
from tanggap.agencies.models import Seat
from tanggap.agencies.seats import open_seats
from tanggap.console import kept_forms
from tanggap.console.counter.desks import desk_of
from tanggap.console.reveal.rules import may_audit
from tanggap.reports.authority import Viewer, viewer_of

GUARDED = frozenset({"console", "admin"})
HOMES = ("/konsol", "/en/konsol", "/admin")
FACTOR = "second_factor_of"
SEAT = "seat"
WORKING_DAY = 12 * 60 * 60
MARK = "console_entry"
BACKEND = "django.contrib.auth.backends.ModelBackend"

HOME_OF = {
    Seat.Role.CREW.value: "console:field",
    Seat.Role.IDENTITY.value: "console:reveal",
    Seat.Role.ADMIN.value: "console:seats",
}
"""Where a person begins who asked for no page; everybody else begins at the queue."""

DOORS = ("desk", "talks", "validation", "field", "reveal", "seats", "channels", "persons")
"""Pages for some roles only, linked from the header; the log of reveals asks for more than a role."""

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class ConsoleRequest(HttpRequest):
    """A request that passed the gate."""

    user: User
    viewer: Viewer
    seat: Seat


class Door(Enum):
    """How far somebody must have come."""

    OPEN = "open"
    SIGNED_IN = "signed in"
    SEATED = "seated"
    CATALOGUE = "catalogue"


@dataclass(frozen=True)
class Entry:
    """Who may enter a view."""

    door: Door
    roles: frozenset[str] = frozenset()


ADMIN_ENTRY = Entry(Door.CATALOGUE)


def open_door(view: View) -> View:
    """Anyone may enter: the pages of signing in."""
    return _marked(view, Entry(Door.OPEN))


def signed_in(view: View) -> View:
    """Whoever passed password and second factor may enter, with a seat or without."""
    return _marked(view, Entry(Door.SIGNED_IN))


def seated(*roles: str) -> Callable[[View], View]:
    """Only who holds an open seat in one of these roles may enter; any role, when none is named."""

    def mark(view: View) -> View:
        return _marked(view, Entry(Door.SEATED, frozenset(roles)))

    return mark


def entry_of(view: Callable[..., Any], namespaces: list[str]) -> Entry | None:
    """What a view says about who may enter; None where it says nothing. The admin's views are Django's own."""
    if "admin" in namespaces:
        return ADMIN_ENTRY
    return getattr(view, MARK, None)


class Gate:
    """The middleware that asks each request for the console to show its key."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Nothing, and the view answers; or the answer of the gate."""
        match = request.resolver_match
        if match is None or not GUARDED.intersection(match.namespaces):
            return None
        entry = entry_of(view, match.namespaces)
        if entry is None:
            return _refused(request)
        if entry.door is Door.OPEN:
            return None
        if not has_passed(request):
            return _to_sign_in(request)
        return _admit(cast(ConsoleRequest, request), entry)


def has_passed(request: HttpRequest) -> bool:
    """Whether this session passed password and second factor for the person it names."""
    return request.user.is_authenticated and request.session.get(FACTOR) == request.user.pk


def let_in(request: HttpRequest, user: User) -> None:
    """Open a session for a person who has just shown both factors. It ends after a working day."""
    kept = request.session.get(kept_forms.KEY)
    login(request, user, backend=BACKEND)
    request.session[FACTOR] = user.pk
    request.session.set_expiry(WORKING_DAY)
    if kept is not None:
        # Django empties a session that belonged to somebody else; a form waiting in it is not lost.
        request.session[kept_forms.KEY] = kept


def let_out(request: HttpRequest) -> None:
    """End the session."""
    logout(request)


def take_seat(request: ConsoleRequest, seat_id: str) -> bool:
    """Work from another of one's seats; False where it is not one of them."""
    chosen = next((seat for seat in request.viewer.seats if str(seat.pk) == seat_id), None)
    if chosen is None:
        return False
    request.session[SEAT] = chosen.pk
    request.seat = chosen
    return True


def safe_next(request: HttpRequest, address: str) -> str:
    """The address to go on to, if it lies in the console; else where this person begins."""
    if url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        parts = urlsplit(address)
        if any(parts.path == home or parts.path.startswith(f"{home}/") for home in HOMES):
            return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return reverse(HOME_OF.get(_first_role(request), "console:queue"))


def seats_in_page(request: HttpRequest) -> dict[str, Any]:
    """For templates: the seat one works from, and the seats to choose from."""
    viewer = getattr(request, "viewer", None)
    return {
        "seat": getattr(request, "seat", None),
        "seats": viewer.seats if viewer else (),
        "doors": doors(viewer) if viewer else (),
    }


def doors(viewer: Viewer) -> list[str]:
    """The pages of the console that open to this viewer, so that nobody is shown a link that refuses them."""
    names = [name for name in DOORS if viewer.has(*_roles_of(name))]
    names += ["counter"] if desk_of(viewer) else []
    return [*names, "reveal_log"] if may_audit(viewer) else names


def _first_role(request: HttpRequest) -> str:
    if not isinstance(request.user, User):
        return ""
    seat = getattr(request, "seat", None) or open_seats(request.user, at=timezone.now()).first()
    return seat.role if seat else ""


@cache
def _roles_of(name: str) -> frozenset[str]:
    entry = entry_of(resolve(reverse(f"console:{name}")).func, [])
    assert entry is not None
    return entry.roles


def _marked(view: View, entry: Entry) -> View:
    setattr(view, MARK, entry)
    return view


def _admit(request: ConsoleRequest, entry: Entry) -> HttpResponseBase | None:
    if entry.door is Door.CATALOGUE:
        return None if request.user.is_staff else _refused(request)
    request.viewer = viewer_of(request.user)
    chosen = request.session.get(SEAT)
    seats = sorted(request.viewer.seats, key=lambda seat: seat.pk != chosen)
    if seats:
        request.seat = seats[0]
    if entry.door is Door.SIGNED_IN:
        return None
    if not seats:
        return render(request, "console/sign_in/no_seat.html", status=403)
    if entry.roles and not request.viewer.has(*entry.roles):
        return _refused(request)
    kept_forms.sent(request)
    return None


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    address = request.get_full_path()
    if request.method == "POST":
        kept_forms.keep(request)
        address = ""
    elif request.headers.get("HX-Request"):
        address = request.headers.get("HX-Current-URL", "")
    target = reverse("console:sign_in")
    if address:
        target = f"{target}?{urlencode({'next': address})}"
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(target)
    return redirect(target)


def _refused(request: HttpRequest) -> HttpResponse:
    return render(request, "console/sign_in/not_yours.html", status=403)
