"""The forms of signing in, with every sentence in both languages."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tanggap.accounts.models import User
from tanggap.kit.words import Pair


def said(indonesian: str, english: str) -> Any:
    """A pair where Django's type hints know only its own lazy strings."""
    return Pair(indonesian, english)


REQUIRED = {"required": said("Bagian ini belum diisi.", "This part is not filled in.")}
PASSWORD_HINT = said(
    "Sedikitnya 10 huruf, bukan hanya angka, dan bukan kata sandi yang umum.",
    "At least 10 characters, not only digits, and no common password.",
)
PASSWORD_SENTENCES = {
    "password_too_short": said("Kata sandi ini kurang dari 10 huruf.", "This password has fewer than 10 characters."),
    "password_too_common": said("Kata sandi ini terlalu umum.", "This password is too common."),
    "password_too_similar": said("Kata sandi ini mirip nama atau e-mail Anda.", "This password is like your name."),
    "password_entirely_numeric": said("Kata sandi ini hanya angka.", "This password is digits only."),
}


def text_input(**attributes: Any) -> forms.TextInput:
    """An input in our look."""
    return forms.TextInput(attrs={"class": "input", **attributes})


def password_input(autocomplete: str) -> forms.PasswordInput:
    """A password input in our look."""
    return forms.PasswordInput(attrs={"class": "input", "autocomplete": autocomplete})


class PasswordForm(forms.Form):
    """E-mail address and password."""

    email = forms.EmailField(
        label=said("E-mail kantor", "Office e-mail"),
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "username", "autofocus": True}),
        error_messages={**REQUIRED, "invalid": said("Tulis alamat e-mail yang lengkap.", "Write a complete address.")},
    )
    password = forms.CharField(
        label=said("Kata sandi", "Password"),
        strip=False,
        widget=password_input("current-password"),
        error_messages=REQUIRED,
    )


class CodeForm(forms.Form):
    """Six digits of the app, or one of the recovery codes."""

    code = forms.CharField(
        label=said("Kode dari aplikasi", "Code from the app"),
        max_length=20,
        widget=text_input(inputmode="numeric", autocomplete="one-time-code", autofocus=True),
        error_messages={**REQUIRED, "max_length": said("Kode ini terlalu panjang.", "This code is too long.")},
    )


class AddressForm(forms.Form):
    """Whose password is to be set anew."""

    email = PasswordForm.base_fields["email"]


class NewPasswordForm(forms.Form):
    """A new password, twice."""

    password = forms.CharField(
        label=said("Kata sandi baru", "New password"),
        strip=False,
        help_text=PASSWORD_HINT,
        widget=password_input("new-password"),
        error_messages=REQUIRED,
    )
    again = forms.CharField(
        label=said("Ulangi kata sandi baru", "New password again"),
        strip=False,
        widget=password_input("new-password"),
        error_messages=REQUIRED,
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Refuse a weak password, in the reader's language."""
        password: str = self.cleaned_data["password"]
        try:
            validate_password(password, self.user)
        except ValidationError as weak:
            raise ValidationError([_sentence(error) for error in weak.error_list]) from weak
        return password

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        given = self.cleaned_data
        if "password" in given and "again" in given and given["password"] != given["again"]:
            self.add_error("again", ValidationError(said("Kedua kata sandi berbeda.", "The two passwords differ.")))
        return given


class ChangePasswordForm(NewPasswordForm):
    """A new password for somebody signed in, who shows the old one."""

    old = forms.CharField(
        label=said("Kata sandi sekarang", "Current password"),
        strip=False,
        widget=password_input("current-password"),
        error_messages=REQUIRED,
    )
    field_order = ["old", "password", "again"]

    def clean_old(self) -> str:
        """The old password must be right."""
        old: str = self.cleaned_data["old"]
        if not self.user.check_password(old):
            raise ValidationError(said("Kata sandi ini tidak cocok.", "This password does not match."))
        return old


def _sentence(error: ValidationError) -> ValidationError:
    return ValidationError(PASSWORD_SENTENCES.get(error.code or "", PASSWORD_HINT))
