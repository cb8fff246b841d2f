"""What the worker does after each event, and what the city does by itself each minute."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tanggap.carriers.failures import Patience
from tanggap.journal.record import FOLLOW
from tanggap.reactions import clockwork
from tanggap.reactions import follow as following


@app.task(name=FOLLOW, retry=Patience())
def follow(event_id: int) -> None:
    """Carry out what follows from an event."""
    following.follow(event_id, at=timezone.now())


@app.periodic(cron="* * * * *", periodic_id="reactions.escalate")
@app.task(name="reactions.escalate", queueing_lock="reactions.escalate", lock="reactions.escalate")
def escalate(timestamp: int) -> None:
    """Warn of clocks that have used up half, three quarters, six days or all of their time."""
    clockwork.escalate(at=timezone.now())


@app.periodic(cron="* * * * *", periodic_id="reactions.resume")
@app.task(name="reactions.resume", queueing_lock="reactions.resume", lock="reactions.resume")
def resume(timestamp: int) -> None:
    """Let clocks run on where the time to answer a question is over."""
    clockwork.resume(at=timezone.now())


@app.periodic(cron="*/10 * * * *", periodic_id="reactions.close")
@app.task(name="reactions.close", queueing_lock="reactions.close", lock="reactions.close")
def close(timestamp: int) -> None:
    """Close what has been finished for 14 days without a word from its reporter."""
    clockwork.close(at=timezone.now())
