"""A reporter's contact, and how addresses and phone numbers are spelled before they are compared."""

from dataclasses import dataclass, field

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

REGION = "ID"


@dataclass(frozen=True)
class Contact:
    """What a reporter left: any part may be empty. It never shows itself in a log or a traceback."""

    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    handle: str = field(default="", repr=False)
    """Who somebody is on a channel with names of its own, as ``channel:name``, for example ``twitter:12345``."""

    def __bool__(self) -> bool:
        return bool(self.name or self.email or self.phone or self.handle)

    @property
    def reachable(self) -> bool:
        """Whether an answer can be sent."""
        return bool(self.email or self.phone or self.handle)

    def normal(self) -> "Contact":
        """The same with address and number in their one spelling; what cannot be read is kept as it was typed."""
        return Contact(
            name=" ".join(self.name.split()),
            email=normal_email(self.email) or self.email.strip(),
            phone=normal_phone(self.phone) or self.phone.strip(),
            handle=self.handle.strip(),
        )


def normal_email(text: str) -> str:
    """The address in lower case, or nothing when it is no address."""
    text = text.strip().lower()
    try:
        validate_email(text)
    except ValidationError:
        return ""
    return text


def normal_phone(text: str) -> str:
    """The number as E.164 (``+628...``), read as an Indonesian one where it has no country; nothing when it is none."""
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
