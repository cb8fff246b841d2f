"""Who holds a report first, and again after its place or category was changed."""

from __future__ import annotations

from datetime import date

from tanggap.agencies.models import Agency
from tanggap.reports import catalogue
from tanggap.reports.models import Category


def route(*, category: Category | None, area_code: str | None, confidential: bool, on: date) -> Agency:
    """The first holder.

    Confidential matters go to Inspektorat and nowhere else. What lacks a place or a category, or has no route,
    goes to the desk of Biro Pemerintahan. All others go to the unit that the route row names for the place.
    ``area_code`` is a kelurahan's; raises areas.register.UnknownArea where the city has none of that code.
    """
    pack = catalogue.current()
    if confidential or (category is not None and category.confidential):
        return pack.inspectorate
    if category is None or not area_code:
        return pack.desk
    return pack.route(category, area_code, on=on) or pack.desk
