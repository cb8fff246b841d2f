"""What the environment may say, and the sentence for what it may not."""

import stat
from pathlib import Path

import pytest

from tanggap.config import env


@pytest.mark.parametrize("given", ["x", "-1", "70000", "8.5", "٨"])
def test_number_refuses_what_is_none_in_range(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("PORT", given)
    with pytest.raises(env.Misconfigured, match="PORT must be a whole number from 1 to 65535"):
        env.number("PORT", 8000, least=1, most=65535)


def test_number_is_the_default_when_nothing_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", " ")
    assert env.number("PORT", 8000) == 8000


@pytest.mark.parametrize(("given", "meant"), [("1", True), ("Yes", True), ("off", False), ("", True)])
def test_flag_reads_yes_and_no(monkeypatch: pytest.MonkeyPatch, given: str, meant: bool) -> None:
    monkeypatch.setenv("TANGGAP_DEBUG", given)
    assert env.flag("TANGGAP_DEBUG", default=True) is meant


def test_flag_refuses_a_maybe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANGGAP_DEBUG", "maybe")
    with pytest.raises(env.Misconfigured, match="TANGGAP_DEBUG must be one of"):
        env.flag("TANGGAP_DEBUG", default=False)


def test_secret_is_drawn_once_and_closed_to_others(tmp_path: Path) -> None:
    place = tmp_path / "secrets" / "key"
    first = env.secret("TANGGAP_NO_SUCH_KEY", kept_in=place)
    assert len(first) >= 64
    assert env.secret("TANGGAP_NO_SUCH_KEY", kept_in=place) == first
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert [left.name for left in place.parent.iterdir()] == ["key"]


def test_secret_of_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TANGGAP_SECRET_KEY", "given")
    assert env.secret("TANGGAP_SECRET_KEY", kept_in=tmp_path / "key") == "given"
    assert not list(tmp_path.iterdir())


def test_database_takes_an_address_apart() -> None:
    found = env.database("postgresql://budi:p%40ss@db.example.org:5433/kota?sslmode=require")
    assert {part: found[part] for part in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "NAME": "kota",
        "USER": "budi",
        "PASSWORD": "p@ss",
        "HOST": "db.example.org",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize("url", ["postgresql://%2Frun%2Fpg/kota", "postgresql:///kota?host=/run/pg"])
def test_database_finds_a_socket_folder(url: str) -> None:
    found = env.database(url)
    assert (found["HOST"], found["NAME"], found["OPTIONS"]) == ("/run/pg", "kota", {})


def test_database_refuses_other_engines() -> None:
    with pytest.raises(env.Misconfigured, match="PostgreSQL only"):
        env.database("mysql://localhost/kota")


def test_mail_reads_server_and_encryption(tmp_path: Path) -> None:
    found = env.mail("smtp+tls://kota:s%3Acret@mail.example.org", kept_in=tmp_path)
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_HOST_PASSWORD"]) == (
        "mail.example.org",
        587,
        "s:cret",
    )
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (True, False)


def test_mail_becomes_files_when_no_server_is_named(tmp_path: Path) -> None:
    assert env.mail("", kept_in=tmp_path)["EMAIL_FILE_PATH"] == str(tmp_path)


def test_mail_refuses_what_is_no_mail_server(tmp_path: Path) -> None:
    with pytest.raises(env.Misconfigured, match="TANGGAP_EMAIL_URL must look like"):
        env.mail("https://mail.example.org", kept_in=tmp_path)


@pytest.mark.parametrize("site", ["http://localhost:8000", "http://127.0.0.1"])
def test_hosts_are_this_machine_when_the_site_is(site: str) -> None:
    assert "127.0.0.1" in env.hosts_of(site)
    assert env.hosts_of("https://lapor.example.org") == ["lapor.example.org"]
