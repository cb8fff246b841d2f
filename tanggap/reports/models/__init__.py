"""The rows of a report's life, one module per part of it."""

from tanggap.reports.models.catalogue import (
    CatalogueStamp,
    Category,
    CategoryGroup,
    Channel,
    EmergencyWord,
    Promise,
    Question,
    RefusalReason,
    Route,
    Synonym,
)
from tanggap.reports.models.clocks import Clock, Escalation, Extension, Pause, Turn
from tanggap.reports.models.photos import Photo
from tanggap.reports.models.report import DayBase, Draft, Report, Status
from tanggap.reports.models.words import Feedback, Statement, Support

__all__ = [
    "CatalogueStamp",
    "Category",
    "CategoryGroup",
    "Channel",
    "Clock",
    "DayBase",
    "Draft",
    "EmergencyWord",
    "Escalation",
    "Extension",
    "Feedback",
    "Pause",
    "Photo",
    "Promise",
    "Question",
    "RefusalReason",
    "Report",
    "Route",
    "Statement",
    "Status",
    "Support",
    "Synonym",
    "Turn",
]
