"""What the one-page form asks and how it is read. It knows no session: the page itself carries its signed ticket."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from tanggap.accounts import contact as contacts
from tanggap.accounts.contact import Contact
from tanggap.kit.words import Pair, active_language
from tanggap.reports import catalogue, keys, photos
from tanggap.reports.filing import MOST_PHOTOS, Filing
from tanggap.reports.models import Category, Report
from tanggap.reports.refusals import Incomplete
from tanggap.web.filing import place

CHANNEL = "balai-warga"
SALT = "tanggap.balai-warga"
LASTS = timedelta(hours=24)
SAID = ("words", "category", "street", "kelurahan", "landmark", "privacy", "name", "email", "phone")
LONGEST_NAME = 120

EXPIRED = Pair(
    "Formulir ini sudah terlalu lama terbuka. Kirim sekali lagi.", "This form was open for too long. Send it once more."
)
NOT_AN_EMAIL = Pair("“{text}” bukan alamat surel.", "“{text}” is not an e-mail address.")
NOT_A_PHONE = Pair("“{text}” bukan nomor telepon.", "“{text}” is not a phone number.")
NO_PLACE = Pair("Pilih kelurahannya.", "Choose the kelurahan.")
TOO_MANY = Pair("Paling banyak {n} foto.", "At most {n} photos.")


class Expired(Incomplete):
    """The ticket is older than a day, or none of ours."""

    def __init__(self) -> None:
        super().__init__(EXPIRED, field="words")


@dataclass(frozen=True)
class Said:
    """The fields of the form as typed."""

    fields: dict[str, str] = field(repr=False)
    photos: tuple[UploadedFile[Any], ...] = field(default=(), repr=False)

    def get(self, name: str) -> str:
        return self.fields.get(name, "")


def new_ticket() -> str:
    """What a page needs in order to be sent: a signed token, so that sending twice files once."""
    return signing.dumps(keys.new_token(), salt=SALT)


def token_of(ticket: str) -> str:
    """The token in a ticket of ours. Raises Expired."""
    try:
        return str(signing.loads(ticket, salt=SALT, max_age=LASTS))
    except signing.BadSignature:
        raise Expired from None


def read(request: HttpRequest) -> Said:
    """Take the known fields and the photos; PostgreSQL takes no NUL, and nobody means one."""
    files: MultiValueDict[str, UploadedFile[Any]] = request.FILES
    given = {name: request.POST.get(name, "").replace("\0", "").strip() for name in SAID}
    return Said(given, tuple(one for one in files.getlist("photos") if one.size))


def check_photos(said: Said, *, at: datetime) -> None:
    """Refuse what is no photo before anything is filed. Raises Incomplete."""
    if len(said.photos) > MOST_PHOTOS:
        raise Incomplete(TOO_MANY.format(n=MOST_PHOTOS), field="photos")
    for photo in said.photos:
        photos.look_at(photo, at=at)


def filing_of(said: Said, *, token: str) -> Filing:
    """The form as a filing. Raises Incomplete."""
    return Filing(
        token=token,
        channel=catalogue.current().channel(CHANNEL),
        words=said.get("words"),
        category=_category(said),
        street=said.get("street"),
        landmark=said.get("landmark"),
        privacy=Report.Privacy.PUBLIC if said.get("privacy") == Report.Privacy.PUBLIC else Report.Privacy.PRIVATE,
        language=active_language(),
        contact=_contact(said),
        **_place(said),
    )


def _category(said: Said) -> Category | None:
    rows = catalogue.current().categories.values()
    return next((row for row in rows if row.code == said.get("category") and row.active), None)


def _place(said: Said) -> dict[str, Any]:
    area = place.named(said.get("kelurahan"))
    if area is None:
        raise Incomplete(NO_PLACE, field="kelurahan")
    return {"area_code": area.code, "area_exact": True, "place_source": Report.PlaceSource.WORDS.value}


def _contact(said: Said) -> Contact | None:
    contact = Contact(said.get("name")[:LONGEST_NAME], said.get("email")[:254], said.get("phone")[:40])
    if contact.email and not contacts.normal_email(contact.email):
        raise Incomplete(NOT_AN_EMAIL.format(text=contact.email), field="email")
    if contact.phone and not contacts.normal_phone(contact.phone):
        raise Incomplete(NOT_A_PHONE.format(text=contact.phone), field="phone")
    return contact or None
