"""The app's own files at the root of the site, and in debug the page of components."""

from django.conf import settings
from django.urls import path

from tanggap.kit import views

app_name = "kit"
# Outside the language patterns: the worker asks for both offline pages by these fixed addresses.
urlpatterns = [
    path("service-worker.js", views.service_worker, name="service_worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("luring", views.offline, name="offline"),
    path("en/luring", views.offline, name="offline_en"),
]
if settings.DEBUG:
    urlpatterns += [path("kit", views.kit, name="kit"), path("en/kit", views.kit, name="kit_en")]
