"""Taking the keys into use."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from assurance.adapters.keyring import UnsafeKey
from assurance.config import Settings
from assurance.persistence.secret_columns import close, disclose
from assurance.services.at_rest import unlock


@pytest.fixture
def backend() -> str:
    """No database takes part in this."""
    return "sqlite"


def test_what_is_closed_is_closed_with_the_keys_of_the_installation(tmp_path: Path) -> None:
    keyring = unlock(Settings.for_instance(tmp_path))
    closed = close("answer.text", b"draft")

    assert keyring.holds_key_of(closed)
    assert disclose("answer.text", closed) == b"draft"
    assert unlock(Settings.for_instance(tmp_path)) == keyring


def test_the_folder_of_the_keys_can_be_elsewhere(tmp_path: Path) -> None:
    settings = Settings.from_environ({"ASSURANCE_INSTANCE": str(tmp_path / "a"), "ASSURANCE_KEYS": str(tmp_path / "b")})
    unlock(settings)
    assert (tmp_path / "b" / "application-0001.key").exists()
    assert not (tmp_path / "a" / "keys").exists()


def test_keys_that_others_could_read_are_not_taken_into_use(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir(mode=0o755)
    with pytest.raises(UnsafeKey):
        unlock(Settings.for_instance(tmp_path))


def test_a_crash_leaves_no_image_of_the_memory(tmp_path: Path) -> None:
    unlock(Settings.for_instance(tmp_path))
    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
