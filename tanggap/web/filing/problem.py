"""Step 1 of a report: photos, words, and the category with its questions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tanggap.kit.words import Pair
from tanggap.reports import catalogue, filing, photos, suggestions
from tanggap.reports.catalogue import Group
from tanggap.reports.models import Category
from tanggap.reports.needs import LONGEST_WORDS
from tanggap.web.filing import answers, draft
from tanggap.web.filing.draft import Held
from tanggap.web.pace import paced

MOST_SUGGESTED = 3
UNSURE = "unsure"
"""The choice of somebody who leaves the category to the desk."""

NOTHING_SAID = Pair(
    "Ceritakan masalahnya, ambil fotonya, atau keduanya.", "Describe the problem, take a photo, or both."
)
WORDS_NEEDED = Pair(
    "Ceritakan masalahnya supaya petugas dapat memilih kategorinya.",
    "Describe the problem, so that an officer can choose the category.",
)
TOO_LONG = Pair(
    "Ceritanya {n} huruf. Paling banyak {most} huruf.", "That is {n} characters. At most {most} are possible."
)
UNKNOWN = Pair(
    "Kategori itu tidak ada. Pilih salah satu di bawah.", "There is no such category. Choose one of those below."
)
CHOOSE = Pair("Pilih kategorinya.", "Choose the category.")

LONGEST_WAIT = timedelta(days=30)
"""A draft that says it waited longer than this has a phone with a wrong clock."""

Errors = list[tuple[str, Pair]]


class Offer(NamedTuple):
    """What is offered on the page of categories."""

    suggested: list[Category]
    groups: list[Group]
    searched: str


@never_cache
@paced(240)
@require_http_methods(["GET", "HEAD", "POST"])
def problem(request: HttpRequest) -> HttpResponseBase:
    """Photos and words."""
    if request.method != "POST":
        return _problem(request, draft.find(request), errors=[])
    at = timezone.now()
    late = draft.phone_token(request)
    if late and (sent := filing.receipt(late)):
        # The phone tries again what was filed meanwhile.
        return draft.carry(redirect("web:report_receipt", number=sent.number), late)
    held = draft.find_or_begin(request, at=at)
    errors = _take_problem(request, held, at=at)
    response = _problem(request, held, errors=errors, status=422) if errors else _after_problem(held)
    return draft.carry(response, held.token)


def _problem(request: HttpRequest, held: Held | None, *, errors: Errors, status: int = 200) -> HttpResponse:
    words = held.data.get("words", "") if held else ""
    context = {
        "words": words,
        "photos": draft.photos_of(held),
        "suggested": suggested(words),
        "category": draft.category_of(held),
        "errors": errors,
        "error_of": dict(errors),
        "held": held,
        "longest": LONGEST_WORDS,
    }
    return render(request, "web/filing/problem.html", context, status=status)


def _take_problem(request: HttpRequest, held: Held, *, at: datetime) -> Errors:
    errors: Errors = []
    words = request.POST.get("words", "").replace("\0", "")
    changed: dict[str, Any] = {"words": words}
    for name in ("photo_lat", "photo_lon"):
        if value := request.POST.get(name, ""):
            changed[name] = value.replace("\0", "")[:24]
    if (code := request.POST.get("category", "")) and code != held.data.get("category"):
        if known(code):
            changed |= {"category": code, "category_seen": True, "answers": []}
        else:
            errors.append(("words", UNKNOWN))
    if claimed := claimed_at(request.POST.get("claimed_at", ""), at=at):
        changed["claimed_at"] = claimed.isoformat()
    if words != held.data.get("words"):
        changed["calm"] = False
    draft.save(held, at=at, **changed)
    errors += _photos(request, held, at=at)
    if len(words) > LONGEST_WORDS:
        errors.append(("words", TOO_LONG.format(n=len(words), most=LONGEST_WORDS)))
    if not errors and not words.strip() and not held.row.photos.exists():
        errors.append(("photos", NOTHING_SAID))
    return errors


def _photos(request: HttpRequest, held: Held, *, at: datetime) -> Errors:
    errors: Errors = []
    removed = set(request.POST.getlist("remove"))
    for photo in draft.photos_of(held) if removed else ():
        if photo.token in removed:
            photos.drop(photo)
    for upload in request.FILES.getlist("photos"):
        try:
            photos.take_in(upload, draft=held.row, at=at)
        except photos.NotAPhoto as refusal:
            errors.append(("photos", Pair("{name}: {why}", "{name}: {why}", name=upload.name, why=refusal.sentence)))
    return errors


def _after_problem(held: Held) -> HttpResponse:
    if not held.data.get("calm") and suggestions.emergency_in(held.data["words"]):
        return redirect("web:report_emergency")
    category = draft.category_of(held)
    if category is None or answers.missing(category, held.data.get("answers", [])):
        return redirect("web:report_category")
    return redirect("web:report_place")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def category(request: HttpRequest) -> HttpResponseBase:
    """The category, suggested from the words and always changeable, with the questions it brings."""
    held = draft.find(request)
    if held is None:
        return redirect("web:report")
    if request.method != "POST":
        chosen = draft.category_of(held)
        if chosen is None and not held.data.get("category_seen"):
            chosen = next(iter(suggested(held.data.get("words", ""))), None)
        return _category(request, held, chosen, given=held.data.get("answers", []), errors=[])
    return _take_category(request, held, at=timezone.now())


def _take_category(request: HttpRequest, held: Held, *, at: datetime) -> HttpResponseBase:
    code = request.POST.get("category", "")
    chosen = known(code)
    if code == UNSURE:
        draft.save(held, at=at, category="", category_seen=True, answers=[])
        if not held.data.get("words", "").strip():
            return _category(request, held, None, given=[], errors=[("category", WORDS_NEEDED)])
        return redirect("web:report_place")
    if chosen is None:
        return _category(request, held, None, given=[], errors=[("category", UNKNOWN if code else CHOOSE)])
    if chosen.emergency:
        return _emergency(request, number=chosen.emergency, name=chosen.name, may_go_on=False)
    asked = request.POST.get("asked", "") == chosen.code
    read = answers.read(chosen, request.POST) if asked else answers.Read([], [])
    draft.save(held, at=at, category=chosen.code, category_seen=True, answers=read.given)
    if catalogue.current().questions(chosen) and (not asked or read.errors):
        return _category(request, held, chosen, given=read.given, errors=read.errors, typed=request.POST)
    if chosen.refer_to and request.POST.get("go") != "anyway":
        return render(request, "web/filing/referred.html", {"category": chosen, "given": read.given})
    return redirect("web:report_place")


def _category(
    request: HttpRequest,
    held: Held,
    chosen: Category | None,
    *,
    given: list[dict[str, Any]],
    errors: Errors,
    typed: Any = None,
) -> HttpResponse:
    searched = request.GET.get("q", "").strip()
    context = {
        "offer": offer(held.data.get("words", ""), searched, chosen),
        "chosen": chosen,
        "unsure": held.data.get("category_seen") and chosen is None,
        "questions": answers.shown(chosen, given, typed),
        "errors": errors,
        "error_of": dict(errors),
    }
    return render(request, "web/filing/category.html", context, status=422 if errors else 200)


def claimed_at(text: str, *, at: datetime) -> datetime | None:
    """When a phone without a signal says it kept the report: a moment of the last 30 days, or nothing."""
    try:
        claimed = datetime.fromisoformat(text)
    except ValueError:
        return None
    aware = claimed.tzinfo is not None
    return claimed if aware and at - LONGEST_WAIT <= claimed <= at else None


def suggested(words: str) -> list[Category]:
    """The few categories that the words sound like; none where they say nothing."""
    found = [suggestion.category for suggestion in suggestions.suggest(words)] if words.strip() else []
    return [category for category in found if category.active][:MOST_SUGGESTED]


def offer(words: str, searched: str, chosen: Category | None) -> Offer:
    """The suggested ones first (the chosen among them), then all by group, or those that match a search."""
    first = suggested(words)
    if chosen is not None and chosen not in first:
        first = [chosen, *first][:MOST_SUGGESTED]
    groups = catalogue.current().groups
    if searched:
        wanted = searched.casefold()
        groups = [Group(group.row, [c for c in group.categories if _matches(c, wanted)]) for group in groups]
    return Offer(first, [group for group in groups if group.categories], searched)


def _matches(category: Category, wanted: str) -> bool:
    texts = (category.name_id, category.name_en, category.hint_id, category.hint_en, category.words)
    return any(wanted in text.casefold() for text in texts)


def known(code: str) -> Category | None:
    try:
        found = catalogue.current().category(code)
    except catalogue.UnknownCode:
        return None
    return found if found.active else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: HttpRequest) -> HttpResponseBase:
    """The words sound like an emergency: whom to call, and "bukan darurat, lanjutkan"."""
    held = draft.find(request)
    if held is None:
        return redirect("web:report")
    if request.method == "POST":
        draft.save(held, at=timezone.now(), calm=True)
        return _after_problem(held)
    hint = suggestions.emergency_in(held.data.get("words", ""))
    if hint is None:
        return _after_problem(held)
    return _emergency(request, number=hint.number, name=hint.name, may_go_on=True)


def _emergency(request: HttpRequest, *, number: str, name: str | Pair, may_go_on: bool) -> HttpResponse:
    context = {"number": number, "name": name, "may_go_on": may_go_on}
    return render(request, "web/filing/emergency.html", context)


@require_POST
def start_over(request: HttpRequest) -> HttpResponse:
    """Throw the draft away and begin anew."""
    held = draft.find(request)
    if held is not None:
        draft.discard(held)
    return redirect("web:report")
