"""One town, one server and one browser for all pages of a module: the town is swept away after its last test."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.screens import town


@pytest.fixture(scope="module")
def a_town(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[town.Town]:
    """The town, committed, so that a server's threads see it."""
    from django.conf import settings

    place = {"location": str(tmp_path_factory.mktemp("photos"))}
    photos = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": place}
    with django_db_blocker.unblock(), override_settings(STORAGES={**settings.STORAGES, "default": photos}):
        try:
            yield town.build()
        finally:
            call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def address(a_town: town.Town) -> Iterator[str]:
    """Where the whole site answers."""
    with override_settings(ALLOWED_HOSTS=["localhost"]):
        server = LiveServer("localhost")
        yield server.url
        server.stop()


@pytest.fixture(scope="module")
def browser(address: str, chromium: Browser) -> Browser:
    """The browser, opened after the town was built."""
    return chromium
