"""People who sign in, and the vault in which a reporter's identity stands apart from the report."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from tanggap.journal.models import Stream


class Users(BaseUserManager["User"]):
    """Makes users; e-mail addresses are kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **given: Any) -> User:
        user = self.model(email=email.strip().lower(), **given)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **given: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **given)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with a sign-in: a citizen (code by e-mail) or staff (password and TOTP, sitting in seats)."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, default="id")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False, help_text="may edit catalogue data in the admin")
    date_joined = models.DateTimeField(default=timezone.now)
    epoch = models.PositiveIntegerField(default=0, help_text="one more signs this person out everywhere")

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[Users] = Users()

    def __str__(self) -> str:
        return self.name or self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django's hash covers the password; the epoch joins it, so that sessions end without a new password too.
        return salted_hmac(
            "tanggap.accounts.User.session", f"{self.password}:{self.epoch}", secret=secret, algorithm="sha256"
        ).hexdigest()


class Identity(Stream):
    """Who reported, encrypted: the only place where a reporter and a report are linked.

    ``report_id`` is a bare number, because accounts know no reports. All look-ups go by blind index (HMAC-SHA256 under
    a vault key), the owner's account included: a copy of the database alone links nobody to a report.
    """

    report_id = models.BigIntegerField(unique=True)
    sealed = models.BinaryField(help_text="encrypted JSON: name, email, phone, handle")
    key_version = models.PositiveSmallIntegerField()
    email_index = models.CharField(max_length=64, blank=True, db_index=True)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    handle_index = models.CharField(max_length=64, blank=True, db_default="", db_index=True)
    owner_index = models.CharField(max_length=64, blank=True, db_index=True, help_text="the account that claimed it")
    language = models.CharField(max_length=2, default="id")
    consent = models.CharField(max_length=20, blank=True, help_text="version of the words agreed to when it was given")
    created_at = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "identities"

    def __str__(self) -> str:
        return f"identity {self.pk}"


class Reveal(models.Model):
    """One look at an identity: who looked and why. The journal keeps a salted digest of the reason."""

    identity = models.ForeignKey(Identity, on_delete=models.CASCADE, related_name="reveals")
    by = models.CharField(max_length=64, help_text="the seat, as the journal names it")
    reason = models.TextField(max_length=1000)
    salt = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="latest_reveals")]

    def __str__(self) -> str:
        return f"reveal {self.pk}"


class Consent(models.Model):
    """What an account holder agreed to, in which words, until withdrawn (UU 27/2022)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    text_version = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purpose"], condition=models.Q(withdrawn_at=None), name="one_open_consent_per_purpose"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.text_version}"


class SignInCode(models.Model):
    """Six digits sent to an e-mail address. The address is sealed; of the code, only a keyed digest stands here."""

    handle = models.CharField(max_length=32, unique=True, help_text="names this try in the visitor's session")
    sealed = models.TextField(help_text="encrypted: address and code, until the letter is sent")
    email_index = models.CharField(max_length=64, db_index=True)
    code_digest = models.CharField(max_length=64)
    language = models.CharField(max_length=2, default="id")
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"code {self.pk}"


class Tally(models.Model):
    """How often something was tried within its window; the key is a digest of what and who."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField()
    since = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.count} since {self.since}"
