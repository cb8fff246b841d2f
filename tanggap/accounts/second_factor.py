"""The second factor of staff: TOTP and recovery codes, as allauth keeps and checks them.

Enrolment happens once, at the first sign-in. A code works once, over all workers.
"""

import base64
import secrets
from datetime import datetime, timedelta

from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.models import Authenticator
from django.db import transaction

from tanggap.accounts import limits, sealing
from tanggap.accounts.models import User
from tanggap.kit.words import Pair

TRIES = limits.Limit("second factor", most=6, within=timedelta(minutes=10))
ONCE = limits.Limit("used code", most=1, within=timedelta(minutes=5))
PLACE = "second factor"
Kind = Authenticator.Type


class WrongCode(Exception):
    """The code is not the one of this moment, or it was used already."""

    sentence = Pair(
        "Kode ini tidak cocok atau sudah dipakai. Lihat kode terbaru di aplikasi Anda.",
        "This code does not match or was used already. Look for the latest code in your app.",
    )


class SealedSecrets(DefaultMFAAdapter):  # type: ignore[misc]  # allauth carries no types
    """Keeps allauth's TOTP secrets and recovery seeds encrypted under the vault keys."""

    def encrypt(self, text: str) -> str:
        return sealing.seal_text(text, about=PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal_text(encrypted_text, about=PLACE)


def enrolled(user: User) -> bool:
    """Whether this person has a TOTP secret."""
    return bool(Authenticator.objects.filter(user=user, type=Kind.TOTP).exists())


def new_secret() -> str:
    """A fresh TOTP secret in base32, 160 bits."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def address(user: User, secret: str) -> str:
    """The ``otpauth://`` address that an authenticator app reads from the QR code."""
    return str(get_adapter().build_totp_url(user, secret))


def enrol(user: User, *, secret: str, code: str, at: datetime) -> list[str]:
    """Take the secret over once its first code is right, and return the recovery codes; raises WrongCode, TooOften."""
    limits.spend(TRIES, who=str(user.pk), at=at)
    sealer = get_adapter()
    totp = Authenticator(user=user, type=Kind.TOTP, data={"secret": sealer.encrypt(secret)})
    if not totp.wrap().validate_code(_digits(code)):
        raise WrongCode
    limits.spend(ONCE, who=f"{user.pk}:{_digits(code)}", at=at)
    totp.last_used_at = at
    with transaction.atomic():
        totp.save()
        return renew_recovery_codes(user)


def renew_recovery_codes(user: User) -> list[str]:
    """Ten new codes in place of the old ones, each good for one sign-in without the phone."""
    Authenticator.objects.filter(user=user, type=Kind.RECOVERY_CODES).delete()
    seed = get_adapter().encrypt(secrets.token_hex(40))
    codes = Authenticator.objects.create(user=user, type=Kind.RECOVERY_CODES, data={"seed": seed, "used_mask": 0})
    return list(codes.wrap().generate_codes())


def check(user: User, *, code: str, at: datetime) -> None:
    """Pass with a TOTP code or an unused recovery code; raises WrongCode and TooOften."""
    # Counted outside any transaction of the caller's that a wrong code would roll back.
    limits.spend(TRIES, who=str(user.pk), at=at)
    digits = _digits(code)
    for authenticator in Authenticator.objects.filter(user=user, type__in=(Kind.TOTP, Kind.RECOVERY_CODES)):
        if authenticator.wrap().validate_code(digits):
            _mark_used(user, digits, at=at)
            Authenticator.objects.filter(pk=authenticator.pk).update(last_used_at=at)
            limits.clear(TRIES, who=str(user.pk))
            return
    raise WrongCode


@transaction.atomic
def reset(user: User) -> None:
    """Forget the factor of a person who lost the phone and the codes, and sign them out everywhere."""
    Authenticator.objects.filter(user=user).delete()
    user.epoch += 1
    user.save(update_fields=["epoch"])


def reseal() -> int:
    """Encrypt secrets and seeds anew under the newest vault key; returns how many rows."""
    done = 0
    for row in Authenticator.objects.all():
        name = "secret" if row.type == Kind.TOTP else "seed"
        token = row.data.get(name, "")
        if token and sealing.version_of(token) != sealing.newest_version():
            row.data[name] = sealing.seal_text(sealing.unseal_text(token, about=PLACE), about=PLACE)
            row.save(update_fields=["data"])
            done += 1
    return done


def _mark_used(user: User, digits: str, *, at: datetime) -> None:
    try:
        limits.spend(ONCE, who=f"{user.pk}:{digits}", at=at)
    except limits.TooOften as trouble:
        raise WrongCode from trouble


def _digits(code: str) -> str:
    return "".join(sign for sign in code if sign.isdigit())
