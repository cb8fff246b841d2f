"""A small cast for walking a report through its life: whoever is needed is seated when first asked for."""

from __future__ import annotations

import itertools
import secrets
from datetime import UTC, datetime, timedelta

from tanggap.accounts.contact import Contact
from tanggap.accounts.models import User
from tanggap.agencies.models import Agency, Seat
from tanggap.reports import catalogue, filing, keys
from tanggap.reports.authority import Officer, Reporter
from tanggap.reports.models import Category, Photo, Report

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""A Monday, 09.00 in Jakarta, far from a holiday."""

MENTENG = "31.71.06.1001"
IN_MENTENG = (-6.195, 106.8323)

_serial = itertools.count(1)


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def officer(agency: Agency, role: str = Seat.Role.OFFICER) -> Officer:
    """Somebody in this role at this agency, the same person each time."""
    name = {"name": f"{role} {agency.short}"}
    user, _ = User.objects.get_or_create(email=f"{role}@{agency.code}.test", defaults=name)
    seat, _ = Seat.objects.get_or_create(user=user, agency=agency, role=role, until=None, defaults={"title": role})
    return Officer(seat)


def desk() -> Officer:
    return officer(catalogue.current().desk, Seat.Role.DESK)


def validator() -> Officer:
    return officer(catalogue.current().desk, Seat.Role.VALIDATOR)


def agency(code: str) -> Agency:
    return catalogue.current().agency(code)


def category(*, validated: bool = False, verify_first: bool = False, family: str | None = None) -> Category:
    """A category that files, with or without validation and a check beforehand, of a family where it matters."""
    for one in catalogue.current().categories.values():
        plain = one.active and not one.emergency and not one.confidential and not one.refer_to
        fits = one.validated == validated and one.verify_first == verify_first
        if plain and fits and (family is None or family_of(one) == family):
            return one
    raise LookupError(f"the pack has no category with validated={validated}, verify_first={verify_first}, {family}")


def family_of(one: Category) -> str | None:
    """To whose family the category is routed in Menteng."""
    routed = catalogue.current().route(one, MENTENG, on=MONDAY.date())
    return routed.family if routed is not None else None


def filed(
    *,
    at: datetime = MONDAY,
    of: Category | None = None,
    place: bool = True,
    contact: bool = True,
    privacy: str = Report.Privacy.PUBLIC,
    words: str = "Jalan berlubang di depan sekolah",
) -> Report:
    """A report of a citizen in Menteng, through the real door."""
    lat, lon = IN_MENTENG if place else (None, None)
    return filing.file(
        filing.Filing(
            token=keys.new_token(),
            channel=catalogue.current().channel("jaki"),
            words=words,
            category=of,
            lat=lat,
            lon=lon,
            area_code=MENTENG if place else None,
            privacy=privacy,
            contact=Contact(name="Sari", email="sari@contoh.id") if contact else None,
        ),
        at=at,
    ).report


def reporter_of(*reports: Report) -> Reporter:
    return Reporter(frozenset(report.pk for report in reports))


def proof(report: Report, *, at: datetime, origin: str = Photo.Origin.APP) -> Photo:
    """A proof photo that passed its check."""
    report.refresh_from_db()
    return Photo.objects.create(
        token=secrets.token_hex(8),
        report=report,
        round=report.round,
        purpose=Photo.Purpose.PROOF,
        origin=origin,
        original=f"original/{next(_serial)}.jpg",
        sha256=secrets.token_hex(32),
        phash=secrets.randbits(63),
        width=800,
        height=600,
        uploaded_at=at,
        checked_at=at,
    )
