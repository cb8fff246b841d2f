"""The identity vault: the only code that seals, opens, links and erases who reported.

Officers reach none of it but ``reveal``, which leaves its trace in the journal before it answers.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime

from django.db import transaction

from tanggap.accounts import sealing
from tanggap.accounts.contact import Contact as Contact  # whoever speaks to the vault speaks of contacts
from tanggap.accounts.models import Identity, Reveal, User
from tanggap.journal.digest import digest, salt
from tanggap.journal.record import record
from tanggap.kit.words import Pair

REASON_LEAST = 20
CONSENT_VERSION = "2026-11"


class NoIdentity(Exception):
    """Nobody left a name with this report, or it was erased."""

    sentence = Pair("Laporan ini tidak menyimpan identitas.", "No identity is kept with this report.")


class ReasonTooShort(Exception):
    """A reveal needs a reason that can be judged later."""

    sentence = Pair("Tulis alasan sedikitnya {n} huruf.", "Write a reason of at least {n} characters.", n=REASON_LEAST)


class AlreadyClaimed(Exception):
    """Another account claimed the report first."""

    sentence = Pair("Laporan ini sudah ada di akun lain.", "This report already stands in another account.")


def keep(report_id: int, contact: Contact, *, language: str, at: datetime, user: User | None = None) -> Identity:
    """Seal a reporter's contact (and the account, where there is one) beside a report: one INSERT."""
    contact = contact.normal()
    sealed, version = _sealed(report_id, contact)
    return Identity.objects.create(
        report_id=report_id,
        sealed=sealed,
        key_version=version,
        email_index=sealing.blind_index(contact.email, about="email"),
        phone_index=sealing.blind_index(contact.phone, about="phone"),
        handle_index=sealing.blind_index(contact.handle, about="handle"),
        owner_index=_owner_index(user) if user else "",
        language=language,
        consent=CONSENT_VERSION if contact else "",
        created_at=at,
    )


def contact_of(report_id: int) -> Contact | None:
    """The contact, for sending an answer and nothing else; None where nobody left one."""
    identity = Identity.objects.filter(report_id=report_id, erased_at=None).first()
    return _opened(identity) or None if identity else None


def language_of(report_id: int) -> str:
    """In which language the reporter is written to."""
    return Identity.objects.filter(report_id=report_id).values_list("language", flat=True).first() or "id"


@transaction.atomic
def reveal(report_id: int, *, by: str, reason: str, at: datetime) -> Contact:
    """Open an identity for a person with the right to it, once, and journal who looked and why.

    ``by`` is the seat as the journal names it. Raises ReasonTooShort and NoIdentity.
    """
    reason = reason.replace("\0", "").strip()
    if len(reason) < REASON_LEAST:
        raise ReasonTooShort
    identity = Identity.objects.select_for_update().filter(report_id=report_id, erased_at=None).first()
    contact = _opened(identity) if identity else Contact()
    if identity is None or not contact:
        raise NoIdentity
    look = Reveal.objects.create(identity=identity, by=by, reason=reason, salt=salt(), at=at)
    record(identity, "reveal", by=by, at=at, reveal=look.pk, reason=digest(reason, look.salt))
    identity.save(update_fields=Identity.JOURNAL_FIELDS)
    return contact


def claim(report_id: int, user: User, at: datetime) -> None:
    """Link a report to an account; the first claim wins, and claiming one's own again changes nothing.

    Whoever calls this has seen the secret link or the PIN. Raises AlreadyClaimed.
    """
    mine = _owner_indexes(user)
    identity, made = Identity.objects.get_or_create(report_id=report_id, defaults=_empty(report_id, user, at))
    if made or identity.owner_index in mine:
        return
    free = Identity.objects.filter(pk=identity.pk, owner_index="")
    if not free.update(owner_index=_owner_index(user)):
        raise AlreadyClaimed


def reports_of(user: User) -> list[int]:
    """The ids of the reports in an account, latest first."""
    mine = Identity.objects.filter(owner_index__in=_owner_indexes(user))
    return list(mine.order_by("-report_id").values_list("report_id", flat=True))


def owns(user: User, report_id: int) -> bool:
    """Whether the account holds this report."""
    return Identity.objects.filter(report_id=report_id, owner_index__in=_owner_indexes(user)).exists()


def reports_from(*, email: str = "", phone: str = "", handle: str = "") -> list[int]:
    """The ids of the reports that came with this address, number or handle, latest first: for matching replies."""
    contact = Contact(email=email, phone=phone, handle=handle).normal()
    found = Identity.objects.filter(email_index__in=sealing.blind_indexes(contact.email, about="email"))
    found |= Identity.objects.filter(phone_index__in=sealing.blind_indexes(contact.phone, about="phone"))
    found |= Identity.objects.filter(handle_index__in=sealing.blind_indexes(contact.handle, about="handle"))
    return list(found.order_by("-report_id").values_list("report_id", flat=True))


