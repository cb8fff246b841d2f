"""Who may look up a reporter, and of which report."""

from tanggap.agencies.models import Agency, Seat
from tanggap.kit.words import Pair
from tanggap.reports.authority import Viewer
from tanggap.reports.models import Report
from tanggap.reports.refusals import NotYours

Kind = Agency.Kind
Role = Seat.Role


class Handling(NotYours):
    """Whoever handles a report never learns who filed it."""

    def __init__(self) -> None:
        super().__init__(
            Pair(
                "Anda memegang kursi di unit yang menangani laporan ini, jadi identitas pelapor tertutup bagi Anda.",
                "You hold a seat at the unit that handles this report, so its reporter stays hidden from you.",
            ),
            field="number",
        )


class Confidential(NotYours):
    """Whoever reports to Inspektorat in confidence is revealed to nobody."""

    def __init__(self) -> None:
        super().__init__(
            Pair(
                "Laporan rahasia Inspektorat tidak pernah dibuka identitasnya lewat konsol.",
                "The reporter of a confidential Inspektorat case is never revealed through the console.",
            ),
            field="number",
        )


def identity_seat(viewer: Viewer, report: Report) -> Seat:
    """The seat from which this viewer may reveal this report's reporter; raises Handling and Confidential."""
    if report.confidential:
        raise Confidential
    handlers = {report.holder_id, report.assignee.agency_id if report.assignee else None}
    if any(seat.agency_id in handlers for seat in viewer.seats):
        raise Handling
    return next(seat for seat in viewer.seats if seat.role == Role.IDENTITY)


def may_audit(viewer: Viewer) -> bool:
    """Whether this viewer watches over everybody's reveals: administrators, Inspektorat, the head of the Biro."""
    return any(
        seat.role == Role.ADMIN
        or (seat.agency.kind == Kind.INSPEKTORAT and seat.role in {Role.OFFICER, Role.SUPERVISOR})
        or (seat.agency.kind == Kind.BIRO and seat.role == Role.SUPERVISOR)
        for seat in viewer.seats
    )
