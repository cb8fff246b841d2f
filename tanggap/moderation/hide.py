"""Hiding with a reason and lifting it again. The rows know no reports: ``target`` is a name such as ``photo:17``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction

from tanggap.journal.record import record
from tanggap.moderation.models import Hiding


class AlreadyHidden(Exception):
    """The target is hidden already; ``hiding`` says by whom and why."""

    def __init__(self, hiding: Hiding) -> None:
        super().__init__(str(hiding))
        self.hiding = hiding


class NotHidden(Exception):
    """Nothing to lift: the target is in view."""


@transaction.atomic
def hide(target: str, *, reason: str, by: str, at: datetime) -> Hiding:
    """Note that a target is hidden, who did it and why. Raises AlreadyHidden; ValueError for an unknown reason.

    The caller locks the row it hides, so that two people who press at once meet one after the other.
    """
    reason = Hiding.Reason(reason).value
    standing = hidings([target]).first()
    if standing is not None:
        raise AlreadyHidden(standing)
    hiding = Hiding.objects.create(target=target, reason=reason, by=by, at=at)
    record(hiding, "hide", by=by, at=at, target=target, reason=reason)
    hiding.save(update_fields=list(Hiding.JOURNAL_FIELDS))
    return hiding


@transaction.atomic
def lift(target: str, *, by: str, at: datetime) -> Hiding:
    """Bring a hidden target back into view. Raises NotHidden."""
    hiding = hidings([target]).select_for_update().first()
    if hiding is None:
        raise NotHidden(target)
    hiding.lifted_at, hiding.lifted_by = at, by
    record(hiding, "lift", by=by, at=at, target=target)
    hiding.save(update_fields=["lifted_at", "lifted_by", *Hiding.JOURNAL_FIELDS])
    return hiding


def hidings(targets: Iterable[str]) -> models.QuerySet[Hiding]:
    """The hidings that stand now for these targets."""
    return Hiding.objects.filter(target__in=list(targets), lifted_at=None)
