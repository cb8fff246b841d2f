"""The tree of agencies: kelurahan - kecamatan - kota; Sudin and UPT - Dinas - Biro Pemerintahan; BUMD - BP BUMD.

Each agency carries its path, the codes from the top, each followed by a slash. A subtree is a prefix of it.
"""

from collections.abc import Iterable

from django.db.models import QuerySet

from tanggap.agencies.models import Agency


def path_of(code: str, *, parent: Agency | None) -> str:
    """The path of an agency under its parent."""
    return f"{parent.path if parent else ''}{code}/"


def subtree(agency: Agency) -> QuerySet[Agency]:
    """The agency itself and everything under it."""
    return Agency.objects.filter(path__startswith=agency.path)


def above(agency: Agency) -> list[Agency]:
    """The agencies over it, nearest first (one query)."""
    codes = agency.path.removesuffix("/").split("/")[:-1]
    found = {other.code: other for other in Agency.objects.filter(code__in=codes)}
    return [found[code] for code in reversed(codes) if code in found]


def approver(agency: Agency) -> Agency | None:
    """Who decides on a later date (EWS) that this agency asks for: its parent, or nobody at the top."""
    return agency.parent


def under(agency: Agency, top: Agency) -> bool:
    """Whether an agency is this one or stands somewhere under it."""
    return agency.path.startswith(top.path)


def under_any(agency: Agency, tops: Iterable[Agency]) -> bool:
    """Whether an agency stands under one of several."""
    return any(under(agency, top) for top in tops)


def siblings(agency: Agency) -> QuerySet[Agency]:
    """The other units of the same parent."""
    return Agency.objects.filter(parent=agency.parent_id).exclude(pk=agency.pk)
