"""What goes over the wire, and its description for OpenAPI."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=160)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=254)]


class Contact(Schema):
    """Who may be answered; kept encrypted, apart from the report."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)] = ""
    email: Short = ""
    phone: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""


class NewReport(Schema):
    """A report as an app sends it. A place is a point, or a kelurahan by its code."""

    model_config = ConfigDict(extra="forbid")
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)] = ""
    category: Short | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    accuracy_m: Annotated[float, Field(gt=0, lt=100_000)] | None = None
    kelurahan: Short | None = Field(default=None, description="code of Kemendagri, e.g. 31.71.06.1001")
    street: Line = ""
    landmark: Line = ""
    privacy: Literal["privat", "publik"] = "privat"
    language: Literal["id", "en"] = "id"
    contact: Contact | None = None
    claimed_at: datetime | None = Field(default=None, description="when an offline draft says that it was made")
    not_emergency: bool = Field(
        default=False, description="said by the reporter after the warning (problem with number)"
    )


class Taken(Schema):
    """What the reporter takes home. The link and the PIN are shown here and nowhere else."""

    number: str
    pin: str
    link: str
    link_token: str
    again: bool
    status: str
    holder: str


class Step(Schema):
    """One line of the report's history, newest first."""

    at: datetime
    verb: str
    title: str
    who: str
    words: str


class ClockOut(Schema):
    """A promise and its clock."""

    kind: str
    due_at: datetime
    original_due_at: datetime
    stopped_at: datetime | None
    in_time: bool | None


class ReportOut(Schema):
    """A report as its reader may see it."""

    number: str
    status: str
    status_name: str
    category: str | None
    kelurahan: str | None
    holder: str
    filed_at: datetime
    own: bool
    words: str
    clocks: list[ClockOut]
    steps: list[Step]
    can: list[str]


class PhotoOut(Schema):
    """A photo that was taken in; its copies are ready some moments later."""

    token: str


class CategoryOut(Schema):
    """One thing that can be reported."""

    code: str
    name: str
    group: str
    emergency: str


def reads(shape: type[Schema], *, multipart: bool = False) -> dict[str, Any]:
    """The request body for OpenAPI: read by hand, because JSON and multipart share one address."""
    described = shape.model_json_schema(ref_template="#/components/schemas/{model}")
    content: dict[str, Any] = {"application/json": {"schema": described}}
    if multipart:
        photos = {"type": "array", "items": {"type": "string", "format": "binary"}, "maxItems": 3}
        form = {"type": "object", "properties": {"report": {"type": "string"}, "photos": photos}}
        content["multipart/form-data"] = {"schema": form}
    return {"requestBody": {"required": True, "content": content}}
