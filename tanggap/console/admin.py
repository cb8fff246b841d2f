"""The catalogue in Django's admin: what the city pack says, and nothing about people, reports or what came in.

Libraries register models of their own (second factors, jobs, groups); they are taken out again.
"""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from tanggap.agencies.models import Agency
from tanggap.areas.models import Area
from tanggap.reports.models import Category, CategoryGroup, Channel, Promise, Question, RefusalReason, Route


class CatalogueAdmin(ModelAdmin):  # type: ignore[misc]  # unfold carries no types
    """Rows with dates are ended, never deleted: old reports still speak of them."""

    list_per_page = 50
    list_select_related = True

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody deletes from the catalogue."""
        return False


class AreaAdmin(CatalogueAdmin):
    """Areas come from the pack with their codes; only figures change here."""

    list_display = ["code", "name", "level", "parent", "population"]
    list_filter = ["level"]
    search_fields = ["code", "name"]
    readonly_fields = ["code", "level", "parent"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """New areas come with a new pack."""
        return False


class AgencyAdmin(CatalogueAdmin):
    """Agencies; the path follows from code and parent and is written by ``city load``."""

    list_display = ["code", "name_id", "kind", "parent", "valid_from", "valid_to"]
    list_filter = ["kind"]
    search_fields = ["code", "name_id", "name_en", "short"]
    autocomplete_fields = ["parent", "area"]
    readonly_fields = ["code", "path"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """New agencies come with the pack, which knows their place in the tree."""
        return False


class GroupAdmin(CatalogueAdmin):
    """Groups of categories."""

    list_display = ["code", "name_id", "name_en", "icon", "order"]
    search_fields = ["code", "name_id", "name_en"]


class CategoryAdmin(CatalogueAdmin):
    """Kinds of complaint."""

    list_display = ["code", "name_id", "group", "emergency", "validated", "verify_first", "confidential", "active"]
    list_filter = ["group", "active", "validated", "confidential"]
    search_fields = ["code", "name_id", "name_en", "words"]


class QuestionAdmin(CatalogueAdmin):
    """Questions; a changed wording is a new version."""

    list_display = ["code", "version", "category", "kind", "text_id", "required", "active"]
    list_filter = ["kind", "active"]
    search_fields = ["code", "text_id", "text_en"]
    autocomplete_fields = ["category"]


class RouteAdmin(CatalogueAdmin):
    """Who takes which category where."""

    list_display = ["code", "category", "area", "family", "valid_from", "valid_to"]
    list_filter = ["family"]
    search_fields = ["code", "category__name_id"]
    autocomplete_fields = ["category", "area"]


class PromiseAdmin(CatalogueAdmin):
    """Promised times; running reports keep the one they were given."""

    list_display = ["code", "kind", "channel", "category", "agency", "hours", "calendar", "valid_from", "valid_to"]
    list_filter = ["kind", "calendar"]
    search_fields = ["code", "basis"]
    autocomplete_fields = ["channel", "category", "agency"]


class ChannelAdmin(CatalogueAdmin):
    """Ways in."""

    list_display = ["number", "code", "name_id", "kind", "valid_from", "valid_to"]
    search_fields = ["code", "name_id", "name_en"]


class RefusalReasonAdmin(CatalogueAdmin):
    """Reasons to refuse."""

    list_display = ["code", "name_id", "active", "order"]
    search_fields = ["code", "name_id", "name_en"]


CATALOGUE: dict[type[Model], Any] = {
    Area: AreaAdmin,
    Agency: AgencyAdmin,
    CategoryGroup: GroupAdmin,
    Category: CategoryAdmin,
    Question: QuestionAdmin,
    Route: RouteAdmin,
    Promise: PromiseAdmin,
    Channel: ChannelAdmin,
    RefusalReason: RefusalReasonAdmin,
}

for foreign in [model for model in admin.site._registry if model not in CATALOGUE]:
    admin.site.unregister(foreign)
for model, shown_by in CATALOGUE.items():
    admin.site.register(model, shown_by)