@transaction.atomic
def erase(report_id: int, at: datetime, *, by: str = "reporter") -> bool:
    """Destroy the contact and every way to it; the report stays. False where nothing was kept or all is gone."""
    identity = Identity.objects.select_for_update().filter(report_id=report_id, erased_at=None).first()
    if identity is None:
        return False
    identity.sealed, identity.key_version = _sealed(report_id, Contact())
    identity.email_index = identity.phone_index = identity.handle_index = ""
    identity.owner_index = identity.consent = ""
    identity.erased_at = at
    record(identity, "erase", by=by, at=at)
    identity.save()
    return True


def erased_among(report_ids: Iterable[int]) -> set[int]:
    """Those of these reports whose reporter asked to be forgotten."""
    gone = Identity.objects.filter(report_id__in=list(report_ids), erased_at__isnull=False)
    return set(gone.values_list("report_id", flat=True))


def own_contacts(user: User) -> dict[int, Contact]:
    """What the vault holds of an account's owner, by report id: for the copy that UU 27/2022 grants."""
    mine = Identity.objects.filter(owner_index__in=_owner_indexes(user))
    return {identity.report_id: _opened(identity) for identity in mine}


def correct(user: User, report_id: int, contact: Contact) -> None:
    """Replace the contact of one's own report (UU 27/2022, art. 6). Raises NoIdentity.

    The handle stays: it is where the report came from, and nobody types it in.
    """
    mine = Identity.objects.filter(report_id=report_id, erased_at=None, owner_index__in=_owner_indexes(user))
    identity = mine.first()
    if identity is None:
        raise NoIdentity
    contact = replace(contact, handle=_opened(identity).handle).normal()
    sealed, version = _sealed(report_id, contact)
    mine.update(
        sealed=sealed,
        key_version=version,
        email_index=sealing.blind_index(contact.email, about="email"),
        phone_index=sealing.blind_index(contact.phone, about="phone"),
        consent=CONSENT_VERSION,
    )


def rotate(*, batch: int = 500) -> int:
    """Seal and index anew, under the newest key, what an older one holds; returns how many rows. Safe to repeat."""
    done = 0
    accounts = User.objects.values_list("pk", flat=True)
    while found := _older(batch):
        owners = _owners_by_old_index(accounts) if any(identity.owner_index for identity in found) else {}
        with transaction.atomic():
            for identity in Identity.objects.select_for_update().filter(pk__in=[row.pk for row in found]):
                _reseal(identity, owners)
        done += len(found)
    return done


def _older(batch: int) -> list[Identity]:
    return list(Identity.objects.exclude(key_version=sealing.newest_version()).order_by("pk")[:batch])


def _reseal(identity: Identity, owners: dict[str, int]) -> None:
    contact = _opened(identity)
    identity.sealed, identity.key_version = _sealed(identity.report_id, contact)
    identity.email_index = sealing.blind_index(contact.email, about="email")
    identity.phone_index = sealing.blind_index(contact.phone, about="phone")
    identity.handle_index = sealing.blind_index(contact.handle, about="handle")
    if identity.owner_index:
        owner = owners.get(identity.owner_index)
        identity.owner_index = sealing.blind_index(f"{owner}", about="owner") if owner else ""
    identity.save(update_fields=["sealed", "key_version", "email_index", "phone_index", "handle_index", "owner_index"])


def _owners_by_old_index(accounts: Iterable[int]) -> dict[str, int]:
    return {index: pk for pk in accounts for index in sealing.blind_indexes(f"{pk}", about="owner")}


def _empty(report_id: int, user: User, at: datetime) -> dict[str, object]:
    sealed, version = _sealed(report_id, Contact())
    return {
        "sealed": sealed,
        "key_version": version,
        "owner_index": _owner_index(user),
        "language": user.language,
        "created_at": at,
    }


def _owner_index(user: User) -> str:
    return sealing.blind_index(f"{user.pk}", about="owner")


def _owner_indexes(user: User) -> list[str]:
    return sealing.blind_indexes(f"{user.pk}", about="owner")


def _sealed(report_id: int, contact: Contact) -> tuple[bytes, int]:
    return sealing.seal(json.dumps(asdict(contact)).encode(), about=_place(report_id))


def _opened(identity: Identity) -> Contact:
    opened = sealing.unseal(bytes(identity.sealed), identity.key_version, about=_place(identity.report_id))
    return Contact(**json.loads(opened))


def _place(report_id: int) -> str:
    # The ciphertext belongs to its report: moved to another row it does not open.
    return f"identity of report {report_id}"
