"""Every address under /konsol. Each view says who may enter it; see access.py."""

from django.urls import include, path

app_name = "console"

urlpatterns = [
    path("", include("tanggap.console.sign_in.urls")),
    path("", include("tanggap.console.reveal.urls")),
]
