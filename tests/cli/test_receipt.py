"""A receipt is checked with a public key and nothing else, and a forged one is refused with what is wrong."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assurance.adapters.signing import Signer
from assurance.domain.tenderbox.manifest import Entry, write_manifest
from assurance.domain.tenderbox.receipt import signed_bytes, write_receipt
from tests.cli.conftest import Command

AT = datetime(2025, 1, 6, 9, 0, tzinfo=UTC)


def signed(signer: Signer) -> dict[str, Any]:
    manifest = write_manifest(
        [Entry("price", "price", "Price", "a" * 64)], procurement="PR-2025-0001", bid="b", version=1, received_at=AT,
        deadline=AT,
    )  # fmt: skip
    receipt = write_receipt(
        manifest, salts={("price", "price"): "00" * 32}, title="Care", authority="Board", bidder="Alder Care",
        submitted_by="Alder Lead", audit={"seq": 7, "hash": "b" * 64}, key_id=signer.key_id,
    )  # fmt: skip
    return {**receipt, "signature": signer.sign(signed_bytes(receipt))}


@pytest.fixture
def signer() -> Signer:
    return Signer.fresh()


@pytest.fixture
def key(tmp_path: Path, signer: Signer) -> str:
    (tmp_path / "public.pem").write_text(signer.public_pem)
    return str(tmp_path / "public.pem")


def written(tmp_path: Path, content: object) -> str:
    path = tmp_path / "receipt.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content, indent=1))
    return str(path)


def test_a_genuine_receipt_is_said_to_be_so(command: Command, tmp_path: Path, signer: Signer, key: str) -> None:
    answer = command("receipt", "verify", written(tmp_path, signed(signer)), "--key", key)
    assert answer.exit_code == 0, answer.output
    assert "Genuine: Alder Care submitted version 1" in answer.stdout
    assert "2025-01-06T09:00:00.000Z" in answer.stdout


def test_without_a_key_that_of_the_installation_is_taken(command: Command, tmp_path: Path, instance: Path) -> None:
    path = written(tmp_path, signed(Signer.open(instance / "keys")))
    assert command("receipt", "verify", path).exit_code == 0


@pytest.mark.parametrize(
    "change",
    [
        {"received_at": "2025-01-05T09:00:00.000Z"},
        {"bidder": "Birch Care"},
        {"signature": "AAAA"},
        {"digest": "0" * 64},
        {"format": "something/1"},
        {"manifest": None},
    ],
)
def test_a_forged_receipt_is_refused(
    command: Command, tmp_path: Path, signer: Signer, key: str, change: dict[str, Any]
) -> None:
    answer = command("receipt", "verify", written(tmp_path, {**signed(signer), **change}), "--key", key)
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert answer.stderr.strip()


def test_a_receipt_of_another_service_is_refused(command: Command, tmp_path: Path, key: str) -> None:
    answer = command("receipt", "verify", written(tmp_path, signed(Signer.fresh())), "--key", key)
    assert answer.exit_code == 1
    assert "signature" in answer.stderr


@pytest.mark.parametrize("content", ["", "{", "[]"])
def test_what_is_no_receipt_is_named(command: Command, tmp_path: Path, key: str, content: str) -> None:
    answer = command("receipt", "verify", written(tmp_path, content), "--key", key)
    assert answer.exit_code in (1, 2)
    assert answer.stderr


def test_what_is_no_key_is_named(command: Command, tmp_path: Path, signer: Signer) -> None:
    path = written(tmp_path, signed(signer))
    assert command("receipt", "verify", path, "--key", path).exit_code == 2
    assert command("receipt", "verify", path, "--key", str(tmp_path / "none.pem")).exit_code == 2
