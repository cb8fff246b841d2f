"""Reports for tests of the console, filed through the real door, and forms as a browser would send them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from tanggap.accounts.contact import Contact
from tanggap.agencies.models import Agency
from tanggap.reports import catalogue, filing, keys, lifecycle
from tanggap.reports.authority import Officer
from tanggap.reports.models import Category, Report
from tanggap.reports.tests import walking
from tests import people

LITTER = "kelurahan"
"""The family that takes litter in Menteng, so that the report lands at the kelurahan."""


def at_kelurahan(**given: Any) -> Category:
    return walking.category(family=LITTER, **given)


def report(
    *,
    ago: timedelta = timedelta(hours=1),
    of: Category | None = None,
    words: str = "Sampah menumpuk di depan gang",
    street: str = "Jl. Teuku Umar",
    place: bool = True,
    privacy: str = Report.Privacy.PUBLIC,
    channel: str = "jaki",
    contact: bool = True,
) -> Report:
    """A report in Menteng, of litter where no category is given."""
    lat, lon = walking.IN_MENTENG if place else (None, None)
    return filing.file(
        filing.Filing(
            token=keys.new_token(),
            channel=catalogue.current().channel(channel),
            words=words,
            category=of or at_kelurahan(),
            lat=lat,
            lon=lon,
            area_code=people.MENTENG if place else None,
            street=street,
            privacy=privacy,
            contact=Contact(name="Sari", email="sari@warga.test") if contact else None,
        ),
        at=timezone.now() - ago,
    ).report


def uncategorised(**given: Any) -> Report:
    """A report without a category, which lands at the desk."""
    made = filing.file(
        filing.Filing(
            token=keys.new_token(),
            channel=catalogue.current().channel("twitter"),
            words="Tolong min, baunya sampai ke rumah",
            **given,
        ),
        at=timezone.now() - timedelta(minutes=20),
    )
    return made.report


def confidential() -> Report:
    """A case of Inspektorat."""
    of = next(row for row in catalogue.current().categories.values() if row.confidential and row.active)
    return report(of=of, privacy=Report.Privacy.PRIVATE)


def moved(one: Report, verb: str, by: Officer, *, at: datetime | None = None, **given: Any) -> Report:
    lifecycle.move(one, verb, by=by, at=at or timezone.now(), **given)
    return one


def act(client: Client, one: Report, verb: str, **said: Any) -> Any:
    """Send the form of one move as the panel does."""
    named = {f"{verb}-{name}": value for name, value in said.items() if name not in ("lanjut", "kembali")}
    more = {name: said[name] for name in ("lanjut", "kembali") if name in said}
    return client.post(f"/konsol/laporan/{one.number}/tindak", {"verb": verb, **named, **more})


def agency(code: str) -> Agency:
    return catalogue.current().agency(code)
