"""What every page knows: the city's name, and how many notifications wait for the person signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from tanggap.areas.city import city
from tanggap.kit.words import Pair


def common(request: HttpRequest) -> dict[str, Any]:
    """The context of every template."""
    return {"city": SimpleLazyObject(_city)}


def _city() -> dict[str, Any]:
    here = city()
    return {
        "name": Pair(here.name_id, here.name_en),
        "app_name": here.app_name,
        "emergency": here.emergency,
        "hotlines": [{"number": line.number, "name": Pair(line.name_id, line.name_en)} for line in here.hotlines],
    }
