"""Step 3 of a report: who may read it, how to answer, what to expect; and the filing itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tanggap.accounts import contact as contacts
from tanggap.accounts import vault
from tanggap.accounts.contact import Contact
from tanggap.areas import register
from tanggap.kit.words import Pair, active_language
from tanggap.reports import catalogue, expected, filing, tracking
from tanggap.reports.filing import Filing, Receipt
from tanggap.reports.models import Report
from tanggap.reports.refusals import Refusal
from tanggap.web import visitor
from tanggap.web.filing import answers, draft, place
from tanggap.web.filing.draft import Held
from tanggap.web.pace import paced

CHANNEL = "jaki"
"""Our own pages are the city's own app."""

LONGEST_NAME = 120

NOT_AN_EMAIL = Pair(
    "“{text}” bukan alamat surel, contoh yang benar: nama@contoh.id.",
    "“{text}” is not an e-mail address; a right one looks like name@example.org.",
)
NOT_A_PHONE = Pair(
    "“{text}” bukan nomor telepon, contoh yang benar: 0812 3456 7890.",
    "“{text}” is not a phone number; a right one looks like 0812 3456 7890.",
)
NO_WAY_TO_ANSWER = Pair(
    "Isi surel atau nomor telepon, atau pilih tanpa nama.",
    "Give an e-mail address or a phone number, or choose to stay anonymous.",
)
WHO_READS = Pair("Pilih siapa yang boleh membaca.", "Choose who may read it.")

Errors = list[tuple[str, Pair]]


@never_cache
@paced(120)
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponseBase:
    """The last step."""
    held = draft.find(request)
    if held is None:
        return _already_sent(request)
    if not held.data.get("area_code"):
        return redirect("web:report_place")
    if request.method != "POST":
        return _send(request, held, contact=_kept_contact(held), errors=[])
    return _take(request, held, at=timezone.now())


def _already_sent(request: HttpRequest) -> HttpResponse:
    """The draft is gone. A second click on "send" finds the receipt of the first."""
    token = draft.token_of(request)
    sent = filing.receipt(token) if token else None
    return _to_receipt(sent) if sent is not None else redirect("web:report")


def _to_receipt(receipt: Receipt) -> HttpResponse:
    return redirect("web:report_receipt", number=receipt.number)


def _take(request: HttpRequest, held: Held, *, at: datetime) -> HttpResponseBase:
    contact = _read_contact(request)
    privacy = request.POST.get("privacy", "")
    wants_contact = request.POST.get("identity") == "contact"
    draft_changes = {
        "privacy": privacy if privacy in Report.Privacy.values else Report.Privacy.PRIVATE.value,
        "identity": "contact" if wants_contact else "anonymous",
        "name": draft.sealed(contact.name),
        "email": draft.sealed(contact.email),
        "phone": draft.sealed(contact.phone),
    }
    if request.POST.get("go") == "back":
        draft.save(held, at=at, **draft_changes)
        return redirect("web:report_place")
    errors = _wrong(contact) if wants_contact else []
    if privacy not in Report.Privacy.values:
        errors.append(("privacy", WHO_READS))
    if not errors:
        try:
            return _file(request, held, contact=contact if wants_contact else None, privacy=privacy, at=at)
        except filing.Emergency as refusal:
            return render(request, "web/filing/emergency.html", {"number": refusal.number, "name": refusal.sentence})
        except Refusal as refusal:
            errors = [(refusal.field, refusal.sentence)]
    draft.save(held, at=at, **draft_changes)
    return _send(request, held, contact=contact, errors=errors)


def _file(request: HttpRequest, held: Held, *, contact: Contact | None, privacy: str, at: datetime) -> HttpResponseBase:
    user = visitor.user_of(request)
    data = held.data
    receipt = filing.file(
        Filing(
            token=held.token,
            channel=catalogue.current().channel(CHANNEL),
            words=data.get("words", ""),
            category=draft.category_of(held),
            lat=data.get("lat"),
            lon=data.get("lon"),
            accuracy_m=data.get("accuracy_m"),
            place_source=data.get("place_source", Report.PlaceSource.NONE),
            area_code=data.get("area_code"),
            area_exact=bool(data.get("area_exact")),
            street=data.get("street", ""),
            landmark=data.get("landmark", ""),
            privacy=privacy,
            answers=data.get("answers", []),
            language=active_language(),
            contact=contact,
            user=user,
            claimed_at=datetime.fromisoformat(data["claimed_at"]) if "claimed_at" in data else None,
        ),
        draft=held.row,
        at=at,
    )
    if user is None:
        tracking.remember(request.session, receipt.report)
    elif contact is None and not receipt.again:
        vault.claim(receipt.report.pk, user, at)
    return _to_receipt(receipt)


def _read_contact(request: HttpRequest) -> Contact:
    given = {
        name: " ".join(request.POST.get(name, "").replace("\0", "").split()) for name in ("name", "email", "phone")
    }
    return Contact(given["name"][:LONGEST_NAME], given["email"][:254], given["phone"][:40])


def _kept_contact(held: Held) -> Contact:
    return Contact(*(draft.unsealed(held.data.get(name, "")) for name in ("name", "email", "phone")))


def _wrong(contact: Contact) -> Errors:
    errors: Errors = []
    if not contact.reachable:
        errors.append(("email", NO_WAY_TO_ANSWER))
    if contact.email and not contacts.normal_email(contact.email):
        errors.append(("email", NOT_AN_EMAIL.format(text=contact.email)))
    if contact.phone and not contacts.normal_phone(contact.phone):
        errors.append(("phone", NOT_A_PHONE.format(text=contact.phone)))
    return errors


def _send(request: HttpRequest, held: Held, *, contact: Contact, errors: Errors) -> HttpResponse:
    at = timezone.now()
    category = draft.category_of(held)
    user = visitor.user_of(request)
    area = register.area(held.data["area_code"])
    if user is not None and not contact:
        contact = Contact(user.name, user.email, "")
    context: dict[str, Any] = {
        "held": held,
        "data": held.data,
        "category": category,
        "answers": answers.told(category, held.data.get("answers", [])),
        "photos": draft.photos_of(held),
        "area": area,
        "kota": place.kota_of(area),
        "expected": expected.expected(
            category=category, area_code=area.code, channel=catalogue.current().channel(CHANNEL), at=at
        ),
        "privacy": held.data.get("privacy", Report.Privacy.PRIVATE.value),
        "identity": held.data.get("identity", "anonymous"),
        "contact": contact,
        "confidential": category is not None and category.confidential,
        "errors": errors,
        "error_of": dict(errors),
        "label_email": Pair("Surel", "E-mail"),
        "label_phone": Pair("Nomor telepon", "Phone number"),
        "label_name": Pair("Nama", "Name"),
    }
    return render(request, "web/filing/send.html", context, status=422 if errors else 200)
