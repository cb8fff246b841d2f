"""Akun: my reports, claiming one, the language of letters."""

import re
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tanggap.accounts import vault
from tanggap.accounts.models import User
from tanggap.accounts.visitor import address_of
from tanggap.kit.words import LANGUAGES, Pair
from tanggap.notifications import bell, followers
from tanggap.reports import authority, tracking
from tanggap.reports.models import Report
from tanggap.reports.refusals import Refusal

LINK_TOKEN = re.compile(r"^[A-Za-z0-9_-]{20,60}$")
CLAIMED = Pair("Laporan {number} kini ada di akun Anda.", "Report {number} is now in your account.")
NO_LINK = Pair("Tautan ini tidak membuka laporan.", "This link opens no report.")


@never_cache
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """My reports, latest first; or the way in."""
    if not isinstance(request.user, User):
        return redirect("web:account_sign_in")
    return _page(request, request.user)


@never_cache
@require_POST
def claim(request: HttpRequest) -> HttpResponse:
    """Put a report into the account, by its secret link or by number and PIN."""
    if not isinstance(request.user, User):
        return redirect_to_login(reverse("web:account"), reverse("web:account_sign_in"))
    try:
        report = _proven(request)
        vault.claim(report.pk, request.user, timezone.now())
    except Refusal as refusal:
        return _page(request, request.user, [(refusal.field or "number", refusal.sentence)], refusal.http_status)
    except vault.AlreadyClaimed as refusal:
        return _page(request, request.user, [("number", refusal.sentence)], 409)
    except Report.DoesNotExist:
        return _page(request, request.user, [("link", NO_LINK)], 422)
    tracking.remember(request.session, report)
    messages.success(request, str(CLAIMED.format(number=report.number)))
    return redirect("web:account")


@require_POST
def claim_remembered(request: HttpRequest) -> HttpResponse:
    """Put the reports that this browser filed or opened by link into the account; one claimed elsewhere stays there."""
    if not isinstance(request.user, User):
        return redirect_to_login(reverse("web:account"), reverse("web:account_sign_in"))
    for report_id in request.session.get(tracking.REMEMBERED, []):
        try:
            vault.claim(report_id, request.user, timezone.now())
        except vault.AlreadyClaimed as refusal:
            messages.warning(request, str(refusal.sentence))
    return redirect("web:account")


@require_POST
def unfollow(request: HttpRequest) -> HttpResponse:
    """Stop following a report."""
    report = tracking.find(request.POST.get("number", ""))
    # Whoever does not follow it learns not even that there is a report of this number.
    if isinstance(request.user, User) and report and followers.follows(report, user=request.user):
        followers.unfollow(report, user=request.user)
        messages.success(request, str(Pair("Anda berhenti mengikuti {n}.", "You stopped following {n}.", n=report)))
    return redirect("web:account")


@require_POST
def read_bell(request: HttpRequest) -> HttpResponse:
    """Mark all news as read."""
    if isinstance(request.user, User):
        bell.mark_all(request.user, at=timezone.now())
    return redirect("web:account")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """In which language letters are written to this person."""
    chosen = request.POST.get("language", "")
    if isinstance(request.user, User) and chosen in LANGUAGES:
        request.user.language = chosen
        request.user.save(update_fields=["language"])
        messages.success(request, str(Pair("Bahasa surat disimpan.", "Language of letters saved.")))
    return redirect("web:account")


def _page(
    request: HttpRequest, user: User, errors: list[tuple[str, Pair]] | None = None, status: int = 200
) -> HttpResponse:
    mine = vault.reports_of(user)
    remembered = set(request.session.get(tracking.REMEMBERED, [])) - set(mine)
    reports = (
        Report.objects.filter(pk__in=mine).select_related("category__group", "area", "holder").order_by("-filed_at")
    )
    # What was taken out of public view since then is no longer told to those who followed it.
    followed = Report.objects.filter(authority.public(), followers__user=user)
    followed = followed.select_related("category__group", "area", "holder")
    page = {
        "reports": reports,
        "followed": followed.order_by("-followers__since"),
        "news": bell.recent(user, most=10),
        "remembered": len(remembered),
        "errors": errors or [],
        "error_of": dict(errors or []),
        "typed": request.POST,
    }
    return render(request, "web/accounts/account.html", page, status=status)


def _proven(request: HttpRequest) -> Report:
    link = request.POST.get("link", "").strip()
    if not link:
        return tracking.by_pin(
            request.POST.get("number", ""),
            request.POST.get("pin", ""),
            address=address_of(request),
            at=timezone.now(),
        )
    parts = [part for part in urlsplit(link).path.split("/") if LINK_TOKEN.match(part)]
    report = tracking.by_link(parts[-1]) if parts else None
    if report is None:
        raise Report.DoesNotExist
    return report
