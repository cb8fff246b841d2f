"""The plain channel as a fixture for whoever tests what comes in."""

import pytest

from tanggap.channels import registry
from tanggap.channels.tests.plain import CODE, Plain


@pytest.fixture
def channel(monkeypatch: pytest.MonkeyPatch) -> Plain:
    """X's place in the registry, taken by a channel that speaks JSON."""
    plain = Plain("plain")
    monkeypatch.setitem(registry.ADAPTERS, CODE, plain)
    return plain
