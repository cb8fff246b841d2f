"""Signing in: password, then second factor; the first time the factor is set up on the way. Signing out."""

from datetime import timedelta

import segno
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tanggap.accounts import limits, second_factor
from tanggap.accounts.models import User
from tanggap.accounts.visitor import address_of
from tanggap.console import kept_forms
from tanggap.console.access import has_passed, let_in, let_out, open_door, safe_next, signed_in
from tanggap.console.sign_in import half_way
from tanggap.console.sign_in.forms import CodeForm, PasswordForm
from tanggap.kit.words import Pair

PER_PERSON = limits.Limit("password", most=10, within=timedelta(minutes=15))
PER_VISITOR = limits.Limit("password from a visitor", most=60, within=timedelta(minutes=15))
NO_MATCH = Pair("E-mail atau kata sandi tidak cocok.", "E-mail or password does not match.")
SECRET = "new_second_factor"  # noqa: S105  (the name of a place in the session)
NEW_CODES = "new_recovery_codes"

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@open_door
@never_cache
@sensitive_post_parameters("password")
@get_or_post
def sign_in(request: HttpRequest) -> HttpResponse:
    """E-mail and password. A wrong pair is answered alike whether the address is known or not."""
    then = request.POST.get("next") or request.GET.get("next", "")
    if has_passed(request):
        return _onward(request, then)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = _with_password(request, form)
        if user:
            half_way.begin(request, user, then=then)
            return redirect("console:factor" if second_factor.enrolled(user) else "console:enrol")
    return _page(request, "sign_in", form=form, then=then, kept=kept_forms.kept(request.session))


@open_door
@never_cache
@get_or_post
def factor(request: HttpRequest) -> HttpResponse:
    """The code of this moment, or a recovery code."""
    user = half_way.person(request)
    if user is None:
        return redirect("console:sign_in")
    if not second_factor.enrolled(user):
        return redirect("console:enrol")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            second_factor.check(user, code=form.cleaned_data["code"], at=timezone.now())
        except (second_factor.WrongCode, limits.TooOften) as refusal:
            form.add_error("code", str(refusal.sentence))
        else:
            then = half_way.finish(request)
            let_in(request, user)
            return _onward(request, then)
    return _page(request, "factor", form=form)


@open_door
@never_cache
@get_or_post
def enrol(request: HttpRequest) -> HttpResponse:
    """Set up the second factor, once, before anything else can be done."""
    user = half_way.person(request)
    if user is None:
        return redirect("console:sign_in")
    if second_factor.enrolled(user):
        return redirect("console:factor")
    secret = request.session.get(SECRET) or second_factor.new_secret()
    request.session[SECRET] = secret
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = second_factor.enrol(user, secret=secret, code=form.cleaned_data["code"], at=timezone.now())
        except (second_factor.WrongCode, limits.TooOften) as refusal:
            form.add_error("code", str(refusal.sentence))
        else:
            del request.session[SECRET]
            then = half_way.finish(request)
            let_in(request, user)
            request.session[NEW_CODES] = {"codes": codes, "then": then}
            return redirect("console:recovery_codes")
    spaced = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    return _page(request, "enrol", form=form, secret=spaced, qr=_qr(second_factor.address(user, secret)))


@signed_in
@never_cache
@get_or_post
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes, shown until their owner says they are kept."""
    fresh = request.session.get(NEW_CODES)
    if fresh is None:
        return redirect("console:account")
    if request.method == "POST":
        del request.session[NEW_CODES]
        return _onward(request, fresh["then"])
    return _page(request, "recovery_codes", codes=fresh["codes"])


@signed_in
@never_cache
@require_GET
def kept_form(request: HttpRequest) -> HttpResponse:
    """The form that waited: send it now, or drop it."""
    form = kept_forms.kept(request.session)
    if form is None:
        return redirect("console:queue")
    return _page(request, "kept_form", kept=form, page=safe_next(request, form.page))


@signed_in
@require_POST
def drop_kept_form(request: HttpRequest) -> HttpResponse:
    """Forget the form that waited."""
    form = kept_forms.kept(request.session)
    kept_forms.drop(request.session)
    return redirect(safe_next(request, form.page if form else ""))


@open_door
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    let_out(request)
    messages.success(request, str(Pair("Anda sudah keluar.", "You are signed out.")))
    return redirect("console:sign_in")


def _with_password(request: HttpRequest, form: PasswordForm) -> User | None:
    email, now = form.cleaned_data["email"].strip().lower(), timezone.now()
    try:
        limits.spend(PER_VISITOR, who=address_of(request), at=now)
        limits.spend(PER_PERSON, who=email, at=now)
    except limits.TooOften as refusal:
        form.add_error(None, str(refusal.sentence))
        return None
    user = authenticate(request, username=email, password=form.cleaned_data["password"])
    if not isinstance(user, User):
        form.add_error(None, str(NO_MATCH))
        return None
    limits.clear(PER_PERSON, who=email)
    return user


def _onward(request: HttpRequest, then: str) -> HttpResponse:
    if kept_forms.kept(request.session):
        return redirect("console:kept_form")
    return redirect(safe_next(request, then))


def _qr(address: str) -> SafeString:
    drawing = segno.make(address, error="m").svg_inline(scale=5, border=2, dark="#16212B", light="#ffffff")
    return mark_safe(drawing)  # noqa: S308  (segno draws it; nothing of it was typed)


def _page(request: HttpRequest, name: str, **context: object) -> HttpResponse:
    return render(request, f"console/sign_in/{name}.html", context)
