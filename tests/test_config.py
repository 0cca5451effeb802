"""Settings: the embedded default, and a secret that two processes starting together agree on."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assurance.config import Settings, resource_folder


def test_the_default_needs_only_a_folder(tmp_path: Path) -> None:
    settings = Settings.for_instance(tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path / 'assurance.db'}"
    assert settings.files_url == (tmp_path / "files").as_uri()
    assert not settings.demonstration


def test_the_environment_decides(tmp_path: Path) -> None:
    settings = Settings.from_environ(
        {
            "ASSURANCE_INSTANCE": str(tmp_path),
            "ASSURANCE_DATABASE_URL": "postgresql+psycopg://localhost/x",
            "ASSURANCE_SECRET_KEY": "given",
            "ASSURANCE_PORT": "9000",
        }
    )
    assert (settings.database_url, settings.secret_key, settings.port) == (
        "postgresql+psycopg://localhost/x",
        "given",
        9000,
    )
    assert not (tmp_path / "secret_key").exists()


def test_the_secret_is_kept_and_private(tmp_path: Path) -> None:
    first = Settings.for_instance(tmp_path).secret_key
    assert len(first) > 40
    assert Settings.for_instance(tmp_path).secret_key == first
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_processes_that_start_together_agree_on_the_secret(tmp_path: Path) -> None:
    for number in range(20):
        folder = tmp_path / str(number)
        with ThreadPoolExecutor(4) as pool:
            found = set(pool.map(lambda _, f=folder: _secret(f), range(4)))
        assert len(found) == 1


def _secret(folder: Path) -> str:
    return Settings.for_instance(folder).secret_key


def test_what_ships_with_the_code_is_found() -> None:
    assert (resource_folder("templates") / "base.html").exists()
    assert (resource_folder("migrations") / "env.py").exists()


def test_an_identity_provider_is_read_whole_or_not_at_all(tmp_path: Path) -> None:
    given = {
        "ASSURANCE_OIDC_ISSUER": "https://provider.example", "ASSURANCE_OIDC_CLIENT_ID": "assurance",
        "ASSURANCE_OIDC_CLIENT_SECRET": "secret", "ASSURANCE_OIDC_DOMAINS": "NHS.net, icb.example",
        "ASSURANCE_OIDC_SECOND_FACTOR": "mfa gold", "ASSURANCE_INSTANCE": str(tmp_path),
    }  # fmt: skip
    found = Settings.from_environ(given).identity_provider
    assert found is not None
    assert (found.domains, found.second_factor) == ({"nhs.net", "icb.example"}, {"mfa", "gold"})
    assert found.label == "your organisation’s account"
    assert Settings.from_environ({**given, "ASSURANCE_OIDC_LABEL": "NHS account"}).identity_provider != found
    assert Settings.for_instance(tmp_path).identity_provider is None
    for name in list(given)[:3]:
        with pytest.raises(ValueError, match="belong together"):
            Settings.from_environ({**given, name: ""})


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("60 officer=20 opener=20", (("", 60), ("officer", 20), ("opener", 20))),
        ("officer=5, 45", (("officer", 5), ("", 45))),
        ("", (("", 60), ("officer", 20), ("opener", 20))),
    ],
)
def test_the_minutes_in_which_nothing_is_done_are_read_by_role(
    tmp_path: Path, given: str, read: tuple[tuple[str, int], ...]
) -> None:
    environ = {"ASSURANCE_INSTANCE": str(tmp_path), "ASSURANCE_IDLE_MINUTES": given}
    assert Settings.from_environ(environ).idle_minutes == read


@pytest.mark.parametrize("given", ["officer=20", "60 30", "60 officer=", "60 officer=0", "-1", "an hour"])
def test_minutes_that_say_nothing_for_everybody_or_make_no_sense_are_refused(tmp_path: Path, given: str) -> None:
    with pytest.raises(ValueError, match="ASSURANCE_IDLE_MINUTES"):
        Settings.from_environ({"ASSURANCE_INSTANCE": str(tmp_path), "ASSURANCE_IDLE_MINUTES": given})


def test_mailboxes_that_get_the_head_of_the_trail_are_addresses(tmp_path: Path) -> None:
    def read(value: str) -> tuple[str, ...]:
        return Settings.from_environ(
            {"ASSURANCE_INSTANCE": str(tmp_path), "ASSURANCE_WITNESS_MAIL": value}
        ).witness_mail

    assert read("") == ()
    assert read("audit@example.org, board@example.org,") == ("audit@example.org", "board@example.org")
    with pytest.raises(ValueError, match="ASSURANCE_WITNESS_MAIL has “the board”"):
        read("audit@example.org, the board")
