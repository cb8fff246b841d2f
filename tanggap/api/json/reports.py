"""Reports over JSON: file one, send a photo after it, ask how it stands.

One ``Idempotency-Key`` stands for one draft: sent twice, also on two lines at once, it files once and answers the same.
"""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from ninja import Router

from tanggap.accounts import contact as contacts
from tanggap.accounts import limits
from tanggap.accounts.contact import Contact
from tanggap.accounts.visitor import address_of
from tanggap.api.json import shapes
from tanggap.api.json.problems import Problem, spoken
from tanggap.areas import lookup, register
from tanggap.kit.words import Pair
from tanggap.reports import catalogue, filing, photos, story, suggestions, tracking
from tanggap.reports.filing import MOST_PHOTOS, Filing, Receipt
from tanggap.reports.models import Category, Photo, Report
from tanggap.reports.refusals import Incomplete
from tanggap.reports.tracking import Reader

router = Router(tags=["reports"])

CHANNEL = "jaki"
KEY = re.compile(r"[\x21-\x7e]{16,128}")
CLAIMED_WITHIN = timedelta(days=30)
FILED = limits.Limit("api reports", 60, timedelta(hours=1))
ASKED = limits.Limit("api questions", 1200, timedelta(hours=1))
SENT_PHOTOS = limits.Limit("api photos", 180, timedelta(hours=1))
"""From one address; a phone company's customers share one."""

NO_KEY = Pair(
    "Sertakan tajuk Idempotency-Key: 16 sampai 128 karakter, satu untuk tiap draf.",
    "Send the header Idempotency-Key: 16 to 128 characters, one for each draft.",
)
NOT_JSON = Pair("Isinya bukan JSON yang benar.", "The body is not valid JSON.")
NOT_TAKEN = Pair("Kirim application/json atau multipart/form-data.", "Send application/json or multipart/form-data.")
UNKNOWN_CATEGORY = Pair("Kategori “{code}” tidak ada.", "There is no category “{code}”.")
UNKNOWN_AREA = Pair("Kelurahan “{code}” tidak ada.", "There is no kelurahan “{code}”.")
HALF_POINT = Pair("Kirim lat dan lon bersama.", "Send lat and lon together.")
NO_PLACE = Pair("Kirim titik (lat, lon) atau kelurahan.", "Send a point (lat, lon) or a kelurahan.")
OUTSIDE = Pair("Titik itu di luar Jakarta.", "That point lies outside Jakarta.")
NOT_AN_EMAIL = Pair("“{text}” bukan alamat surel.", "“{text}” is not an e-mail address.")
NOT_A_PHONE = Pair("“{text}” bukan nomor telepon.", "“{text}” is not a phone number.")
NOT_FOUND = Pair(
    "Tidak ada laporan itu, atau tautan dan PIN-nya tidak cocok.",
    "There is no such report, or link and PIN do not fit.",
)
TOO_MANY = Pair("Paling banyak {n} foto.", "At most {n} photos.")
EMERGENCY = Pair(
    "“{word}” terdengar darurat. Telepon {number} sekarang. Bila bukan, kirim lagi dengan not_emergency.",
    "“{word}” sounds like an emergency. Call {number} now. If it is none, send it again with not_emergency.",
)


@router.post("/reports", response={201: shapes.Taken}, openapi_extra=shapes.reads(shapes.NewReport, multipart=True))
@spoken
def create(request: HttpRequest) -> HttpResponse:
    """File a report (201); the same Idempotency-Key again answers the first one's receipt (200)."""
    at, token = timezone.now(), _token(request)
    if earlier := filing.receipt(token):
        return _receipt(earlier)
    _spend(FILED, request, at=at)
    given, pictures = _read(request)
    for picture in pictures:
        photos.look_at(picture, at=at)
    _warn(given)
    asked = _filing(given, token=token, at=at)
    try:
        with transaction.atomic():
            taken = filing.file(asked, at=at)
            for picture in () if taken.again else pictures:
                photos.take_in(picture, report=taken.report, at=at)
    except filing.Emergency as refusal:
        raise Problem(422, refusal.sentence, field="category", call=refusal.number) from None
    return _receipt(taken)


