"""One person over all channels: known by what a channel proved, joined and separated by staff.

A person holds no report. Which reports are theirs is asked of the vault each time, by every proven handle of the
persons that were joined, so that one who reported by e-mail may follow up by text message.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from tanggap.accounts import sealing, vault
from tanggap.accounts.contact import Contact
from tanggap.channels.marks import mark
from tanggap.channels.models import Handle, Person, PersonMerge
from tanggap.journal.record import record
from tanggap.kit.words import Pair
from tanggap.reports.models import Report
from tanggap.reports.refusals import NotNow


class Suggestion(NamedTuple):
    """Two persons who share a handle that a channel proved for both."""

    kept: Person
    other: Person
    kind: str


def known(author: Contact, proven: Iterable[str], *, at: datetime) -> Person | None:
    """The person behind a message, made when new; None where the channel proved nothing."""
    author = author.normal()
    parts = [(kind, value) for kind in proven if (value := str(getattr(author, kind)))]
    if not parts:
        return None
    kind, value = parts[-1]
    found = Handle.objects.filter(kind=kind, index=_index(kind, value), verified_at__isnull=False)
    handle = found.select_related("person").order_by("pk").first()
    person = handle.person if handle else Person.objects.create(made_at=at)
    for kind, value in parts:
        _note(person, kind, value, at=at)
    return person


def _note(person: Person, kind: str, value: str, *, at: datetime) -> None:
    sealed, version = sealing.seal(value.encode(), about=f"handle {kind}")
    Handle.objects.get_or_create(
        person=person,
        kind=kind,
        index=_index(kind, value),
        defaults={"sealed": sealed, "key_version": version, "made_at": at, "verified_at": at},
    )


def owns(person: Person | None, report: Report) -> bool:
    """Whether the report came from this person, or from somebody joined with them."""
    return person is not None and report.pk in reports_of(person)


def reports_of(person: Person) -> set[int]:
    """The ids of all reports of a person and of everybody joined with them."""
    found: set[int] = set()
    for handle in Handle.objects.filter(person__in=group(person), verified_at__isnull=False):
        found.update(vault.reports_from(**{str(handle.kind): _opened(handle)}))
    return found


def group(person: Person) -> list[Person]:
    """Everybody who counts as this person, the one kept first."""
    root = person.merged_into or person
    return [root, *root.merged.order_by("pk")]


def suggestions(most: int = 50) -> list[Suggestion]:
    """Persons who are probably one: they share a proven phone number or address."""
    shared = Handle.objects.filter(verified_at__isnull=False, kind__in=["phone", "email"])
    earlier: dict[tuple[str, str], Person] = {}
    found: dict[tuple[int, int], Suggestion] = {}
    for handle in shared.select_related("person__merged_into").order_by("pk").iterator():
        person = handle.person.merged_into or handle.person
        first = earlier.setdefault((handle.kind, handle.index), person)
        if first.pk != person.pk:
            found.setdefault((first.pk, person.pk), Suggestion(first, person, handle.kind))
    return list(found.values())[:most]


@transaction.atomic
def merge(kept: Person, other: Person, *, by: str, at: datetime) -> PersonMerge:
    """Count two persons as one. Raises NotNow where one of them was joined already, or both are the same."""
    kept, other = _locked(kept, other)
    joined = Person.objects.filter(merged_into=other).exists()
    if kept.pk == other.pk or kept.merged_into_id or other.merged_into_id or joined:
        raise NotNow(Pair("Orang ini sudah digabung.", "This person has been joined already."))
    other.merged_into = kept
    record(other, "join", by=by, at=at, into=kept.pk)
    other.save(update_fields=["merged_into", *Person.JOURNAL_FIELDS])
    return PersonMerge.objects.create(kept=kept, joined=other, by=by, at=at)


@transaction.atomic
def unmerge(merged: PersonMerge, *, by: str, at: datetime) -> None:
    """Separate them again; a second time changes nothing."""
    (person,) = _locked(merged.joined)
    if not PersonMerge.objects.filter(pk=merged.pk, undone_at=None).update(undone_at=at, undone_by=by):
        return
    person.merged_into = None
    record(person, "separate", by=by, at=at, from_person=merged.kept_id)
    person.save(update_fields=["merged_into", *Person.JOURNAL_FIELDS])


def shown(person: Person) -> list[str]:
    """The handles of a person, covered but for their ends, for staff who compare two persons."""
    handles = Handle.objects.filter(Q(person=person)).order_by("pk")
    return [covered(_opened(handle)) for handle in handles]


def covered(value: str) -> str:
    """``sari@warga.test`` as ``s•••i@warga.test``, ``+6281298765432`` as ``+62•••432``."""
    channel, colon, name = value.partition(":")
    if colon:
        return f"{channel}:•••{name[-3:] if len(name) > 6 else name[-1:]}"
    name, at_sign, host = value.partition("@")
    if at_sign and host:
        return f"{name[:1]}•••{name[-1:]}@{host}"
    return f"{value[:3]}•••{value[-3:]}" if len(value) > 8 else f"{value[:1]}•••"


def _locked(*persons: Person) -> list[Person]:
    ids = sorted({person.pk for person in persons})
    rows = {row.pk: row for row in Person.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    return [rows[person.pk] for person in persons]


def _index(kind: str, value: str) -> str:
    return mark(f"handle.{kind}", value)


def _opened(handle: Handle) -> str:
    return sealing.unseal(bytes(handle.sealed), handle.key_version, about=f"handle {handle.kind}").decode()
