"""Every address of the citizen's pages."""

from django.urls import include, path

app_name = "web"

urlpatterns = [
    path("", include("tanggap.web.accounts.urls")),
]
