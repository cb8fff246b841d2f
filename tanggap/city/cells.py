"""Reading one cell of a CSV file as the model's field wants it; every refusal is a sentence."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models

from tanggap.kit.words import Pair

YES_NO = {"ya": True, "yes": True, "1": True, "tidak": False, "no": False, "0": False, "": False}


class BadCell(ValueError):
    """The cell cannot be read; ``reason`` says why in both languages."""

    def __init__(self, reason: Pair) -> None:
        super().__init__(reason.en)
        self.reason = reason


def read(field: models.Field[Any, Any], text: str) -> Any:
    """The value of a cell for a plain field; an empty optional cell is the field's own empty value. Raises BadCell."""
    if isinstance(field, models.BooleanField):
        return _yes_no(text)
    if isinstance(field, models.JSONField):
        return _choices(text)
    if text == "":
        return None if field.null else ""
    for kind, reader in READERS:
        if isinstance(field, kind):
            return reader(text)
    _fitting(field, text)
    return text


def _yes_no(text: str) -> bool:
    if text.lower() not in YES_NO:
        raise BadCell(Pair("“{text}” harus ya atau kosong", "“{text}” must be ya or empty", text=text))
    return YES_NO[text.lower()]


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise BadCell(Pair("“{text}” bukan bilangan bulat", "“{text}” is not a whole number", text=text))
    return int(text)


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadCell(Pair("“{text}” bukan angka", "“{text}” is not a number", text=text))
    return value


def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value <= 0 or value > 99999:
        raise BadCell(Pair("“{text}” harus angka lebih dari nol", "“{text}” must be a number above zero", text=text))
    return value.quantize(Decimal("0.01"))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadCell(
            Pair("“{text}” bukan tanggal seperti 2019-11-30", "“{text}” is not a date like 2019-11-30", text=text)
        ) from None


def _choices(text: str) -> list[dict[str, str]]:
    """``kecil = Selebar helm / As wide as a helmet; besar = ...`` as the rows that a question keeps."""
    rows = []
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        code, equals, names = part.partition("=")
        name_id, slash, name_en = names.partition("/")
        row = {"code": code.strip(), "id": name_id.strip(), "en": name_en.strip()}
        if not (equals and slash and all(row.values())):
            raise BadCell(
                Pair(
                    "pilihan “{part}” harus berbentuk kode = Indonesia / English",
                    "the choice “{part}” must look like code = Indonesia / English",
                    part=part,
                )
            )
        rows.append(row)
    return rows


def _fitting(field: models.Field[Any, Any], text: str) -> None:
    if field.max_length is not None and len(text) > field.max_length:
        raise BadCell(
            Pair(
                "teks {length} huruf, paling panjang {most}",
                "the text has {length} characters, {most} at most",
                length=len(text),
                most=field.max_length,
            )
        )
    allowed = [str(value) for value, _ in field.flatchoices]
    if allowed and text not in allowed:
        raise BadCell(
            Pair(
                "“{text}” tidak dikenal; yang ada: {allowed}",
                "“{text}” is unknown; there are: {allowed}",
                text=text,
                allowed=", ".join(allowed),
            )
        )


READERS: tuple[tuple[type[models.Field[Any, Any]], Callable[[str], Any]], ...] = (
    (models.IntegerField, _whole),
    (models.FloatField, _number),
    (models.DecimalField, _decimal),
    (models.DateField, _day),
)
