"""How reports live in the demo city. Each life is a generator: it yields the moment of its next step, then takes it.

A step that lies in the future is never taken, so the city's open reports stand where the present finds them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from tanggap.agencies.models import Agency, Seat
from tanggap.demo import themes
from tanggap.demo.tale import Tale
from tanggap.reports import promises
from tanggap.reports.authority import Officer
from tanggap.reports.guards import REOPEN_WITHIN
from tanggap.reports.lifecycle import UNTOUCHED
from tanggap.reports.models import Status

Life = Iterator[datetime]

FROM_WORDS = frozenset({"twitter", "facebook", "email", "medsos-gubernur", "sms"})
"""Channels whose messages carry no pin."""


def ordinary(tale: Tale) -> Life:
    """From filing to the end, with whatever may happen between."""
    yield tale.at
    yield from _filed(tale)
    if tale.child_of is not None:
        yield tale.later(0.5, 5)
        if _may_join(tale, tale.child_of):
            tale.move("merge", tale.officer, parent=tale.child_of.report)
            return
    fate = tale.chance.random()
    if fate < 0.03:
        yield tale.later(0.2, 3, waking=False)
        tale.move("withdraw", tale.reporter)
        return
    if fate < 0.085:
        yield from _refused(tale)
        if tale.report.status == Status.REFUSED:
            return
    elif fate < 0.24:
        yield from _passed_on(tale)
    yield from _worked(tale)
    yield from _finished(tale)


def _filed(tale: Tale) -> Life:
    from_words = tale.channel in FROM_WORDS
    placed, named = not (from_words and tale.often(0.6)), not (from_words and tale.often(0.6))
    tale.file(placed=placed, named=named)
    if not named:
        yield tale.later(0.3, 3)
        tale.move("categorise", tale.desk, category=tale.world.catalogue.category(tale.theme.category))
    if not placed:
        yield tale.later(0.1, 1)
        lat, lon = tale._point
        tale.move("locate", tale.desk, area_code=tale.area.code, lat=lat, lon=lon, exact=True)


def _may_join(child: Tale, parent: Tale) -> bool:
    if not hasattr(parent, "report"):
        return False
    parent.report.refresh_from_db()
    fits = not child.report.public or parent.report.public
    alive = parent.report.status in promises.HANDLED and parent.report.merged_into_id is None
    return fits and alive and child.report.status in promises.HANDLED


def _refused(tale: Tale) -> Life:
    yield tale.later(0.5, 6)
    code = tale.chance.choice(list(themes.REFUSED))
    tale.move("refuse", tale.officer, refusal=tale.world.catalogue.refusal(code), words=themes.REFUSED[code])
    if tale.often(0.25) and not tale.report.confidential:
        yield tale.later(4, 30, waking=False)
        tale.say("appeal", tale.reporter, themes.APPEALED)
        yield tale.later(1, 8)
        agency = tale.unit_for("kelurahan")
        assert agency is not None
        tale.say("decide", tale.desk, themes.DECIDED, agency=agency)


def _passed_on(tale: Tale) -> Life:
    """To another agency; now and then twice back, until the desk decides; or by way of a Dinas."""
    if tale.report.confidential or tale.report.holder.kind == Agency.Kind.BIRO:
        return
    yield tale.later(0.3, 5)
    if tale.report.holder.kind == Agency.Kind.SUDIN and tale.often(0.4):
        dinas, unit = tale.report.holder.parent, tale.report.holder
        assert dinas is not None
        tale.say("coordinate", tale.officer, themes.TO_AGENCY, agency=dinas)
        yield tale.later(1, 12)
        tale.move("dispose", tale.officer, unit=unit)
        return
    family = tale.theme.passed_on or "kelurahan"
    other, first = tale.unit_for(family), tale.report.holder
    if other is None or other.pk == first.pk:
        return
    sentences = themes.TO_PPSU if family == "kelurahan" else themes.TO_AGENCY
    tale.say("coordinate", tale.officer, sentences, agency=other)
    if tale.often(0.7):
        return
    yield tale.later(0.5, 6)
    tale.say("send_back", tale.officer, themes.SENT_BACK)
    if tale.often(0.4):
        yield tale.later(0.5, 6)
        tale.say("send_back", tale.officer, themes.SENT_BACK)
        yield tale.later(1, 6)
        tale.say("decide", tale.desk, themes.DECIDED, agency=other)


def _worked(tale: Tale) -> Life:
    """Begun, perhaps asked about or promised for later, and done."""
    if tale.report.holder.kind == Agency.Kind.BIRO:
        # The desk settles what is the Bureau's own by naming the kelurahan.
        yield tale.later(0.5, 4)
        agency = tale.unit_for("kelurahan")
        assert agency is not None
        tale.say("decide", tale.desk, themes.DECIDED, agency=agency)
    category = tale.report.category
    if tale.report.status in UNTOUCHED and category is not None and category.verify_first:
        yield tale.later(0.5, 3)
        if tale.report.status == Status.WAITING:
            tale.move("verify", tale.validator())
    yield tale.later(0.2, 5) if tale.often(0.9) else tale.later(6, 20)
    tale.begin()
    if tale.report.has_contact and tale.often(0.05):
        yield tale.later(1, 10)
        tale.say("ask", tale.officer, themes.ASKED)
        yield tale.later(2, 40, waking=False)
        tale.say("answer", tale.reporter, themes.ANSWERED)
    if tale.often(0.06):
        yield from _extended(tale)
    yield tale.later(5, 130) if tale.often(0.86) else tale.later(150, 290)
    tale.prove()


def _extended(tale: Tale) -> Life:
    yield tale.later(60, 130)
    until = tale.at + timedelta(days=tale.chance.randrange(8, 24))
    tale.say("ask_extension", tale.officer, themes.EXTENDED, until=until)
    parent = tale.report.holder.parent_id
    above = tale.seat(parent, Seat.Role.SUPERVISOR) if parent else None
    if above is None:
        return
    yield tale.later(2, 30)
    if tale.often(0.85):
        tale.move("grant_extension", Officer(above))
    else:
        tale.say("deny_extension", Officer(above), themes.NOT_ACCEPTED)


def _validated(tale: Tale) -> Life:
    while tale.report.status == Status.VALIDATION:
        yield tale.later(1, 22)
        if tale.often(0.14):
            tale.say("reject", tale.validator(), themes.NOT_ACCEPTED)
            yield tale.later(6, 50)
            tale.prove()
        else:
            tale.move("accept", tale.validator())


def _finished(tale: Tale) -> Life:
    """Looked at by a validator where that is asked, confirmed, reopened, or left to close by itself."""
    yield from _validated(tale)
    if tale.often(0.07):
        yield tale.later(4, 200, waking=False)
        tale.object()
        yield tale.later(8, 120)
        tale.prove()
        yield from _validated(tale)
    ended = tale.at
    if tale.often(0.42):
        yield tale.later(1, 110, waking=False)
        tale.praise()
        return
    tale.at = ended + REOPEN_WITHIN + timedelta(minutes=tale.chance.randrange(1, 10))
    yield tale.at
    tale.close()


# Lives that stop at a certain point, for a queue with something of everything in it.


def waiting(tale: Tale) -> Life:
    """Filed, and nobody has acted."""
    yield tale.at
    tale.file()


def handed_over(tale: Tale) -> Life:
    """Passed to the kelurahan a short while after it came, and not begun there."""
    yield tale.at
    tale.file()
    yield tale.later(0.1, 0.2, waking=False)
    agency = tale.unit_for("kelurahan")
    if agency is not None and agency.pk != tale.report.holder_id:
        tale.say("coordinate", tale.officer, themes.TO_PPSU, agency=agency)


def unplaced(tale: Tale) -> Life:
    """A message without a pin, and half the time without a category: the desk's."""
    yield tale.at
    tale.file(placed=False, named=tale.often(0.5))


