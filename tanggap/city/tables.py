"""Which file of a pack fills which table. Types, widths and choices of the cells are those of the model's fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.db import models

from tanggap.agencies.models import Agency
from tanggap.areas.models import Area, Landmark
from tanggap.reports.models import (
    Category,
    CategoryGroup,
    Channel,
    EmergencyWord,
    Promise,
    Question,
    RefusalReason,
    Route,
    Synonym,
)


class Ending(Enum):
    """What becomes of a row that the pack no longer has. Reports may stand on it, so it is not simply deleted."""

    DATED = "gets yesterday as its last day"
    INACTIVE = "is no longer active"
    REMOVED = "is deleted once nothing refers to it, and kept until then"


@dataclass(frozen=True)
class Table:
    """One CSV file, the model it fills and the columns that name a row."""

    file: str
    model: type[models.Model]
    columns: tuple[str, ...]
    ending: Ending
    key: tuple[str, ...] = ("code",)
    optional: frozenset[str] = frozenset()
    always: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.file.removesuffix(".csv")

    def field(self, column: str) -> models.Field[Any, Any]:
        found = self.model._meta.get_field(column)
        assert isinstance(found, models.Field)
        return found

    def refers_to(self, column: str) -> type[models.Model] | None:
        """The model whose key the column holds; None where it holds a plain value."""
        target = self.field(column).related_model
        return target if isinstance(target, type) else None


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ACTIVE = {"active": True}

TABLES = (
    Table(
        "areas.csv",
        Area,
        _split("code level name parent lat lon area_km2 postcode population"),
        Ending.REMOVED,
        optional=frozenset({"parent", "postcode", "population"}),
    ),
    Table("landmarks.csv", Landmark, _split("name area kind"), Ending.REMOVED, key=("name",)),
    Table(
        "agencies.csv",
        Agency,
        _split("code kind family name_id name_en short parent area email valid_from valid_to"),
        Ending.DATED,
        optional=frozenset({"parent", "area", "email", "valid_to"}),
    ),
    Table("groups.csv", CategoryGroup, _split("code name_id name_en icon order"), Ending.REMOVED),
    Table(
        "categories.csv",
        Category,
        _split(
            "code group name_id name_en hint_id hint_en words emergency refer_to"
            " validated verify_first confidential order"
        ),
        Ending.INACTIVE,
        optional=frozenset(_split("hint_id hint_en words emergency refer_to validated verify_first confidential")),
        always=ACTIVE,
    ),
    Table(
        "questions.csv",
        Question,
        _split("category code version kind text_id text_en choices required order"),
        Ending.INACTIVE,
        key=("category", "code", "version"),
        optional=frozenset({"choices", "required"}),
        always=ACTIVE,
    ),
    Table(
        "channels.csv",
        Channel,
        _split("code number kind name_id name_en confidential valid_from valid_to"),
        Ending.DATED,
        optional=frozenset({"confidential", "valid_to"}),
    ),
    Table(
        "routes.csv",
        Route,
        _split("code category area family valid_from valid_to"),
        Ending.DATED,
        optional=frozenset({"area", "valid_to"}),
    ),
    Table(
        "promises.csv",
        Promise,
        _split("code kind channel category agency hours calendar basis valid_from valid_to"),
        Ending.DATED,
        optional=frozenset({"channel", "category", "agency", "basis", "valid_to"}),
    ),
    Table(
        "refusals.csv",
        RefusalReason,
        _split("code name_id name_en advice_id advice_en order"),
        Ending.INACTIVE,
        always=ACTIVE,
    ),
    Table(
        "emergency_words.csv",
        EmergencyWord,
        _split("word number name_id name_en"),
        Ending.INACTIVE,
        key=("word",),
        always=ACTIVE,
    ),
    Table(
        "synonyms.csv",
        Synonym,
        _split("word means"),
        Ending.INACTIVE,
        key=("word",),
        optional=frozenset({"means"}),
        always=ACTIVE,
    ),
)

TABLE_OF = {table.model: table for table in TABLES}
