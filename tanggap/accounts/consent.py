"""What account holders agree to. A withdrawn consent stays as a record that it once was given."""

from datetime import datetime

from django.db import transaction

from tanggap.accounts.models import Consent, User
from tanggap.accounts.vault import CONSENT_VERSION

ACCOUNT = "account"


@transaction.atomic
def give(user: User, purpose: str, *, at: datetime) -> Consent:
    """Record a consent to the words in force; an older one to other words ends."""
    current = Consent.objects.filter(user=user, purpose=purpose, withdrawn_at=None)
    current.exclude(text_version=CONSENT_VERSION).update(withdrawn_at=at)
    consent, _ = Consent.objects.get_or_create(
        user=user, purpose=purpose, text_version=CONSENT_VERSION, withdrawn_at=None, defaults={"given_at": at}
    )
    return consent


def given(user: User, purpose: str) -> bool:
    """Whether this person agrees to the words in force."""
    return Consent.objects.filter(user=user, purpose=purpose, text_version=CONSENT_VERSION, withdrawn_at=None).exists()
