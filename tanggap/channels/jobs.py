"""What the worker does for channels. Arguments are ids; every job may run twice."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tanggap.carriers.delivery import carry
from tanggap.carriers.failures import Patience
from tanggap.channels import asking, dialogues, intake, papers, reading, replies


@app.task(name=intake.READ, retry=Patience())
def read(inbound_id: int) -> None:
    """Read one event from outside."""
    reading.read(inbound_id, at=timezone.now())


@app.task(name=replies.REPLY, retry=Patience())
def reply(delivery_id: int) -> None:
    """Carry one reply; run twice, it repeats the same id at most."""
    carry(delivery_id, replies.write, at=timezone.now())


@app.periodic(cron="* * * * *", periodic_id="channels.poll")
@app.task(name="channels.poll", queueing_lock="channels.poll", lock="channels.poll")
def poll(timestamp: int) -> None:
    """Ask the channels that have to be asked, and let dialogues go on that nobody answered."""
    dialogues.lapse(at=timezone.now())
    asking.poll(at=timezone.now())


@app.periodic(cron="27 * * * *", periodic_id="channels.sweep")
@app.task(name="channels.sweep", queueing_lock="channels.sweep", lock="channels.sweep")
def sweep(timestamp: int) -> None:
    """Destroy raw events whose time is over, and the letters of those who asked to be forgotten."""
    intake.sweep(at=timezone.now())
    papers.forget()
