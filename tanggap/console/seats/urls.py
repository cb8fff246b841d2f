"""Addresses of the page on which seats are given."""

from django.urls import path

from tanggap.console.seats import views

urlpatterns = [
    path("kursi", views.seating, name="seats"),
    path("kursi/<int:pk>/akhiri", views.end, name="end_seat"),
    path("kursi/<int:pk>/atur-ulang", views.reset_factor, name="reset_factor"),
]
