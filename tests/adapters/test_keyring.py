"""The key ring: made once, private, rotated without losing what was closed, and bound to a context."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assurance.adapters.keyring import OVERHEAD, Keyring, Unopenable, UnsafeKey, add_key


def test_the_first_start_makes_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    folder = tmp_path / "instance" / "keys"
    closed = Keyring.open(folder).encrypt(b"draft", b"answer.text")

    assert Keyring.open(folder).decrypt(closed, b"answer.text") == b"draft"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [(path.name, stat.S_IMODE(path.stat().st_mode)) for path in folder.iterdir()] == [
        ("application-0001.key", 0o600)
    ]


def test_processes_that_start_together_agree_on_the_key(tmp_path: Path) -> None:
    for number in range(20):
        with ThreadPoolExecutor(4) as pool:
            rings = list(pool.map(lambda _, n=number: Keyring.open(tmp_path / str(n)), range(4)))
        assert len(set(rings)) == 1


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o777])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    Keyring.open(tmp_path / "keys")
    (tmp_path / "keys" / "application-0001.key").chmod(mode)

    with pytest.raises(UnsafeKey, match=r"chmod 600 '.*application-0001\.key'"):
        Keyring.open(tmp_path / "keys")


def test_a_folder_that_others_can_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir(mode=0o755)

    with pytest.raises(UnsafeKey, match="chmod 700"):
        Keyring.open(tmp_path / "keys")


@pytest.mark.parametrize("content", [b"", b"not a key", b"AAAA"])
def test_what_is_not_a_key_is_refused_and_never_replaced(tmp_path: Path, content: bytes) -> None:
    Keyring.open(tmp_path / "keys")
    path = tmp_path / "keys" / "application-0001.key"
    path.write_bytes(content)

    with pytest.raises(UnsafeKey, match="from its backup"):
        Keyring.open(tmp_path / "keys")
    assert path.read_bytes() == content


def test_a_new_key_closes_and_the_old_one_still_opens(tmp_path: Path) -> None:
    old = Keyring.open(tmp_path / "keys")
    before = old.encrypt(b"before", b"x")
    add_key(tmp_path / "keys")
    new = Keyring.open(tmp_path / "keys")
    after = new.encrypt(b"after", b"x")

    assert (new.decrypt(before, b"x"), new.decrypt(after, b"x")) == (b"before", b"after")
    with pytest.raises(Unopenable, match="not among the keys"):
        old.decrypt(after, b"x")


def test_a_value_opens_only_in_its_context_and_unchanged() -> None:
    ring = Keyring.fresh()
    closed = ring.encrypt(b"123456.78", b"price.amount")

    assert len(closed) == OVERHEAD + 9
    for changed in [bytes([each ^ 1 if at == place else each for at, each in enumerate(closed)])
                    for place in range(len(closed))]:  # fmt: skip
        with pytest.raises(Unopenable):
            ring.decrypt(changed, b"price.amount")
    for wrong in (b"", b"price.amoun", b"subcontractor.share_percent"):
        with pytest.raises(Unopenable):
            ring.decrypt(closed, wrong)
    with pytest.raises(Unopenable):
        ring.decrypt(closed[:-1], b"price.amount")


def test_the_same_value_never_reads_the_same_twice() -> None:
    ring = Keyring.fresh()
    assert len({ring.encrypt(b"same", b"x") for _ in range(50)}) == 50