@router.get("/reports/{number}", response=shapes.ReportOut)
@spoken
def status(request: HttpRequest, number: str) -> HttpResponse:
    """How a report stands. A private one opens for ``Authorization: Bearer <link token>`` or ``X-Report-Pin``."""
    at = timezone.now()
    _spend(ASKED, request, at=at)
    report, reader = _opened(request, number, at=at)
    return _json(_told(report, reader, at=at))


@router.post("/reports/{number}/photos", response={201: shapes.PhotoOut})
@spoken
def add_photo(request: HttpRequest, number: str) -> HttpResponse:
    """Send a photo after the report, as part ``photo`` of multipart/form-data; the link token proves whose it is."""
    at = timezone.now()
    _spend(SENT_PHOTOS, request, at=at)
    report, reader = _opened(request, number, at=at)
    upload = request.FILES.get("photo")
    if not reader.owns(report):
        raise Problem(404, NOT_FOUND)
    if not isinstance(upload, UploadedFile):
        raise Problem(422, photos.EMPTY, field="photo")
    with transaction.atomic():
        locked = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if locked.photos.filter(purpose=Photo.Purpose.REPORT).count() >= MOST_PHOTOS:
            raise Problem(409, TOO_MANY.format(n=MOST_PHOTOS), field="photo")
        photo = photos.take_in(upload, report=locked, at=at)
    return _json(shapes.PhotoOut(token=photo.token), status=201)


@router.get("/categories", response=list[shapes.CategoryOut])
@spoken
def categories(request: HttpRequest) -> HttpResponse:
    """What can be reported today, in the order in which it is offered."""
    offered = [
        {"code": row.code, "name": row.name, "group": group.name, "emergency": row.emergency}
        for group in catalogue.current().groups
        for row in group.categories
    ]
    return JsonResponse(offered, safe=False)


