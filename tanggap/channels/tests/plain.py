"""A channel for tests of the core: its events are JSON in the words of ``Heard``."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

from tanggap.accounts.contact import Contact
from tanggap.carriers.letters import Letter
from tanggap.carriers.models import Delivery
from tanggap.channels import intake
from tanggap.channels.facts import Facts
from tanggap.channels.heard import Attachment, Heard, Kind, Said
from tanggap.channels.models import Inbound
from tests import people
from tests.pictures import body, scene

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
CODE = "twitter"


class Plain(ModuleType):
    """A channel whose events are JSON in the words of ``Heard``: the core alone is tested here."""

    CARRIERS: tuple[str, ...] = ("smtp",)
    broken = False
    there = True

    def read(self, raw: bytes, content_type: str, meta: dict[str, Any]) -> list[Heard]:
        if self.broken:
            raise ValueError("Sari menulis sesuatu")
        return [heard_of(**told) for told in json.loads(raw)]

    def write(self, delivery: Delivery, facts: Facts) -> Letter | None:
        return Letter(to="sari@warga.test", subject=delivery.kind, text=facts.report.number, id=f"<{delivery.pk}@x>")

    def say(self, delivery: Delivery, said: Said) -> Letter | None:
        return Letter(to="sari@warga.test", subject=said.kind, text=said.words, id=f"<{delivery.pk}@x>")


def heard_of(**told: Any) -> Heard:
    author = Contact(**told.pop("author", {"email": people.SARI.email}))
    proven = tuple(told.pop("proven", ("email",)))
    pictures = tuple(Attachment("foto.jpg", body(scene())) for _ in range(told.pop("pictures", 0)))
    return Heard(author=author, proven=proven, kind=Kind(told.pop("kind", "message")), photos=pictures, **told)


def tell(*messages: dict[str, Any], event: str = "", at: datetime = NOW) -> Inbound | None:
    raw = json.dumps(list(messages)).encode()
    return intake.take(CODE, event or str(messages[0].get("external_id")), raw, content_type="application/json", at=at)
