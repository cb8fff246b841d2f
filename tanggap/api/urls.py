"""Every address under /api: the same in both languages, and no console behind it."""

from django.urls import include, path

app_name = "api"

urlpatterns = [
    path("kanal/", include("tanggap.api.channels.urls")),
    path("v1/", include("tanggap.api.json.urls")),
]