def _token(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not KEY.fullmatch(key):
        raise Problem(400, NO_KEY, field="Idempotency-Key")
    return salted_hmac("tanggap.api.draft", key, algorithm="sha256").hexdigest()[:32]


def _spend(limit: limits.Limit, request: HttpRequest, *, at: datetime) -> None:
    try:
        limits.spend(limit, who=address_of(request), at=at)
    except limits.TooOften as refusal:
        raise Problem(429, refusal.sentence) from None


def _read(request: HttpRequest) -> tuple[shapes.NewReport, list[UploadedFile[Any]]]:
    if request.content_type == "multipart/form-data":
        body, pictures = request.POST.get("report", ""), [*request.FILES.getlist("photos")]
    elif request.content_type == "application/json":
        body, pictures = request.body.decode(errors="replace"), []
    else:
        raise Problem(415, NOT_TAKEN)
    if len(pictures) > MOST_PHOTOS:
        raise Incomplete(TOO_MANY.format(n=MOST_PHOTOS), field="photos")
    try:
        given = json.loads(body.replace("\\u0000", ""))
    except ValueError:
        raise Problem(400, NOT_JSON) from None
    return shapes.NewReport.model_validate(given), pictures


def _warn(given: shapes.NewReport) -> None:
    hint = None if given.not_emergency else suggestions.emergency_in(given.words)
    if hint is not None:
        sentence = EMERGENCY.format(word=hint.word, number=hint.number)
        raise Problem(422, sentence, field="not_emergency", call=hint.number)


def _filing(given: shapes.NewReport, *, token: str, at: datetime) -> Filing:
    claimed = given.claimed_at
    if claimed is not None and (claimed.tzinfo is None or not at - CLAIMED_WITHIN <= claimed <= at):
        claimed = None
    return Filing(
        token=token,
        channel=catalogue.current().channel(CHANNEL),
        words=given.words,
        category=_category(given.category),
        street=given.street,
        landmark=given.landmark,
        privacy=given.privacy,
        language=given.language,
        contact=_contact(given.contact),
        claimed_at=claimed,
        **_place(given),
    )


def _category(code: str | None) -> Category | None:
    if not code:
        return None
    rows = catalogue.current().categories.values()
    found = next((row for row in rows if row.code == code and row.active), None)
    if found is None:
        raise Incomplete(UNKNOWN_CATEGORY.format(code=code[:60]), field="category")
    return found


def _place(given: shapes.NewReport) -> dict[str, Any]:
    if (given.lat is None) != (given.lon is None):
        raise Incomplete(HALF_POINT, field="lat")
    source = Report.PlaceSource
    if given.lat is not None and given.lon is not None:
        found = lookup.area_at(given.lat, given.lon)
        if found is None:
            raise Incomplete(OUTSIDE, field="lat")
        measured = source.GPS if given.accuracy_m is not None else source.PIN
        return {
            "lat": given.lat,
            "lon": given.lon,
            "accuracy_m": given.accuracy_m,
            "area_code": found.code,
            "area_exact": found.exact,
            "place_source": measured.value,
        }
    if not given.kelurahan:
        raise Incomplete(NO_PLACE, field="lat")
    if given.kelurahan not in {row.code for row in register.register().kelurahan}:
        raise Incomplete(UNKNOWN_AREA.format(code=given.kelurahan[:40]), field="kelurahan")
    return {"area_code": given.kelurahan, "area_exact": True, "place_source": source.WORDS.value}


def _contact(given: shapes.Contact | None) -> Contact | None:
    if given is None:
        return None
    if given.email and not contacts.normal_email(given.email):
        raise Incomplete(NOT_AN_EMAIL.format(text=given.email), field="contact.email")
    if given.phone and not contacts.normal_phone(given.phone):
        raise Incomplete(NOT_A_PHONE.format(text=given.phone), field="contact.phone")
    return Contact(given.name, given.email, given.phone) or None


def _opened(request: HttpRequest, number: str, *, at: datetime) -> tuple[Report, Reader]:
    """The report and what this caller may read of it; a wrong proof and a wrong number are told the same."""
    scheme, _, link = request.headers.get("Authorization", "").partition(" ")
    pin = request.headers.get("X-Report-Pin", "")
    found = tracking.find(number)
    if scheme.lower() == "bearer":
        owned = tracking.by_link(link.strip())
        if owned is None or found is None or owned.pk != found.pk:
            raise Problem(404, NOT_FOUND)
        return owned, Reader(frozenset({owned.pk}))
    if pin:
        owned = tracking.by_pin(number, pin, address=address_of(request), at=at)
        return owned, Reader(frozenset({owned.pk}))
    if found is None or not found.public:
        raise Problem(404, NOT_FOUND)
    return found, Reader()


def _told(report: Report, reader: Reader, *, at: datetime) -> shapes.ReportOut:
    told = story.story(report, reader, at=at)
    words = report.words if told.owned or not report.words_hidden else ""
    return shapes.ReportOut(
        number=report.number,
        status=report.status,
        status_name=report.get_status_display(),
        category=report.category.code if report.category else None,
        kelurahan=report.area.code if report.area else None,
        holder=report.holder.name,
        filed_at=report.filed_at,
        own=told.owned,
        words=words,
        clocks=[shapes.ClockOut.model_validate(one, from_attributes=True) for one in told.clocks],
        steps=[shapes.Step(at=e.at, verb=e.verb, title=str(e.title), who=e.who, words=e.words) for e in told.timeline],
        can=sorted(told.can),
    )


def _receipt(taken: Receipt) -> HttpResponse:
    link = settings.SITE + reverse("web:track_link", args=[taken.link_token])
    body = shapes.Taken(
        number=taken.number,
        pin=taken.pin,
        link=link,
        link_token=taken.link_token,
        again=taken.again,
        status=taken.report.status,
        holder=taken.report.holder.name,
    )
    response = _json(body, status=200 if taken.again else 201)
    response["Location"] = f"/api/v1/reports/{taken.number}"
    return response


def _json(body: Any, *, status: int = 200) -> HttpResponse:
    return HttpResponse(body.model_dump_json(), status=status, content_type="application/json")
