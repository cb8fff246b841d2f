"""The gate: every address of the console and the admin, walked as a stranger, a citizen, and each kind of staff."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import ResolverMatch, URLPattern, URLResolver, get_resolver
from django.utils import timezone

from tanggap.agencies.models import Seat
from tanggap.console.access import FACTOR, GUARDED, Door, Entry, Gate, entry_of, open_door, safe_next, seated, signed_in
from tests import people

pytestmark = pytest.mark.django_db

SIGN_IN = "/konsol/masuk"
SAMPLES = {"int": "1", "uuid": "00000000-0000-0000-0000-000000000000"}


def addresses(namespace: str) -> Iterator[tuple[str, Entry | None]]:
    """Each address of a namespace with sample values in it, and what its view says about who may enter."""

    def walk(resolver: URLResolver, prefix: str, inside: bool) -> Iterator[tuple[str, Entry | None]]:
        for pattern in resolver.url_patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern, route, inside or pattern.namespace == namespace)
            elif inside and isinstance(pattern, URLPattern):
                yield "/" + sample(route), entry_of(pattern.callback, [namespace])

    return walk(get_resolver(), "", False)


def sample(route: str) -> str:
    """A route with something in each of its places."""
    placed = re.sub(r"<(?:(\w+):)?\w+>", lambda place: SAMPLES.get(place.group(1) or "str", "x"), route)
    return re.sub(r"\(\?P<\w+>[^)]*\)|[\^$]|\\Z", "x", placed) if "(?P" in placed else placed


CONSOLE = list(addresses("console"))
INDONESIAN = [pair for pair in CONSOLE if pair[0].startswith("/konsol")]
BEHIND = [(address, entry) for address, entry in INDONESIAN if entry is None or entry.door is not Door.OPEN]
SEATED = [(address, entry) for address, entry in INDONESIAN if entry and entry.door is Door.SEATED]


def test_there_is_a_console_to_walk() -> None:
    assert len(INDONESIAN) >= 14


@pytest.mark.parametrize(("address", "entry"), INDONESIAN)
def test_every_console_view_says_who_may_enter(address: str, entry: Entry | None) -> None:
    assert entry is not None, f"{address}: put @seated, @signed_in or @open_door on its view"
    assert entry.roles <= set(Seat.Role.values)


@pytest.mark.parametrize(("address", "entry"), BEHIND)
def test_no_console_page_opens_without_both_factors(client: Client, address: str, entry: Entry) -> None:
    person = people.JOKO
    for who in ("stranger", "citizen", "password only", "another's second factor"):
        client.logout()
        if who == "citizen":
            people.sign_in(client, people.SARI)
        elif who != "stranger":
            people.sign_in(client, person)
            session = client.session
            session[FACTOR] = None if who == "password only" else person.user.pk + 1
            session.save()
        for method in (client.get, client.post):
            answer = method(address)
            assert answer.status_code == 302, (who, address)
            assert answer["Location"].startswith(SIGN_IN), (who, address)


@pytest.mark.parametrize(("address", "entry"), SEATED)
def test_no_console_page_opens_without_a_seat_of_its_roles(client: Client, address: str, entry: Entry) -> None:
    people.sign_in(client, people.JOKO)
    Seat.objects.filter(pk=people.JOKO.seat().pk).update(until=timezone.now() - timedelta(seconds=1))
    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403
    for person in people.STAFF:
        roles = {role for _, role, _ in person.seats}
        if entry.roles and not entry.roles & roles:
            people.sign_in(client, person)
            assert client.get(address).status_code == 403, person.name


def test_a_view_that_says_nothing_is_refused(rf: RequestFactory) -> None:
    def silent(request: HttpRequest) -> HttpResponse:
        """A page whose author forgot."""
        return HttpResponse("seen")

    def view() -> Callable[[HttpRequest], HttpResponse]:
        return lambda request: silent(request)

    request = rf.get("/konsol/lupa")
    request.resolver_match = ResolverMatch(silent, (), {}, namespaces=["console"])
    request.user, request.session = people.PUTRI.user, SessionStore()
    refusal = Gate(silent).process_view(request, silent, (), {})
    assert refusal is not None
    assert refusal.status_code == 403
    assert entry_of(open_door(view()), ["console"]) == Entry(Door.OPEN)
    assert entry_of(signed_in(view()), ["console"]) == Entry(Door.SIGNED_IN)
    assert entry_of(seated("desk")(view()), ["console"]) == Entry(Door.SEATED, frozenset({"desk"}))


def test_the_admin_opens_for_administrators_alone(client: Client) -> None:
    assert "admin" in GUARDED
    assert client.get("/admin/")["Location"].startswith(SIGN_IN)
    assert client.get("/admin/login/")["Location"].startswith(SIGN_IN)
    people.sign_in(client, people.JOKO)
    assert client.get("/admin/").status_code == 403
    people.sign_in(client, people.PUTRI)
    assert client.get("/admin/").status_code == 200


def test_an_address_elsewhere_is_not_gone_to(rf: RequestFactory) -> None:
    request = rf.get("/konsol/masuk")
    request.user = AnonymousUser()
    assert safe_next(request, "/konsol/identitas?x=1") == "/konsol/identitas?x=1"
    assert safe_next(request, "http://testserver/en/konsol/akun") == "/en/konsol/akun"
    for elsewhere in ("https://evil.test/konsol", "//evil.test/konsol", "/lapor", "/konsole", "javascript:x", ""):
        assert safe_next(request, elsewhere) == "/konsol/"
