"""The signing key is made once, private, and proves what it signed."""

from __future__ import annotations

from pathlib import Path

import pytest

from assurance.adapters.keyring import UnsafeKey
from assurance.adapters.signing import FILE, Signer, is_genuine, key_id


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    first, second = Signer.open(folder), Signer.open(folder)
    assert first.public_pem == second.public_pem
    assert (folder / FILE).stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in folder.iterdir()) == [FILE]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    Signer.open(tmp_path)
    (tmp_path / FILE).chmod(mode)
    with pytest.raises(UnsafeKey, match="chmod 600"):
        Signer.open(tmp_path)


def test_what_is_not_a_key_is_named(tmp_path: Path) -> None:
    Signer.open(tmp_path)
    (tmp_path / FILE).write_text("not a key")
    with pytest.raises(UnsafeKey, match="not a signing key"):
        Signer.open(tmp_path)


def test_a_signature_is_over_these_bytes_and_by_this_key() -> None:
    signer, other = Signer.fresh(), Signer.fresh()
    signature = signer.sign(b"what was received")
    assert is_genuine(b"what was received", signature, signer.public_pem)
    assert not is_genuine(b"what was received!", signature, signer.public_pem)
    assert not is_genuine(b"what was received", signature, other.public_pem)
    assert not is_genuine(b"what was received", "not base64", signer.public_pem)
    assert key_id(signer.public_pem) == signer.key_id != other.key_id
