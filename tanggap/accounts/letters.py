"""The two letters of sign-in: a citizen's code, and the link by which staff set a password.

They are no answers to a report and go out on no channel, so they are written and sent here.
"""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from tanggap.accounts import otp
from tanggap.accounts.models import SignInCode, User
from tanggap.kit.words import Pair

CODE_SUBJECT = Pair("Kode masuk Tanggap: {digits}", "Your Tanggap sign-in code: {digits}")
CODE_TEXT = Pair(
    "Kode masuk Anda: {digits}\n\n"
    "Kode berlaku {minutes} menit dan hanya sekali. Jangan berikan kepada siapa pun; petugas tidak pernah memintanya.\n"
    "Bila bukan Anda yang meminta, abaikan surat ini.\n",
    "Your sign-in code: {digits}\n\n"
    "It is valid for {minutes} minutes and works once. Give it to nobody; officers never ask for it.\n"
    "If you did not ask for it, ignore this letter.\n",
)
RESET_SUBJECT = Pair("Atur kata sandi konsol Tanggap", "Set your Tanggap console password")
RESET_TEXT = Pair(
    "Buka alamat ini untuk mengatur kata sandi konsol Anda:\n{link}\n\n"
    "Alamat berlaku 24 jam dan hanya sekali. Bila bukan Anda yang meminta, abaikan surat ini.\n",
    "Open this address to set your console password:\n{link}\n\n"
    "It is valid for 24 hours and works once. If you did not ask for it, ignore this letter.\n",
)
RESET_PATH = {"id": "/konsol/masuk/atur/{uid}/{token}", "en": "/en/konsol/masuk/atur/{uid}/{token}"}


def send_code(code: SignInCode) -> None:
    """Send the six digits to the address they were drawn for."""
    parts = otp.opened(code)
    _send(
        parts["email"],
        CODE_SUBJECT.format(digits=parts["digits"]).in_language(code.language),
        CODE_TEXT.format(digits=parts["digits"], minutes=int(otp.LIFETIME.total_seconds() / 60)).in_language(
            code.language
        ),
    )


def send_reset(user: User) -> None:
    """Send the link by which a member of staff sets a password."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = RESET_PATH[user.language].format(uid=uid, token=default_token_generator.make_token(user))
    text = RESET_TEXT.format(link=f"{settings.SITE}{path}")
    _send(user.email, RESET_SUBJECT.in_language(user.language), text.in_language(user.language))


def _send(to: str, subject: str, text: str) -> None:
    EmailMessage(subject, text, to=[to], headers={"Auto-Submitted": "auto-generated"}).send()
