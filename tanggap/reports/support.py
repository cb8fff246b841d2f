""" "Dukung": one more person says that a public report matters to them, once per device or account."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from tanggap.accounts import sealing
from tanggap.kit.words import Pair
from tanggap.reports.models import Report, Support
from tanggap.reports.refusals import NotNow


@transaction.atomic
def support(report: Report, *, by: str, at: datetime) -> bool:
    """Count this person's support; False when it counts already. Raises NotNow for a report that is not public.

    ``by`` names a device or an account; only a keyed digest of it is kept.
    """
    if not report.public:
        raise NotNow(Pair("Hanya laporan publik yang dapat didukung.", "Only public reports can be supported."))
    _, fresh = Support.objects.get_or_create(report=report, supporter=_supporter(by), defaults={"at": at})
    if fresh:
        Report.objects.filter(pk=report.pk).update(supporters=F("supporters") + 1)
    return fresh


def supports(report: Report, *, by: str) -> bool:
    """Whether this device or account supports the report already."""
    return Support.objects.filter(report=report, supporter=_supporter(by)).exists()


def _supporter(by: str) -> str:
    return sealing.blind_index(by, about="supporter")
