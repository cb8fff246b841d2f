"""Addresses of Balai Warga."""

from django.urls import path

from tanggap.web.balai_warga import views

urlpatterns = [
    path("balai-warga", views.page, name="balai_warga"),
    path("balai-warga/widget", views.widget, name="balai_warga_widget"),
    path("balai-warga/widget.js", views.script, {"name": "widget"}, name="balai_warga_script"),
    path("balai-warga/bingkai.js", views.script, {"name": "frame"}, name="balai_warga_frame"),
]
