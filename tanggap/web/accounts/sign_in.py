"""Citizens sign in with an e-mail address and the six digits sent to it. There is no password to lose."""

from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tanggap.accounts import consent, limits, otp
from tanggap.accounts.visitor import address_of
from tanggap.kit.words import Pair, active_language

ASKED = "sign_in_code"
BACKEND = "django.contrib.auth.backends.ModelBackend"
STAFF = Pair(
    "Alamat ini milik petugas. Masuk lewat konsol, atau pakai alamat pribadi Anda.",
    "This address belongs to staff. Sign in at the console, or use your private address.",
)

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@sensitive_post_parameters("email")
@get_or_post
def ask(request: HttpRequest) -> HttpResponse:
    """An address in, a code on its way."""
    then = _safe_next(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.user.is_authenticated:
        return redirect(then)
    email, errors = request.POST.get("email", ""), []
    if request.method == "POST":
        try:
            code = otp.ask(email, language=active_language(), visitor=address_of(request), at=timezone.now())
        except (otp.NotAnAddress, limits.TooOften) as refusal:
            errors = [("email", _sentence(refusal))]
        else:
            request.session[ASKED] = {"handle": code.handle, "then": then}
            return redirect("web:account_code")
    page = {"email": email, "errors": errors, "error_of": dict(errors), "then": then}
    return render(request, "web/accounts/sign_in.html", page, status=422 if errors else 200)


@never_cache
@get_or_post
def code(request: HttpRequest) -> HttpResponse:
    """The digits in, the account open."""
    asked = request.session.get(ASKED)
    if asked is None:
        return redirect("web:account_sign_in")
    errors: list[tuple[str, Pair]] = []
    if request.method == "POST":
        try:
            user = otp.confirm(asked["handle"], request.POST.get("code", ""), at=timezone.now())
        except (otp.WrongCode, otp.StaffAddress) as refusal:
            errors = [("code", STAFF if isinstance(refusal, otp.StaffAddress) else refusal.sentence)]
        else:
            del request.session[ASKED]
            login(request, user, backend=BACKEND)
            consent.give(user, consent.ACCOUNT, at=timezone.now())
            return redirect(_safe_next(request, asked["then"]))
    page = {"errors": errors, "error_of": dict(errors)}
    return render(request, "web/accounts/code.html", page, status=422 if errors else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    messages.success(request, str(Pair("Anda sudah keluar.", "You are signed out.")))
    return redirect("web:account")


def _safe_next(request: HttpRequest, address: str) -> str:
    own = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return address if own and address.startswith("/") else reverse("web:account")


def _sentence(refusal: otp.NotAnAddress | limits.TooOften) -> Pair:
    return refusal.sentence
