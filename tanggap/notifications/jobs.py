"""E-mail to people of the city and to followers. The argument is an id; the job may run twice."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tanggap.carriers.delivery import carry
from tanggap.carriers.failures import Patience
from tanggap.notifications import letters
from tanggap.notifications.telling import MAIL


@app.task(name=MAIL, retry=Patience())
def mail(delivery_id: int) -> None:
    """Carry one letter."""
    carry(delivery_id, letters.write, at=timezone.now())
