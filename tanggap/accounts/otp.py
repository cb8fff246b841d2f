"""Sign-in of citizens by six digits sent to their e-mail address: ten minutes, five tries, once.

An account is made when the first code is right, so an address is never an account before its owner has shown it.
"""

import hmac
import json
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from tanggap.accounts import limits, sealing
from tanggap.accounts.contact import normal_email
from tanggap.accounts.models import SignInCode, User
from tanggap.journal import queue
from tanggap.kit.words import Pair

LIFETIME = timedelta(minutes=10)
TRIES = 5
PER_ADDRESS = limits.Limit("codes to an address", most=5, within=timedelta(hours=1))
PER_VISITOR = limits.Limit("codes from a visitor", most=20, within=timedelta(hours=1))
PLACE = "sign-in code"


class NotAnAddress(Exception):
    """What was typed is no e-mail address."""

    sentence = Pair(
        "Tulis alamat e-mail yang lengkap, misalnya nama@contoh.id.",
        "Write a complete e-mail address, for example name@example.com.",
    )


class StaffAddress(Exception):
    """The address belongs to staff, who sign in with password and second factor."""


class WrongCode(Exception):
    """The digits do not match, or the code is used up or too old."""

    sentence = Pair(
        "Kode ini tidak cocok atau sudah tidak berlaku. Periksa lagi, atau minta kode baru.",
        "This code does not match or is no longer valid. Check it, or ask for a new one.",
    )


@transaction.atomic
def ask(address: str, *, language: str, visitor: str, at: datetime) -> SignInCode:
    """Draw a code and let a job send it; the row's handle goes into the visitor's session.

    Every well-formed address gets the same answer, whether it has an account or not. Raises NotAnAddress, TooOften.
    """
    email = normal_email(address)
    if not email:
        raise NotAnAddress
    limits.spend(PER_VISITOR, who=visitor, at=at)
    limits.spend(PER_ADDRESS, who=email, at=at)
    digits = f"{secrets.randbelow(10**6):06}"
    handle = secrets.token_urlsafe(18)
    code = SignInCode.objects.create(
        handle=handle,
        sealed=sealing.seal_text(json.dumps({"email": email, "digits": digits}), about=PLACE),
        email_index=sealing.blind_index(email, about="email"),
        code_digest=_digest(handle, digits),
        language=language,
        created_at=at,
        expires_at=at + LIFETIME,
    )
    queue.order("accounts.send_code", code_id=code.pk)
    return code


def confirm(handle: str, digits: str, *, at: datetime) -> User:
    """The account behind the address, made now if it is new; raises WrongCode."""
    digits = "".join(sign for sign in digits if sign.isdigit())
    # Counted first and by itself: a crash or a race never gives a sixth try.
    open_codes = SignInCode.objects.filter(handle=handle, used_at=None, expires_at__gt=at, tries__lt=TRIES)
    if not open_codes.update(tries=F("tries") + 1):
        raise WrongCode
    code = SignInCode.objects.get(handle=handle)
    if not hmac.compare_digest(code.code_digest, _digest(handle, digits)):
        raise WrongCode
    if not SignInCode.objects.filter(pk=code.pk, used_at=None).update(used_at=at):
        raise WrongCode
    return _account(opened(code)["email"], language=code.language)


def opened(code: SignInCode) -> dict[str, str]:
    """The address and the digits of a code, for the letter that carries them."""
    parts: dict[str, str] = json.loads(sealing.unseal_text(code.sealed, about=PLACE))
    return parts


def sweep(*, at: datetime) -> int:
    """Delete codes that ended more than a day ago."""
    return SignInCode.objects.filter(expires_at__lt=at - timedelta(days=1)).delete()[0]


def _account(email: str, *, language: str) -> User:
    user = User.objects.filter(email=email).first()
    if user is None:
        return User.objects.create_user(email, language=language)
    if user.has_usable_password() or not user.is_active:
        raise StaffAddress
    return user


def _digest(handle: str, digits: str) -> str:
    return sealing.blind_index(f"{handle}:{digits}", about=PLACE)
