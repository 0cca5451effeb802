"""A pack is verified at the command line from the file alone, issued there into a file, and made again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assurance.adapters.seal import Seal
from assurance.jobs import issue_pack
from assurance.packs.printing import Sheet, print_pdf
from assurance.persistence.session import Database
from assurance.services import packs
from tests.cli.conftest import Command
from tests.packs.fixture import make_story
from tests.services.test_packs import PRINTED, ask

AT = datetime(2026, 1, 1, tzinfo=UTC)
HTML = (
    '<html lang="en-GB"><head><title>Gate report</title><meta name="author" content="x"></head>'
    "<body><h1>Gate report</h1><p>Words</p></body></html>"
)


@pytest.fixture(scope="module")
def seal(tmp_path_factory: pytest.TempPathFactory) -> Seal:
    return Seal.open(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def printed(seal: Seal) -> bytes:
    return seal.apply(print_pdf(Sheet(HTML, b"0" * 16, AT)), AT)


def kept(folder: Path, name: str, content: bytes) -> str:
    (folder / name).write_bytes(content)
    return str(folder / name)


def test_a_pack_as_it_was_issued_is_verified(command: Command, tmp_path: Path, seal: Seal, printed: bytes) -> None:
    path = kept(tmp_path, "pack.pdf", printed)
    answer = command("verify", path, "--certificate", kept(tmp_path, "c.pem", seal.certificate_pem))

    assert answer.exit_code == 0, answer.output
    assert "Verified: Gate report, 1 pages." in answer.stdout
    assert f"Certificate SHA-256 {seal.fingerprint}, as expected." in answer.stdout


def test_without_a_certificate_it_says_what_to_compare(command: Command, tmp_path: Path, printed: bytes) -> None:
    answer = command("verify", kept(tmp_path, "pack.pdf", printed))

    assert answer.exit_code == 0
    assert "compare it with the one the service publishes" in answer.stdout


def test_a_changed_pack_is_refused_with_what_differs(command: Command, tmp_path: Path, printed: bytes) -> None:
    path = kept(tmp_path, "pack.pdf", printed[:2000] + bytes([printed[2000] ^ 1]) + printed[2001:])
    answer = command("verify", path)
    as_json = command("verify", path, "--json")

    assert answer.exit_code == as_json.exit_code == 1
    assert "not as it was sealed" in answer.stderr
    assert "Verified" not in answer.stdout
    assert json.loads(as_json.stdout)["verified"] is False
    assert json.loads(as_json.stdout)["faults"]


def test_the_seal_of_another_service_is_refused(command: Command, tmp_path: Path, printed: bytes) -> None:
    other = Seal.open(tmp_path / "other")
    path = kept(tmp_path, "pack.pdf", printed)

    answer = command("verify", path, "--certificate", kept(tmp_path, "c.pem", other.certificate_pem))

    assert answer.exit_code == 1
    assert f"not with {other.fingerprint}" in answer.stderr


def test_what_cannot_be_read_is_told_apart_from_what_differs(command: Command, tmp_path: Path, printed: bytes) -> None:
    path = kept(tmp_path, "pack.pdf", printed)

    assert command("verify", kept(tmp_path, "no.pdf", b"words")).exit_code == 2
    assert command("verify", str(tmp_path / "missing.pdf")).exit_code == 2
    assert command("verify", path, "--certificate", path).exit_code == 2


def test_no_pack_of_an_unknown_kind_or_procurement_is_issued(command: Command, tmp_path: Path) -> None:
    assert command("db", "upgrade").exit_code == 0
    out = str(tmp_path / "out.pdf")

    unknown_kind = command("pack", "poem", "PR-2026-0001", "--out", out)
    unknown_procurement = command("pack", "evaluation", "PR-2026-0001", "--out", out)

    assert (unknown_kind.exit_code, unknown_procurement.exit_code) == (2, 2)
    assert "There is no pack called “poem”" in unknown_kind.stderr
    assert "There is no procurement PR-2026-0001 here" in unknown_procurement.stderr
    assert not Path(out).exists()


def test_what_was_not_issued_or_is_no_longer_kept_is_not_made_again(
    command: Command, tables: str, tmp_path: Path
) -> None:
    database = Database.open(tables)
    with database.transaction() as session:
        public_id = ask(session, make_story(session)).public_id
    out = str(tmp_path / "again.pdf")
    unknown, waiting = command("reprint", "nothing", "--out", out), command("reprint", public_id, "--out", out)
    with database.transaction() as session:
        packs.finish(session, public_id=public_id, printed=PRINTED, now=AT)
    database.close()
    swept = command("reprint", public_id, "--out", out)

    assert (unknown.exit_code, waiting.exit_code, swept.exit_code) == (2, 2, 2)
    assert "There is no such pack" in unknown.stderr
    assert "was not issued" in waiting.stderr
    assert "no longer kept" in swept.stderr
    assert not Path(out).exists()


def test_a_pack_that_comes_out_otherwise_is_written_and_told(
    command: Command, tables: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = issue_pack.Again("Gate report", b"%PDF another", "0" * 64)
    monkeypatch.setattr(issue_pack, "make_again", lambda *given, **named: made)
    answer = command("reprint", "any", "--out", str(tmp_path / "again.pdf"))

    assert answer.exit_code == 1
    assert f"it was issued with {'0' * 64}" in answer.stderr
    assert (tmp_path / "again.pdf").read_bytes() == b"%PDF another"
