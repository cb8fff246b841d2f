"""Addresses of a citizen's account."""

from django.urls import path

from tanggap.web.accounts import own_data, sign_in, views

urlpatterns = [
    path("akun", views.account, name="account"),
    path("akun/masuk", sign_in.ask, name="account_sign_in"),
    path("akun/kode", sign_in.code, name="account_code"),
    path("akun/keluar", sign_in.sign_out, name="account_sign_out"),
    path("akun/klaim", views.claim, name="account_claim"),
    path("akun/klaim-perangkat", views.claim_remembered, name="account_claim_remembered"),
    path("akun/berhenti-ikuti", views.unfollow, name="account_unfollow"),
    path("akun/kabar/baca", views.read_bell, name="account_read_bell"),
    path("akun/bahasa", views.language, name="account_language"),
    path("akun/data", own_data.export, name="account_data"),
    path("akun/hapus", own_data.erase, name="account_erase"),
]
