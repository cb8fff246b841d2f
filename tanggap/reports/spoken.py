"""The words that people wrote, for whoever compares them with their digests in the journal."""

from collections.abc import Iterator

from tanggap.journal.verify import Spoken
from tanggap.reports.models import Statement


def spoken() -> Iterator[Spoken]:
    """Every statement with its salt, report by report; one that was redacted has neither."""
    rows = Statement.objects.order_by("report_id", "seq").values_list("report_id", "seq", "text", "salt", "redacted_at")
    for report_id, seq, text, salt, redacted_at in rows.iterator(chunk_size=2000):
        yield Spoken(f"report:{report_id}", seq, text, salt, redacted=redacted_at is not None)
