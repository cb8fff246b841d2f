"""Django's admin knows the catalogue and nothing else."""

import pytest
from django.contrib import admin
from django.test import Client

from tanggap.agencies.models import Agency
from tanggap.console.admin import CATALOGUE
from tests import people

pytestmark = pytest.mark.django_db


def test_the_admin_knows_catalogue_models_only() -> None:
    assert set(admin.site._registry) == set(CATALOGUE)
    named = {model._meta.label for model in admin.site._registry}
    assert not named & {"accounts.User", "accounts.Identity", "reports.Report", "mfa.Authenticator", "agencies.Seat"}


@pytest.mark.parametrize("model", CATALOGUE)
def test_each_list_and_form_opens(client: Client, model: type) -> None:
    people.sign_in(client, people.PUTRI)
    place = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"  # type: ignore[attr-defined]
    assert client.get(place).status_code == 200
    row = model.objects.first()  # type: ignore[attr-defined]
    assert client.get(f"{place}{row.pk}/change/").status_code == 200
    assert client.post(f"{place}{row.pk}/delete/").status_code == 403


def test_an_administrator_renames_an_agency(client: Client) -> None:
    people.sign_in(client, people.PUTRI)
    agency = Agency.objects.get(code=people.KELURAHAN)
    given = {
        "kind": agency.kind,
        "family": agency.family,
        "name_id": "Kelurahan Menteng Baru",
        "name_en": agency.name_en,
        "short": agency.short,
        "parent": agency.parent_id,
        "area": agency.area_id,
        "email": "",
        "valid_from": "2018-01-01",
        "valid_to": "",
    }
    assert client.post(f"/admin/agencies/agency/{agency.pk}/change/", given).status_code == 302
    agency.refresh_from_db()
    assert agency.name_id == "Kelurahan Menteng Baru"
