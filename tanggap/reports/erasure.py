"""A reporter's right to be forgotten (UU 27/2022): the contact goes, the report stays."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from tanggap.accounts import vault
from tanggap.reports.models import Report


@transaction.atomic
def forget_reporter(report_ids: Iterable[int], *, at: datetime) -> int:
    """Destroy the contacts of these reports; nobody can be asked or answered any more. Returns how many were kept."""
    ids = list(report_ids)
    Report.objects.filter(pk__in=ids).update(has_contact=False)
    return sum(vault.erase(report_id, at) for report_id in ids)
