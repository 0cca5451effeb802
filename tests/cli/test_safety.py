"""`assurance serve` and `assurance worker` refuse what would be unsafe, with a named reason and what mends it."""

from __future__ import annotations

import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from assurance.adapters.time_source import NoAnswer
from assurance.cli import safety
from assurance.config import IdentityProvider, Settings
from assurance.persistence.session import make_engine, weaknesses
from tests import postgres
from tests.cli.conftest import Command


@pytest.fixture
def settings(instance: Path) -> Settings:
    """The embedded default, which is safe."""
    return Settings.for_instance(instance)


def test_the_embedded_default_is_safe(settings: Settings) -> None:
    assert safety.why_unsafe(settings, {}) == []
    safety.stop_if_unsafe(settings)


@pytest.mark.parametrize(
    ("chosen", "environ", "named"),
    [
        ({"secret_key": "short"}, {}, "ASSURANCE_SECRET_KEY"),
        ({"secret_key": "changeme"}, {}, "ASSURANCE_SECRET_KEY"),
        ({"secret_key": "abab" * 20}, {}, "ASSURANCE_SECRET_KEY"),
        ({"public_url": "https://buy.example"}, {}, "ASSURANCE_SECURE_COOKIES=1"),
        ({"public_url": "http://buy.example"}, {}, "ASSURANCE_PUBLIC_URL"),
        ({"public_url": "http://buy.example", "secure_cookies": True}, {}, "ASSURANCE_PUBLIC_URL"),
        ({"identity_provider": IdentityProvider("http://provider.example", "a", "b")}, {}, "ASSURANCE_OIDC_ISSUER"),
        ({"identity_provider": IdentityProvider("provider.example", "a", "b")}, {}, "ASSURANCE_OIDC_ISSUER"),
        ({}, {"FLASK_DEBUG": "1"}, "FLASK_DEBUG"),
        ({}, {"FLASK_DEBUG": "true"}, "FLASK_DEBUG"),
    ],
)
def test_an_unsafe_setting_is_named(
    settings: Settings, chosen: dict[str, object], environ: dict[str, str], named: str
) -> None:
    (why,) = safety.why_unsafe(replace(settings, **chosen), environ)  # type: ignore[arg-type]  # reason: by name
    assert named in why


@pytest.mark.parametrize("issuer", ["https://provider.example", "http://localhost:9400", "http://127.0.0.1:9400"])
def test_a_provider_that_nobody_can_impersonate_is_served(settings: Settings, issuer: str) -> None:
    assert safety.why_unsafe(replace(settings, identity_provider=IdentityProvider(issuer, "a", "b")), {}) == []


def test_https_with_its_cookies_and_a_demonstration_are_served(settings: Settings) -> None:
    assert safety.why_unsafe(replace(settings, public_url="https://buy.example", secure_cookies=True), {}) == []
    shown = replace(settings, demonstration=True, public_url="http://buy.example")
    assert safety.why_unsafe(shown, {"FLASK_DEBUG": "1"}) == []


def test_what_others_can_change_or_read_is_named(settings: Settings, instance: Path) -> None:
    (instance / "secret_key").chmod(0o640)
    instance.chmod(0o777)
    folder, secret = safety.why_unsafe(settings, {})
    instance.chmod(0o755)
    assert (f"chmod o-w '{instance}'" in folder, "chmod 600" in secret) == (True, True)


def test_the_database_is_taken_from_everybody_else(settings: Settings, instance: Path) -> None:
    path = instance / "assurance.db"
    make_engine(settings.database_url).connect().close()
    path.chmod(0o664)
    assert "chmod o-rwx" in safety.why_unsafe(settings, {})[0]
    safety.stop_if_unsafe(settings)
    assert stat.S_IMODE(path.stat().st_mode) == 0o660


def test_a_database_that_does_not_keep_what_it_acknowledges_is_named(settings: Settings) -> None:
    engine = make_engine("sqlite://")  # in memory there is no write-ahead log
    assert ["journal_mode" in why for why in weaknesses(engine)] == [True]
    with engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA synchronous=NORMAL")
    assert ["synchronous 1" in why for why in weaknesses(engine)] == [False, True]


def test_a_service_that_is_above_the_rules_of_its_server_does_not_start(
    settings: Settings, postgres_server: postgres.Server, capsys: pytest.CaptureFixture[str]
) -> None:
    with postgres_server.database("above_the_rules") as url:
        there = replace(settings, database_url=url)
        with pytest.raises(SystemExit):
            safety.stop_if_unsafe(there)
        assert "assurance db grant ROLE" in capsys.readouterr().err
        safety.stop_if_unsafe(replace(there, demonstration=True))
        safety.stop_if_unsafe(replace(there, database_url=postgres_server.url("above_the_rules", postgres.PROGRAM)))


@pytest.mark.parametrize(("ahead", "stops"), [(3, True), (-3, True), (1, False)])
def test_a_clock_that_is_off_stops_the_start(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ahead: int, stops: bool
) -> None:
    monkeypatch.setattr(safety, "ahead_of_server", lambda address: timedelta(seconds=ahead))
    timed = replace(settings, time_server="time.example")
    if not stops:
        safety.stop_if_unsafe(timed)
        return
    with pytest.raises(SystemExit):
        safety.stop_if_unsafe(timed)
    assert f"{ahead:+}.0 seconds off the time server time.example" in capsys.readouterr().err


def test_a_time_server_that_does_not_answer_stops_nothing(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(address: str) -> timedelta:
        raise NoAnswer(address)

    monkeypatch.setattr(safety, "ahead_of_server", silent)
    safety.stop_if_unsafe(replace(settings, time_server="time.example"))


@pytest.mark.parametrize("started", [("serve", "--no-worker"), ("worker", "--until-idle")])
def test_site_and_worker_print_every_reason_and_do_not_start(
    command: Command, monkeypatch: pytest.MonkeyPatch, started: tuple[str, ...]
) -> None:
    monkeypatch.setenv("ASSURANCE_SECRET_KEY", "short")
    monkeypatch.setenv("FLASK_DEBUG", "1")
    answer = command(*started)
    assert answer.exit_code == 1
    assert ("ASSURANCE_SECRET_KEY" in answer.stderr, "FLASK_DEBUG" in answer.stderr) == (True, True)
