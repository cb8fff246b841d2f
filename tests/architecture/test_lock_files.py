"""The lock files pin every package by hash and name no registry: whoever installs chooses their mirror."""

import json
import re
from typing import Any

from tests.architecture.source import ROOT


def test_python_packages_are_pinned_by_hash_and_by_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    entries = re.findall(r"^[a-z0-9][^\n]*(?:\n +[^\n]*)*", lock, re.MULTILINE | re.IGNORECASE)
    assert len(entries) > 50
    assert [entry.splitlines()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
    assert "://" not in lock


def test_front_end_packages_are_pinned_by_hash_and_by_no_address() -> None:
    lock: dict[str, Any] = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert [name for name, entry in packages.items() if "integrity" not in entry or "resolved" in entry] == []
