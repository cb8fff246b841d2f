"""Addresses of the reveal page and its log."""

from django.urls import path

from tanggap.console.reveal import scans, views

urlpatterns = [
    path("identitas", views.reveal, name="reveal"),
    path("identitas/pindaian", scans.scan, name="reveal_scan"),
    path("identitas/catatan", views.log, name="reveal_log"),
]
