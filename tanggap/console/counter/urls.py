"""Addresses of the desk."""

from django.urls import path

from tanggap.console.counter import answers, views

urlpatterns = [
    path("loket", views.counter, name="counter"),
    path("loket/saran", views.suggestion, name="counter_suggestion"),
    path("loket/sekitar", views.around, name="counter_around"),
    path("loket/jawaban", answers.answer, name="counter_answer"),
    path("loket/surat/<int:delivery_id>", answers.letter, name="counter_letter"),
    path("loket/<slug:number>/tanda-terima.pdf", views.receipt, name="counter_receipt"),
]
