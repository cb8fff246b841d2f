"""Where other systems bring us their events."""

from django.urls import path

from tanggap.api.channels import views

urlpatterns = [
    path("<slug:code>", views.hook, name="hook"),
    path("<slug:code>/", views.hook),
    path("<slug:code>/<slug:part>", views.hook, name="hook_part"),
]
