"""The one page on which a reporter's identity is shown, and the list of who looked."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from tanggap.accounts import vault
from tanggap.accounts.contact import Contact
from tanggap.accounts.models import Reveal
from tanggap.agencies.models import Seat
from tanggap.console.access import ConsoleRequest, seated
from tanggap.console.reveal.rules import identity_seat, may_audit
from tanggap.kit.words import Pair
from tanggap.reports import tracking
from tanggap.reports.models import Report
from tanggap.reports.refusals import NotYours

Role = Seat.Role
NOT_FOUND = Pair("Tidak ada laporan dengan nomor ini.", "There is no report with this number.")
PER_PAGE = 50


@dataclass(frozen=True)
class Look:
    """One line of the list of reveals."""

    at: datetime
    who: str
    seat: str
    number: str
    reason: str


@seated(Role.IDENTITY)
@never_cache
@sensitive_post_parameters()
@sensitive_variables("contact")
@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request: ConsoleRequest) -> HttpResponse:
    """Number and reason in; the identity is in the answer to this one POST and nowhere else."""
    number, reason = request.POST.get("number", ""), request.POST.get("reason", "")
    errors: list[tuple[str, Pair]] = []
    contact: Contact | None = None
    if request.method == "POST":
        try:
            contact = _open(request, number, reason)
        except NotYours as refusal:
            errors = [("number", refusal.sentence)]
        except (vault.ReasonTooShort, vault.NoIdentity) as refusal:
            errors = [("reason" if isinstance(refusal, vault.ReasonTooShort) else "number", refusal.sentence)]
        except Report.DoesNotExist:
            errors = [("number", NOT_FOUND)]
    page = {
        "number": number,
        "reason": reason,
        "errors": errors,
        "error_of": dict(errors),
        "contact": contact,
        "least": vault.REASON_LEAST,
        "looks": _looks(_own(request))[:10],
        "may_audit": may_audit(request.viewer),
    }
    return render(request, "console/reveal/reveal.html", page, status=422 if errors else 200)


@seated(Role.ADMIN, Role.OFFICER, Role.SUPERVISOR)
@never_cache
@require_GET
def log(request: ConsoleRequest) -> HttpResponse:
    """Everybody's reveals, for those who watch over them."""
    if not may_audit(request.viewer):
        return render(request, "console/sign_in/not_yours.html", status=403)
    page = Paginator(_all(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "console/reveal/log.html", {"page": page, "looks": _looks(page)})


def _open(request: ConsoleRequest, number: str, reason: str) -> Contact:
    report = tracking.find(number)
    if report is None:
        raise Report.DoesNotExist
    seat = identity_seat(request.viewer, report)
    return vault.reveal(report.pk, by=f"seat:{seat.pk}", reason=reason, at=timezone.now())


def _all() -> QuerySet[Reveal]:
    return Reveal.objects.select_related("identity").order_by("-at", "-id")


def _own(request: ConsoleRequest) -> QuerySet[Reveal]:
    mine = Seat.objects.filter(user=request.user).values_list("pk", flat=True)
    return _all().filter(by__in=[f"seat:{pk}" for pk in mine])[:10]


def _looks(reveals: QuerySet[Reveal] | Page[Reveal]) -> list[Look]:
    rows = list(reveals)
    seats = Seat.objects.select_related("user", "agency").in_bulk([int(row.by.partition(":")[2]) for row in rows])
    numbers = dict(Report.objects.filter(pk__in=[row.identity.report_id for row in rows]).values_list("pk", "number"))
    return [
        Look(row.at, str(seat.user), str(seat), numbers.get(row.identity.report_id, ""), row.reason)
        for row in rows
        for seat in [seats[int(row.by.partition(":")[2])]]
    ]
