"""`tanggap doctor` names what is wrong and what to do, and keeps quiet about what is right."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import Settings

from tanggap.config.diagnosis import diagnose

PUBLIC = {"ALLOWED_HOSTS": ["lapor.example.org"], "SITE": "https://lapor.example.org", "HTTPS": True}


def _errors() -> str:
    return "\n".join(finding.sentence for finding in diagnose() if finding.is_error)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"DEBUG": True}, "TANGGAP_DEBUG is on"),
        ({"ALLOWED_HOSTS": ["*"]}, "TANGGAP_HOSTS holds '*'"),
        ({"HTTPS": False, "SITE": "http://lapor.example.org"}, "TANGGAP_SITE does not begin with https://"),
        ({"SITE": "https://localhost"}, "links in letters would lead nowhere"),
        ({"SECRET_KEY": "short"}, "TANGGAP_SECRET_KEY is shorter than"),
        ({"DEFAULT_FROM_EMAIL": "Tanggap <noreply@localhost>"}, "TANGGAP_MAIL_FROM is not set"),
        ({"CITY": "atlantis"}, "there is no folder"),
        ({"BOUNDARIES": "/nowhere.geojson"}, "TANGGAP_BOUNDARIES names /nowhere.geojson, which is not a file"),
        ({"FRONTEND": Path("/nowhere")}, "The front end is not built"),
    ],
)
def test_doctor_names_the_fault_and_only_when_it_is_there(
    settings: Settings, changes: dict[str, Any], told: str
) -> None:
    for name, value in PUBLIC.items():
        setattr(settings, name, value)
    settings.DEFAULT_FROM_EMAIL = "Tanggap <lapor@example.org>"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert told not in _errors()
    for name, value in changes.items():
        setattr(settings, name, value)
    assert told in _errors()


@pytest.mark.django_db
def test_doctor_sees_secrets_that_others_can_read(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    key = tmp_path / "secrets" / "secret_key"
    key.parent.mkdir()
    key.write_text("s")
    key.chmod(0o644)
    assert f"chmod 600 {key}" in _errors()
    key.chmod(0o600)
    assert "chmod" not in _errors()


@pytest.mark.django_db
def test_doctor_sees_whether_a_worker_runs() -> None:
    assert "No worker is running" in _errors()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert "No worker is running" not in _errors()


@pytest.mark.django_db
def test_doctor_leaves_with_1_when_something_must_be_mended(settings: Settings) -> None:
    settings.CITY = "atlantis"
    told = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("doctor", stdout=told)
    assert left.value.code == 1
    assert told.getvalue().splitlines()[0].startswith("must  ")
