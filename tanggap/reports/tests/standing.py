"""A report that is being worked on, with the people around it, for tests of what happens to its photos and words."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from tanggap.accounts.models import User
from tanggap.agencies.models import Agency, Seat
from tanggap.reports.models import Channel, Report, Status

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
BEGUN = date(2018, 1, 1)
_numbers = itertools.count(1)


class Standing(NamedTuple):
    """The report, its holder's officer and crew, and an officer of somewhere else."""

    report: Report
    officer: Seat
    crew: Seat
    stranger: Seat


def agency(code: str, kind: str = Agency.Kind.KELURAHAN) -> Agency:
    """One agency under nobody."""
    found, _ = Agency.objects.get_or_create(
        code=code,
        defaults={
            "kind": kind,
            "family": "kelurahan",
            "name_id": code,
            "name_en": code,
            "short": code,
            "path": f"{code}/",
            "valid_from": BEGUN,
        },
    )
    return found


def seat(at: Agency, role: str) -> Seat:
    """A new person in a role."""
    user = User.objects.create_user(f"{role}{next(_numbers)}@contoh.id", "kata-sandi")
    return Seat.objects.create(user=user, agency=at, role=role, title=role.title(), since=NOW)


def report(holder: Agency, **given: Any) -> Report:
    """A public report in Proses at Menteng, unless said otherwise."""
    number = next(_numbers)
    channel, _ = Channel.objects.get_or_create(
        code="jaki",
        defaults={"number": 1, "kind": "app", "name_id": "JAKI", "name_en": "JAKI", "valid_from": BEGUN},
    )
    fields = {
        "number": f"JK261120{number:04}",
        "channel": channel,
        "holder": holder,
        "words": "Lubang di depan SDN 01",
        "lat": -6.196,
        "lon": 106.832,
        "privacy": Report.Privacy.PUBLIC,
        "status": Status.IN_PROGRESS,
        "filed_at": NOW,
        "draft_key": f"draft{number}",
        "link_hash": f"link{number}",
        "pin_hash": "pin",
    }
    return Report.objects.create(**(fields | given))


def standing(**given: Any) -> Standing:
    """A report with its people."""
    menteng = agency("kelurahan-menteng")
    officer, crew = seat(menteng, Seat.Role.OFFICER), seat(menteng, Seat.Role.CREW)
    made = report(menteng, **({"assignee": crew} | given))
    return Standing(made, officer, crew, seat(agency("kelurahan-cikini"), Seat.Role.OFFICER))
