"""The API under /api/v1, described at /api/v1/openapi.json."""

from typing import Any

from django.urls import path
from ninja import NinjaAPI

from tanggap.api.json.reports import router


class Described(NinjaAPI):
    """The API where it stands; its namespace lies inside ours, where Ninja does not look for it."""

    def get_root_path(self, path_params: dict[str, Any]) -> str:
        """The address under which everything else stands."""
        return "/api/v1/"


# The page of documentation would load scripts of strangers.
api = Described(title="Tanggap", version="1", docs_url=None, urls_namespace="v1")
api.add_router("", router)

urlpatterns = [path("", api.urls)]
