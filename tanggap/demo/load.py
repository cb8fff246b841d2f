"""Filling a city with a past: tales told in the order of time, in large transactions, on every core."""

from __future__ import annotations

import heapq
import os
import random
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from itertools import count
from multiprocessing import get_context
from typing import Final, NamedTuple, TypeVar

from django.db import connections, transaction

from tanggap.accounts.models import User
from tanggap.demo import album, people, plan
from tanggap.demo.album import Album
from tanggap.demo.tale import World
from tanggap.journal.models import Event
from tanggap.journal.record import quiet
from tanggap.notifications import bell
from tanggap.reports import authority, catalogue, escalations, support
from tanggap.reports.models import Report
from tanggap.reports.promises import HANDLED
from tanggap.reports.refusals import Refusal

STEPS_AT_ONCE: Final = 200
TOLD: Final = {"file": "arrived", "coordinate": "arrived", "send_back": "arrived", "reopen": "reopened"}
"""Which events ring a bell in the demo, and how they are told."""
RINGS: Final = 6

Made = TypeVar("Made")


class Result(NamedTuple):
    """What a part of the work did: steps taken, and lives that met a refusal and ended there."""

    steps: int
    refused: int


def load(count: int, *, at: datetime, parts: int = 0) -> Result:
    """Fill an empty city with about ``count`` reports that end at this moment."""
    parts = parts or os.cpu_count() or 1
    people.settle(catalogue.current(), at=at - timedelta(days=400))
    drawings = album.keys()
    shares = _on_every_core(_draw, [(drawings[part::parts], at) for part in range(parts)])
    pictures = {key: drawn for share in shares for key, drawn in share.items()}
    results = _on_every_core(_tell, [(pictures, count, at, part, parts) for part in range(parts)])
    with quiet():
        _escalate(at)
    _support(at)
    _ring(at)
    album.close(pictures)
    return Result(sum(result.steps for result in results), sum(result.refused for result in results))


def _on_every_core(act: Callable[..., Made], shares: Sequence[tuple[object, ...]]) -> list[Made]:
    """The act on each share, in a process each; in this one when there is only one share."""
    if len(shares) == 1:
        return [act(*shares[0])]
    # A forked process must not speak through its parent's connection.
    connections.close_all()
    with ProcessPoolExecutor(len(shares), mp_context=get_context("fork")) as pool:
        return [future.result() for future in [pool.submit(act, *share) for share in shares]]


def _draw(wanted: list[album.Key], at: datetime) -> Album:
    return album.draw(wanted, at=at)


def _tell(pictures: Album, number: int, at: datetime, part: int, parts: int) -> Result:
    world = World(
        catalogue=catalogue.current(),
        seats=people.seats(),
        album=pictures,
        citizen=User.objects.get(email=people.CITIZEN),
        now=at,
    )
    with quiet():
        return tell(plan.everything(world, number, part=part, parts=parts), until=at)


def tell(tales: Sequence[plan.Started], *, until: datetime) -> Result:
    """Take the next step of whichever life comes first, again and again, until the present."""
    order, steps, refused = count(), 0, 0
    waiting = [(next(life), next(order), life) for _, life in tales]
    heapq.heapify(waiting)
    while waiting:
        with transaction.atomic():
            for _ in range(min(STEPS_AT_ONCE, len(waiting))):
                at, _, life = heapq.heappop(waiting)
                if at > until:
                    continue
                try:
                    heapq.heappush(waiting, (next(life), next(order), life))
                except StopIteration:
                    pass
                except Refusal:
                    refused += 1
                steps += 1
    return Result(steps, refused)


def _escalate(at: datetime) -> None:
    with transaction.atomic():
        for clock_id in escalations.due(at, most=100_000):
            escalations.escalate(clock_id, at=at)


def _support(at: datetime) -> None:
    """Neighbours say that it matters to them too."""
    chance = random.Random("support")
    open_to_all = Report.objects.filter(authority.public(), status__in=HANDLED, merged_into=None).order_by("pk")
    with transaction.atomic():
        for report in open_to_all:
            for neighbour in range(chance.choice((0, 0, 0, 1, 2, 3, 5, 12))):
                support.support(report, by=f"device:demo-{neighbour}", at=at)


def _ring(at: datetime) -> None:
    """The latest that came to those who can be signed in as stands behind their bell."""
    for seat in (seat for found in people.seats().values() for seat in found):
        if seat.user.email.removesuffix(f"@{people.DOMAIN}") not in {row.email for row in people.LOGINS}:
            continue
        told = Event.objects.filter(verb__in=TOLD, data__holder=seat.agency_id, at__gt=at - timedelta(days=2))
        for event in told.order_by("-at")[:RINGS]:
            report = Report.objects.get(pk=event.stream.removeprefix("report:"))
            bell.ring([seat.user], event=event, report=report, kind=TOLD[event.verb], at=event.at)
