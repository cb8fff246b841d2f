"""From words to a report: category, kelurahan, urgency and emergency, or "do not know"."""

from __future__ import annotations

from dataclasses import dataclass

from tanggap.areas.models import Area
from tanggap.reports import suggestions
from tanggap.reports.models import Category
from tanggap.reports.suggestions import EmergencyHint


@dataclass(frozen=True)
class Understood:
    """What the words seem to say; None and empty mean "do not know"."""

    category: Category | None = None
    kelurahan: Area | None = None
    emergency: EmergencyHint | None = None
    urgency: str = ""


def understand(text: str) -> Understood:
    """Read a message as people write them."""
    likely = suggestions.suggest(text)
    return Understood(category=likely[0].category if likely else None, emergency=suggestions.emergency_in(text))
