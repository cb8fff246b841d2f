"""One report's tale: what its people do, told through the same functions that the pages call."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final

from tanggap.accounts.contact import Contact
from tanggap.accounts.models import User
from tanggap.agencies.models import Agency, Seat
from tanggap.areas.city import city
from tanggap.areas.lookup import area_at
from tanggap.areas.models import Area
from tanggap.demo import album, people, themes
from tanggap.demo.album import Album
from tanggap.demo.people import Seats
from tanggap.demo.themes import Theme
from tanggap.reports import evidence, feedback, filing, keys, lifecycle
from tanggap.reports.authority import SYSTEM, Actor, Officer, Reporter
from tanggap.reports.catalogue import Catalogue
from tanggap.reports.models import Photo, Question, Report

METRES_PER_DEGREE: Final = 111_320.0
WAKING: Final = (6, 22)
"""Between these hours of the day people of the city act; at night a task waits for the morning."""


@dataclass
class World:
    """What all tales share."""

    catalogue: Catalogue
    seats: Seats
    album: Album
    citizen: User
    now: datetime


@dataclass
class Tale:
    """A report that is filed at a moment, and its life from there on. ``at`` is the moment that it has reached."""

    world: World
    chance: random.Random
    theme: Theme
    area: Area
    at: datetime
    channel: str = "jaki"
    privacy: str = Report.Privacy.PUBLIC
    own: bool = False
    child_of: Tale | None = None
    reachable: bool = False
    report: Report = field(init=False)

    # Time.

    def later(self, least: float, most: float, *, waking: bool = True) -> datetime:
        """Let so many hours go by; nobody of the city acts at night."""
        self.at += timedelta(hours=self.chance.uniform(least, most))
        hour = self.at.astimezone(city().zone).hour
        if waking and hour < WAKING[0]:
            self.at += timedelta(hours=WAKING[0] - hour, minutes=self.chance.randrange(50))
        elif waking and hour >= WAKING[1]:
            self.at += timedelta(hours=24 - hour + WAKING[0], minutes=self.chance.randrange(50))
        return self.at

    def often(self, share: float) -> bool:
        """True in so many of a hundred cases, as a share of 1."""
        return self.chance.random() < share

    # People.

    @property
    def reporter(self) -> Reporter:
        return Reporter(frozenset({self.report.pk}))

    def seat(self, agency_id: int, role: str) -> Seat | None:
        """Somebody in this role there."""
        found = self.world.seats.get((agency_id, role))
        return self.chance.choice(found) if found else None

    @property
    def officer(self) -> Officer:
        """Somebody of the holder's who may act on the report."""
        at_desk = self.report.holder.kind == Agency.Kind.BIRO
        seat = self.seat(self.report.holder_id, Seat.Role.DESK if at_desk else Seat.Role.OFFICER)
        assert seat is not None, self.report.holder.code
        return Officer(seat)

    @property
    def desk(self) -> Officer:
        seat = self.seat(self.world.catalogue.desk.pk, Seat.Role.DESK)
        assert seat is not None
        return Officer(seat)

    def validator(self) -> Officer:
        """A validator who did not do the work."""
        seat = self.seat(self.world.catalogue.desk.pk, Seat.Role.VALIDATOR)
        assert seat is not None
        return Officer(seat)

    # The beginning.

    def file(self, *, placed: bool = True, named: bool = True) -> None:
        """The citizen sends it; ``placed`` and ``named`` say whether the place and the category are known."""
        lat, lon = self._point
        street, landmark = self._street, self.chance.choice(themes.LANDMARKS)
        category = self.world.catalogue.category(self.theme.category)
        found = area_at(lat, lon)
        given = filing.Filing(
            token=keys.new_token(),
            channel=self.world.catalogue.channel(self.channel),
            words=themes.words(self.theme, self.chance, street=street, landmark=landmark),
            category=category if named else None,
            lat=lat if placed else None,
            lon=lon if placed else None,
            accuracy_m=self.chance.uniform(4, 30) if placed else None,
            place_source=self.chance.choice(("gps", "gps", "photo", "pin")) if placed else "none",
            area_code=self.area.code if placed else None,
            area_exact=placed and found is not None and found.exact,
            street=street,
            landmark=landmark if self.often(0.6) else "",
            privacy=self.privacy,
            answers=self._answers(category.pk) if named else [],
            contact=self._contact(),
            user=self.world.citizen if self.own else None,
            external_number=f"{self.chance.randrange(10_000_000):08}" if self.channel == "lapor" else "",
        )
        self.report = filing.file(given, at=self.at).report
        self.variant = self.chance.randrange(album.VARIANTS)
        if self.theme.drawing and self.often(0.88):
            self.hang(solved=False)

    @cached_property
    def _street(self) -> str:
        return self.chance.choice(themes.STREETS.get(self.area.code, themes.COMMON_STREETS))

    @cached_property
    def _point(self) -> tuple[float, float]:
        if self.child_of is not None:
            lat, lon = self.child_of._point
            return self._shifted(lat, lon, 60)
        reach = 600 * math.sqrt(max(self.area.area_km2, 0.1))
        for _ in range(20):
            point = self._shifted(self.area.lat, self.area.lon, reach)
            found = area_at(*point)
            if found is not None and found.code == self.area.code:
                return point
            reach *= 0.8
        return self.area.lat, self.area.lon

    def _shifted(self, lat: float, lon: float, metres: float) -> tuple[float, float]:
        away, angle = metres * math.sqrt(self.chance.random()), self.chance.uniform(0, math.tau)
        north, east = away * math.cos(angle), away * math.sin(angle)
        width = METRES_PER_DEGREE * math.cos(math.radians(lat))
        return round(lat + north / METRES_PER_DEGREE, 6), round(lon + east / width, 6)

    def _contact(self) -> Contact | None:
        if self.own:
            return Contact(name=self.world.citizen.name, email=self.world.citizen.email)
        if not self.reachable and not self.often(0.72):
            return None
        name = people.full_name(self.chance)
        email = f"{name.lower().replace(' ', '.')}{self.chance.randrange(100)}@{people.DOMAIN}"
        return Contact(name=name, email=email, phone="")

    def _answers(self, category_id: int) -> list[dict[str, Any]]:
        category = self.world.catalogue.categories[category_id]
        given = []
        for question in self.world.catalogue.questions(category):
            value: str | int = ""
            if question.kind == Question.Kind.CHOICE:
                value = self.chance.choice(question.choices)["code"]
            elif question.kind == Question.Kind.YES_NO:
                value = self.chance.choice(("yes", "no"))
            elif question.kind == Question.Kind.NUMBER:
                value = self.chance.randrange(1, 6)
            if value != "" and (question.required or self.often(0.7)):
                given.append({"code": question.code, "version": question.version, "value": value})
        return given

    # What may happen then.

    def move(self, verb: str, by: Actor, **given: Any) -> None:
        """One move at this moment."""
        lifecycle.move(self.report, verb, by=by, at=self.at, **given)

    def say(self, verb: str, by: Actor, sentences: tuple[str, ...], **given: Any) -> None:
        """One move with words."""
        self.move(verb, by, words=self.chance.choice(sentences), **given)

    def hang(self, *, solved: bool, **given: Any) -> Photo:
        """A photo of it, before or after."""
        kind = self.theme.drawing or "office"
        drawn = self.world.album[kind, self.variant, solved]
        return album.hang(drawn, self.report, at=self.at, **given)

    def begin(self) -> None:
        """The holder gives it to a crew, or takes it."""
        by = self.officer
        crew = self.seat(self.report.holder_id, Seat.Role.CREW)
        if crew is not None and self.often(0.75):
            self.move("assign", by, crew=crew)
        else:
            self.move("take", by)

    def prove(self) -> None:
        """The work is done and photographed: mostly in the app, sometimes from the gallery."""
        worker = self.report.assignee or self.officer.seat
        in_app = self.often(0.8)
        lat, lon = self._shifted(*self._point, 25)
        photo = self.hang(
            solved=True,
            purpose=Photo.Purpose.PROOF,
            origin=Photo.Origin.APP if in_app else Photo.Origin.UPLOAD,
            lat=lat if in_app else None,
            lon=lon if in_app else None,
            uploaded_by=worker,
            checked_at=self.at,
        )
        photo.distance_m = evidence.distance_to_pin(photo, self.report)
        photo.save(update_fields=["distance_m"])
        evidence.journal(photo, self.report, seat=worker, accuracy=8 if in_app else None, at=self.at)
        self.at += timedelta(minutes=self.chance.randrange(2, 15))
        self.say("resolve", Officer(worker), self.theme.done)

    def praise(self) -> None:
        """The reporter confirms, with stars."""
        stars = self.chance.choices((5, 4, 3, 2, 1), (46, 28, 13, 7, 6))[0]
        text = self.chance.choice(themes.PRAISE[stars])
        feedback.settle(self.report, by=self.reporter, stars=stars, text=text, at=self.at)

    def object(self) -> None:
        """The reporter says that it is not settled."""
        words = self.chance.choice(themes.NOT_SETTLED)
        stars = self.chance.choice((1, 2, 2, None))
        feedback.object_to(self.report, by=self.reporter, words=words, stars=stars, at=self.at)

    def close(self) -> None:
        """Nobody objected in time."""
        self.move("close", SYSTEM)

    def unit_for(self, family: str) -> Agency | None:
        """The unit of a family of agencies that works here."""
        on = self.at.astimezone(city().zone).date()
        return self.world.catalogue.unit(family, self.area.code, on=on)
