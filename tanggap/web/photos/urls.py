"""Where photos are."""

from django.urls import path

from tanggap.web.photos.views import photo

urlpatterns = [path("foto/<slug:token>/<slug:size>", photo, name="photo")]
