"""What a clerk typed, read into a filing. Nothing of a contact is kept but in the vault."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.dateparse import parse_date

from tanggap.accounts import contact as contacts
from tanggap.accounts.contact import Contact
from tanggap.areas import lookup
from tanggap.areas.models import Area
from tanggap.channels import papers
from tanggap.channels.gazetteer import gazetteer
from tanggap.console.counter.desks import Desk
from tanggap.console.reports.wanted import find_kelurahan, label_of
from tanggap.kit.words import Pair, active_language
from tanggap.reports import catalogue, keys
from tanggap.reports.filing import Filing
from tanggap.reports.models import Category, Report
from tanggap.reports.refusals import Incomplete

SAID = (
    "key", "words", "likely", "category", "street", "landmark", "kelurahan", "lat", "lon", "privacy", "language",
    "name", "email", "phone", "agenda", "written_on",
)  # fmt: skip
LONGEST_NAME = 120

OUTSIDE = Pair("Titik itu di luar Jakarta.", "That point lies outside Jakarta.")
UNKNOWN_AREA = Pair("Kelurahan “{text}” tidak dikenal.", "There is no kelurahan “{text}”.")
NOT_AN_EMAIL = Pair("“{text}” bukan alamat surel.", "“{text}” is not an e-mail address.")
NOT_A_PHONE = Pair("“{text}” bukan nomor telepon.", "“{text}” is not a phone number.")
NO_DATE = Pair("Tanggal surat harus tanggal yang sudah lewat.", "The date of the letter is a day that has come.")
NO_SCAN = Pair("Lampirkan pindaian surat.", "Attach the scan of the letter.")


@dataclass(frozen=True)
class Said:
    """The fields of the form as typed; a contact in them never shows itself in a log."""

    fields: dict[str, str] = field(repr=False)
    scan: UploadedFile[Any] | None = field(default=None, repr=False)

    def __getattr__(self, name: str) -> str:
        if name in SAID:
            return self.fields.get(name, "")
        raise AttributeError(name)


def read(form: QueryDict, *, scan: UploadedFile[Any] | None = None) -> Said:
    """Take the known fields; PostgreSQL takes no NUL, and nobody means one."""
    return Said({name: form.get(name, "").replace("\0", "").strip() for name in SAID}, scan)


def blank(desk: Desk) -> Said:
    """An empty form; an office's own kelurahan stands in it already."""
    area = desk.seat.agency.area
    own = label_of(area) if area is not None and area.level == Area.Level.KELURAHAN else ""
    return Said({"key": keys.new_token(), "kelurahan": own, "language": active_language()})


def category_of(said: Said) -> Category | None:
    """The category that was confirmed; None leaves it to the desk of Biro Pemerintahan."""
    code = said.likely or said.category
    rows = catalogue.current().categories.values()
    return next((row for row in rows if row.code == code and row.active), None)


def point_of(said: Said) -> tuple[float, float] | None:
    """The pin, where the map was clicked."""
    try:
        lat, lon = float(said.lat), float(said.lon)
    except ValueError:
        return None
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else None


def place_of(said: Said) -> dict[str, Any]:
    """The pin, else the kelurahan by name, else the one that the words name. Raises Incomplete."""
    source = Report.PlaceSource
    point = point_of(said)
    if point is not None:
        found = lookup.area_at(*point)
        if found is None:
            raise Incomplete(OUTSIDE, field="kelurahan")
        lat, lon = point
        given = {"lat": lat, "lon": lon, "area_code": found.code, "area_exact": found.exact}
        return given | {"place_source": source.PIN.value}
    if said.kelurahan:
        row = find_kelurahan(said.kelurahan)
        if row is None:
            raise Incomplete(UNKNOWN_AREA.format(text=said.kelurahan[:60]), field="kelurahan")
        return {"area_code": row.code, "area_exact": True, "place_source": source.DESK.value}
    named = gazetteer().read(f"{said.street} {said.landmark} {said.words}").kelurahan
    return {"area_code": named.code, "place_source": source.WORDS.value} if named else {}


def contact_of(said: Said) -> Contact | None:
    """What was left for an answer; None where nothing was. Raises Incomplete for what is no address or number."""
    contact = Contact(said.name[:LONGEST_NAME], said.email[:254], said.phone[:40])
    if contact.email and not contacts.normal_email(contact.email):
        raise Incomplete(NOT_AN_EMAIL.format(text=contact.email), field="email")
    if contact.phone and not contacts.normal_phone(contact.phone):
        raise Incomplete(NOT_A_PHONE.format(text=contact.phone), field="phone")
    return contact or None


def letter_date(said: Said, *, on: date) -> date | None:
    """The day on which a letter was written. Raises Incomplete for a day to come, or what is none."""
    if not said.written_on:
        return None
    try:
        day = parse_date(said.written_on)
    except ValueError:
        day = None
    if day is None or day > on:
        raise Incomplete(NO_DATE, field="written_on")
    return day


def filing_of(said: Said, desk: Desk, *, at: datetime) -> Filing:
    """The whole form as a filing for the channel of the desk. Raises Incomplete."""
    contact = contact_of(said)
    if desk.takes_letters:
        contact = papers.sender(said.agenda, contact)
        if said.scan is None:
            raise Incomplete(NO_SCAN, field="scan")
        papers.check(said.scan, at=at)
    return Filing(
        # What a page holds is no secret of the report: the token is bound to the seat that typed.
        token=keys.digest(f"counter {desk.seat.pk} {said.key}")[:32],
        channel=desk.channel,
        words=said.words,
        category=category_of(said),
        street=said.street,
        landmark=said.landmark,
        privacy=Report.Privacy.PUBLIC if said.privacy == Report.Privacy.PUBLIC else Report.Privacy.PRIVATE,
        language="en" if said.language == "en" else "id",
        contact=contact,
        **place_of(said),
    )