def disposed(tale: Tale) -> Life:
    """Sent up to the Dinas, which instructed its unit; not begun."""
    yield tale.at
    tale.file()
    dinas, unit = tale.report.holder.parent, tale.report.holder
    assert dinas is not None
    yield tale.later(0.5, 1, waking=False)
    tale.say("coordinate", tale.officer, themes.TO_AGENCY, agency=dinas)
    yield tale.later(0.2, 0.6, waking=False)
    tale.move("dispose", tale.officer, unit=unit)


def begun(tale: Tale) -> Life:
    """Being worked on by the kelurahan's crew."""
    yield from handed_over(tale)
    yield tale.later(0.2, 1.5, waking=False)
    crew = tale.seat(tale.report.holder_id, Seat.Role.CREW)
    assert crew is not None
    tale.move("assign", tale.officer, crew=crew)


def asked(tale: Tale) -> Life:
    """Waiting for the reporter's answer."""
    yield from begun(tale)
    yield tale.later(1, 4, waking=False)
    if tale.report.has_contact:
        tale.say("ask", tale.officer, themes.ASKED)


def extending(tale: Tale) -> Life:
    """A later date has been asked for and nobody has decided."""
    yield from begun(tale)
    yield tale.later(20, 60, waking=False)
    tale.say("ask_extension", tale.officer, themes.EXTENDED, until=tale.at + timedelta(days=12))


def in_validation(tale: Tale) -> Life:
    """Done, and waiting for a validator."""
    yield from begun(tale)
    yield tale.later(6, 20, waking=False)
    tale.prove()


def reopened(tale: Tale) -> Life:
    """Done, and not settled for its reporter."""
    yield from in_validation(tale)
    if tale.report.status == Status.VALIDATION:
        yield tale.later(1, 3, waking=False)
        tale.move("accept", tale.validator())
    yield tale.later(5, 20, waking=False)
    tale.object()


def rejected(tale: Tale) -> Life:
    """The validator did not accept the follow-up: TL Ditolak."""
    yield from in_validation(tale)
    if tale.report.status == Status.VALIDATION:
        yield tale.later(1, 3, waking=False)
        tale.say("reject", tale.validator(), themes.NOT_ACCEPTED)
