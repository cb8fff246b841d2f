"""Addresses of the channels' pages."""

from django.urls import path

from tanggap.console.channels import health, persons, talks

urlpatterns = [
    path("kanal", health.channels, name="channels"),
    path("kanal/gagal", health.failed, name="channels_failed"),
    path("kanal/gagal/ulang", health.replay, name="channels_replay"),
    path("percakapan", talks.talks, name="talks"),
    path("percakapan/<int:pk>", talks.act, name="talks_act"),
    path("percakapan/foto/<int:pk>/<int:place>", talks.photo, name="talks_photo"),
    path("kontak", persons.persons, name="persons"),
    path("kontak/gabung", persons.join, name="persons_join"),
    path("kontak/<int:pk>/pisah", persons.separate, name="persons_separate"),
]
