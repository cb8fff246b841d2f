"""What a browser's session remembers stands sealed in the database."""

import base64

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

pytestmark = pytest.mark.django_db


def test_a_session_row_shows_nothing_of_what_it_remembers() -> None:
    store = SessionStore()
    store["reports"] = [4711]
    store["note"] = "JK2611240001"
    store.create()
    assert store.session_key is not None
    row = Session.objects.get(pk=store.session_key).session_data
    readable = row.encode() + base64.urlsafe_b64decode(row.split(":")[0] + "==")
    assert b"4711" not in readable
    assert b"JK26" not in readable
    assert SessionStore(session_key=store.session_key)["reports"] == [4711]


def test_a_session_sealed_under_a_lost_key_is_an_empty_one(settings: object) -> None:
    store = SessionStore()
    store["reports"] = [4711]
    store.create()
    settings.VAULT_KEYS = {9: b"9" * 32}  # type: ignore[attr-defined]
    assert "reports" not in SessionStore(session_key=store.session_key)
