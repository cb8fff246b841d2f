"""Nobody is shown a door of the console that is closed to them, and nobody lacks a link to one that is open."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tanggap.console.access import doors
from tests import people

pytestmark = pytest.mark.django_db

BEGINNING = "/konsol/akun"
"""A page that everybody who is signed in may open."""


@pytest.mark.parametrize("person", people.STAFF, ids=lambda person: person.name)
def test_every_link_in_the_header_opens(client: Client, person: people.Person) -> None:
    page = people.sign_in(client, person).get(BEGINNING).content.decode()
    header = page.partition("<header")[2].partition("</header>")[0]
    links = re.findall(r'<a [^>]*href="([^"#]+)"', header)
    assert len(links) >= 4
    for link in links:
        assert client.get(link, follow=True).status_code == 200, link
    assert ("/konsol/meja" in links) == ("desk" in doors(person.viewer()))
