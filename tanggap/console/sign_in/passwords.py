"""One's own account in the console: the seat to work from, language, password, recovery codes; and lost passwords."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlsafe_base64_decode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from tanggap.accounts import limits, second_factor
from tanggap.accounts.models import User
from tanggap.accounts.visitor import address_of
from tanggap.console.access import ConsoleRequest, let_in, open_door, safe_next, signed_in, take_seat
from tanggap.console.sign_in.forms import AddressForm, ChangePasswordForm, CodeForm, NewPasswordForm
from tanggap.console.sign_in.views import NEW_CODES, get_or_post
from tanggap.journal import queue
from tanggap.kit.words import Pair

LETTERS = limits.Limit("password letters", most=3, within=timedelta(hours=1))
LETTERS_OF_VISITOR = limits.Limit("password letters of a visitor", most=20, within=timedelta(hours=1))
CARRIED = "-"
TOKEN = "password_token"  # noqa: S105  (the name of a place in the session)


@signed_in
@never_cache
@get_or_post
def account(request: ConsoleRequest) -> HttpResponse:
    """Who I am here; a POST takes another seat."""
    if request.method == "POST":
        if take_seat(request, request.POST.get("seat", "")):
            messages.success(
                request, str(Pair("Kini Anda bekerja sebagai {s}.", "You now work as {s}.", s=request.seat))
            )
        return redirect(safe_next(request, request.POST.get("next", "")))
    return render(request, "console/sign_in/account.html", {"factor_form": CodeForm()})


@signed_in
@never_cache
@sensitive_post_parameters()
@get_or_post
def change_password(request: ConsoleRequest) -> HttpResponse:
    """A new password; every other session of this person ends."""
    form = ChangePasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        _set_password(request.user, form.cleaned_data["password"])
        let_in(request, request.user)
        messages.success(request, str(Pair("Kata sandi diganti.", "Password changed.")))
        return redirect("console:account")
    return render(request, "console/sign_in/change_password.html", {"form": form})


@signed_in
@never_cache
@get_or_post
def renew_codes(request: ConsoleRequest) -> HttpResponse:
    """New recovery codes in place of the old ones, against a code of this moment."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            second_factor.check(request.user, code=form.cleaned_data["code"], at=timezone.now())
        except (second_factor.WrongCode, limits.TooOften) as refusal:
            form.add_error("code", str(refusal.sentence))
        else:
            codes = second_factor.renew_recovery_codes(request.user)
            request.session[NEW_CODES] = {"codes": codes, "then": ""}
            return redirect("console:recovery_codes")
    return render(request, "console/sign_in/renew_codes.html", {"form": form})


@open_door
@never_cache
@get_or_post
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a letter with a link. The answer is the same for every address."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email, now = form.cleaned_data["email"].strip().lower(), timezone.now()
        try:
            limits.spend(LETTERS_OF_VISITOR, who=address_of(request), at=now)
            limits.spend(LETTERS, who=email, at=now)
        except limits.TooOften as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            user = User.objects.filter(email=email, is_active=True).first()
            if user and _is_staff_account(user):
                queue.order("accounts.send_reset", user_id=user.pk)
            return render(request, "console/sign_in/letter_sent.html")
    return render(request, "console/sign_in/forgotten.html", {"form": form})


@open_door
@never_cache
@sensitive_post_parameters()
@get_or_post
def set_password(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Set a password by the link of the letter. The second factor is still asked for at sign-in."""
    user = _named(uid)
    if user and token != CARRIED and default_token_generator.check_token(user, token):
        # The token leaves the address, so that it stands in no history and no referrer.
        request.session[TOKEN] = token
        return redirect("console:set_password", uid=uid, token=CARRIED)
    if user is None or not default_token_generator.check_token(user, request.session.get(TOKEN, "")):
        return render(request, "console/sign_in/link_ended.html", status=410)
    form = NewPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        del request.session[TOKEN]
        _set_password(user, form.cleaned_data["password"])
        messages.success(request, str(Pair("Kata sandi tersimpan. Silakan masuk.", "Password saved. Please sign in.")))
        return redirect("console:sign_in")
    return render(request, "console/sign_in/set_password.html", {"form": form})


def _set_password(user: User, password: str) -> None:
    user.set_password(password)
    user.save(update_fields=["password"])


def _is_staff_account(user: User) -> bool:
    return user.is_staff or user.seats.filter(until=None).exists()


def _named(uid: str) -> User | None:
    try:
        pk = int(urlsafe_base64_decode(uid))
    except (ValueError, OverflowError):
        return None
    return User.objects.filter(pk=pk, is_active=True).first()
