"""Replies to reporters. The argument is an id; the job may run twice and then repeats the same Message-ID at most."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tanggap.carriers.delivery import carry
from tanggap.carriers.failures import Patience
from tanggap.channels import replies


@app.task(name=replies.REPLY, retry=Patience())
def reply(delivery_id: int) -> None:
    """Carry one reply."""
    carry(delivery_id, replies.write, at=timezone.now())
