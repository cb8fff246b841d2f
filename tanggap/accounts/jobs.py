"""What the worker does for accounts. Arguments are ids: no address and no code stands in the queue or its log."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tanggap.accounts import letters, limits, otp
from tanggap.accounts.models import SignInCode, User


@app.task(name="accounts.send_code", retry=RetryStrategy(max_attempts=4, exponential_wait=3))
def send_code(code_id: int) -> None:
    """Send a citizen's code while it is still worth sending; once sent, a repeated job sends nothing."""
    now = timezone.now()
    code = SignInCode.objects.filter(pk=code_id, sent_at=None, used_at=None, expires_at__gt=now).first()
    if code:
        letters.send_code(code)
        SignInCode.objects.filter(pk=code_id).update(sent_at=now)


@app.task(name="accounts.send_reset", retry=RetryStrategy(max_attempts=4, exponential_wait=3))
def send_reset(user_id: int) -> None:
    """Send a member of staff the link that sets a password."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user:
        letters.send_reset(user)


@app.periodic(cron="17 * * * *")
@app.task(name="accounts.sweep")
def sweep(timestamp: int) -> None:
    """Delete codes and tallies that have ended."""
    now = timezone.now()
    otp.sweep(at=now)
    limits.sweep(at=now)
