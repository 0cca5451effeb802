"""The keys of an installation from the command line."""

from __future__ import annotations

from pathlib import Path

from assurance.adapters.keyring import Keyring
from tests.cli.conftest import Command


def test_a_new_key_is_made_beside_the_older_ones(command: Command, instance: Path) -> None:
    closed = Keyring.open(instance / "keys").encrypt(b"draft", b"x")
    answer = command("keys", "add")
    assert (answer.exit_code, "application-0002.key" in answer.stdout) == (0, True)
    ring = Keyring.open(instance / "keys")
    assert len(ring.keys) == 2
    assert ring.decrypt(closed, b"x") == b"draft"


def test_keys_that_others_could_read_stop_every_command_with_what_to_do(command: Command, instance: Path) -> None:
    Keyring.open(instance / "keys")
    (instance / "keys" / "application-0001.key").chmod(0o644)
    answer = command("db", "upgrade")
    assert (answer.exit_code, "chmod 600" in answer.stderr) == (1, True)
    (instance / "keys").chmod(0o755)
    for words in (("keys", "add"), ("worker", "--until-idle")):
        answer = command(*words)
        assert (answer.exit_code, "chmod 700" in answer.stderr) == (1, True)
