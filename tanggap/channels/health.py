"""How each channel is: its row, its adapter, its settings, what came last, what failed, what waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q, Sum
from django.utils import timezone

from tanggap.carriers.models import Delivery
from tanggap.channels import capabilities
from tanggap.channels.capabilities import Reads, Watched
from tanggap.channels.models import Bookmark, Conversation, Inbound, Tally
from tanggap.channels.registry import ADAPTERS, BY_CONTACT, Adapter
from tanggap.reports import catalogue
from tanggap.reports.catalogue import in_force
from tanggap.reports.models import Channel, Report

SLOW = timedelta(minutes=5)
STUCK = timedelta(hours=1)
WEEK = timedelta(days=7)
UNSENT = ("waiting", "sending", "unclear")


@dataclass(frozen=True)
class Health:
    """One channel's line: ``light`` is green, amber, red or off."""

    channel: Channel
    open: bool
    begun: bool
    adapter: str
    missing: list[str]
    last_event: datetime | None
    failed: int
    backlog: int
    oldest: datetime | None
    conversations: int
    unsent: int
    forged: int
    trouble: str
    light: str

    def plain(self) -> dict[str, Any]:
        """For programs."""
        row = self.channel
        return {
            "code": row.code,
            "number": row.number,
            "kind": row.kind,
            "name": row.name_id,
            "name_en": row.name_en,
            "valid_from": row.valid_from.isoformat(),
            "valid_to": row.valid_to.isoformat() if row.valid_to else None,
            "open": self.open,
            "adapter": self.adapter,
            "settings_missing": self.missing,
            "light": self.light,
            "last_event": self.last_event.isoformat() if self.last_event else None,
            "failed": self.failed,
            "backlog": self.backlog,
            "conversations": self.conversations,
            "unsent": self.unsent,
            "forged": self.forged,
            "trouble": self.trouble,
        }


def of_all(*, at: datetime) -> list[Health]:
    """Every channel row of the city, in the order of its numbers."""
    facts = _Facts(at)
    rows = sorted(catalogue.current().channels.values(), key=lambda row: (row.number, row.code))
    return [facts.health(row, on=timezone.localdate(at)) for row in rows]


def adapter_name(adapter: Adapter) -> str:
    """The folder of an adapter."""
    name: str = getattr(adapter, "__name__", "")
    return name.rsplit(".", 2)[-2] if "." in name else name


class _Facts:
    """The figures of all channels at once: a handful of queries, however many channels there are."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        waiting, failed = Q(state=Inbound.State.NEW), Q(state=Inbound.State.FAILED)
        self.inbound = _by_channel(
            Inbound.objects.values("channel").annotate(
                last=Max("received_at"),
                failed=Count("pk", filter=failed),
                backlog=Count("pk", filter=waiting),
                oldest=Min("received_at", filter=waiting),
            )
        )
        desk = Conversation.objects.filter(state=Conversation.State.DESK)
        self.talks = _by_channel(desk.values("channel").annotate(count=Count("pk")))
        filed = Report.objects.values("channel__code").annotate(last=Max("filed_at"))
        self.filed = {row["channel__code"]: row["last"] for row in filed}
        since = timezone.localdate(at - WEEK)
        self.forged = _by_channel(Tally.objects.filter(day__gte=since).values("channel").annotate(count=Sum("count")))
        unsent = Delivery.objects.filter(state__in=UNSENT, attempts__gt=0).values("carrier").annotate(count=Count("pk"))
        self.unsent = {row["carrier"]: row["count"] for row in unsent}
        self.marks = {
            (row.channel, row.name): row for row in Bookmark.objects.filter(name__in=["polled", "poll failed"])
        }

    def health(self, row: Channel, *, on: date) -> Health:
        adapter = ADAPTERS.get(row.code, BY_CONTACT)
        inbound = self.inbound.get(row.code, {})
        trouble = adapter.health(self.at) if isinstance(adapter, Watched) else ""
        trouble = trouble or self._poll_trouble(row.code)
        missing = capabilities.missing(adapter)
        failed, backlog, oldest = inbound.get("failed", 0), inbound.get("backlog", 0), inbound.get("oldest")
        last = max(filter(None, [inbound.get("last"), self.filed.get(row.code)]), default=None)
        unsent = sum(self.unsent.get(carrier, 0) for carrier in adapter.CARRIERS) if isinstance(adapter, Reads) else 0
        return Health(
            channel=row,
            open=in_force(row, on),
            begun=row.valid_from <= on,
            adapter=adapter_name(adapter) if row.code in ADAPTERS else "",
            missing=missing,
            last_event=last,
            failed=failed,
            backlog=backlog,
            oldest=oldest,
            conversations=self.talks.get(row.code, {}).get("count", 0),
            unsent=unsent,
            forged=self.forged.get(row.code, {}).get("count", 0),
            trouble=trouble,
            light=self._light(bool(missing), failed, oldest, unsent, trouble),
        )

    def _light(self, off: bool, failed: int, oldest: datetime | None, unsent: int, trouble: str) -> str:
        if off:
            return "off"
        age = self.at - oldest if oldest else timedelta()
        if trouble or age > STUCK:
            return "red"
        return "amber" if failed or unsent or age > SLOW else "green"

    def _poll_trouble(self, code: str) -> str:
        good, bad = self.marks.get((code, "polled")), self.marks.get((code, "poll failed"))
        return bad.value if bad and (good is None or bad.at > good.at) else ""


def _by_channel(rows: Iterable[Any]) -> dict[str, dict[str, Any]]:
    return {row["channel"]: row for row in rows}
