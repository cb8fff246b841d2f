"""What the journal does by itself."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tanggap.journal.seal import seal


@app.periodic(cron="* * * * *")
@app.task(name="journal.seal", queueing_lock="journal.seal")
def seal_each_minute(timestamp: int) -> None:
    """Seal what was committed since the last minute."""
    seal(at=timezone.now())
