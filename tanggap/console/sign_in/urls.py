"""Addresses of signing in; they stand right under /konsol."""

from django.urls import path

from tanggap.console.sign_in import passwords, views

urlpatterns = [
    path("masuk", views.sign_in, name="sign_in"),
    path("masuk/kode", views.factor, name="factor"),
    path("masuk/atur-kode", views.enrol, name="enrol"),
    path("masuk/kode-cadangan", views.recovery_codes, name="recovery_codes"),
    path("masuk/formulir", views.kept_form, name="kept_form"),
    path("masuk/formulir/buang", views.drop_kept_form, name="drop_kept_form"),
    path("masuk/lupa", passwords.forgotten, name="forgotten"),
    path("masuk/atur/<str:uid>/<str:token>", passwords.set_password, name="set_password"),
    path("keluar", views.sign_out, name="sign_out"),
    path("akun", passwords.account, name="account"),
    path("akun/sandi", passwords.change_password, name="change_password"),
    path("akun/kode-cadangan", passwords.renew_codes, name="renew_codes"),
]
