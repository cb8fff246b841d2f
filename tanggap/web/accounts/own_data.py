"""What the law grants every account holder (UU 27/2022): a copy of one's data, and its erasure."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tanggap.accounts import vault
from tanggap.accounts.models import User
from tanggap.kit.words import Pair
from tanggap.reports.erasure import forget_reporter
from tanggap.reports.models import Report


@never_cache
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Everything that stands here about the account's owner, as one JSON file."""
    if not isinstance(request.user, User):
        return redirect("web:account_sign_in")
    answer = JsonResponse(copy_of(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer.headers["Content-Disposition"] = 'attachment; filename="data-saya.json"'
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Ask once more; then the account and every contact in the vault are gone. The reports stay, nameless."""
    if not isinstance(request.user, User):
        return redirect("web:account_sign_in")
    if request.method != "POST":
        return render(request, "web/accounts/erase.html", {"count": len(vault.reports_of(request.user))})
    if request.user.seats.exists():
        messages.error(
            request, str(Pair("Akun petugas dihapus oleh administrator.", "A staff account is removed by its admin."))
        )
        return redirect("web:account")
    user = request.user
    erase_account(user, at=timezone.now())
    logout(request)
    messages.success(request, str(Pair("Akun dan data Anda sudah dihapus.", "Your account and data are erased.")))
    return redirect("web:account_sign_in")


def copy_of(user: User) -> dict[str, Any]:
    """The account, its consents, and its reports with the contact left at each."""
    contacts = vault.own_contacts(user)
    reports = Report.objects.filter(pk__in=contacts).select_related("category", "area").prefetch_related("statements")
    return {
        "account": {"email": user.email, "name": user.name, "language": user.language, "since": user.date_joined},
        "consents": list(user.consents.values("purpose", "text_version", "given_at", "withdrawn_at")),
        "reports": [_report(report, contacts[report.pk]) for report in reports.order_by("filed_at")],
    }


@transaction.atomic
def erase_account(user: User, *, at: datetime) -> None:
    """Forget the reporter of every report in the account, then the account itself."""
    forget_reporter(vault.reports_of(user), at=at)
    user.delete()


def _report(report: Report, contact: vault.Contact) -> dict[str, Any]:
    return {
        "number": report.number,
        "filed_at": report.filed_at,
        "category": report.category.name if report.category else "",
        "words": report.words,
        "answers": report.answers,
        "place": {"lat": report.lat, "lon": report.lon, "street": report.street, "landmark": report.landmark},
        "privacy": report.privacy,
        "status": report.status,
        "contact": {"name": contact.name, "email": contact.email, "phone": contact.phone},
        "statements": [
            {"at": statement.at, "text": statement.text}
            for statement in report.statements.all()
            if statement.by_reporter
        ],
    }
