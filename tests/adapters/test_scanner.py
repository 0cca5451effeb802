"""The scanner: a real ClamAV finds what it knows; without a verdict nothing is taken where one is required."""

from __future__ import annotations

import io
import logging
import os
import socket
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assurance.adapters import scanner
from assurance.adapters.scanner import Infected, Scanner, check_address
from assurance.domain.errors import NotNow
from tests import clamd


@pytest.fixture(scope="module")
def clamav() -> Iterator[Scanner]:
    """A scanner that must be asked; a machine without ClamAV says so, CI fails."""
    program = clamd.binary()
    if program is None:
        missing = "ClamAV is not installed (Debian package clamav-daemon)"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    with clamd.daemon(program) as path:
        yield Scanner(f"unix:{path}", required=True)


def zipped(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("inside/eicar.com", content)
    return out.getvalue()


def pieces(content: bytes, size: int = 1000) -> Iterator[bytes]:
    return (content[at : at + size] for at in range(0, len(content), size))


def test_what_is_clean_passes_through_unchanged(clamav: Scanner) -> None:
    content = os.urandom(300_000)
    assert clamav.is_well()
    assert b"".join(clamav.watch(pieces(content))) == content
    assert b"".join(clamav.watch([])) == b""


@pytest.mark.parametrize("size", [7, 10_000])
@pytest.mark.parametrize("wrap", [bytes, zipped, lambda each: zipped(zipped(each))], ids=["alone", "zip", "zip in zip"])
def test_what_the_scanner_knows_is_named(clamav: Scanner, wrap: Callable[[bytes], bytes], size: int) -> None:
    with pytest.raises(Infected, match="Eicar-Test-Signature"):
        list(clamav.watch(pieces(wrap(clamd.EICAR.encode()), size)))


def test_more_than_the_scanner_takes_is_refused_and_not_waved_through(clamav: Scanner) -> None:
    too_large = (bytes(2**20) for _ in range(clamd.LARGEST_MB + 5))
    with pytest.raises(NotNow) as refused:
        list(clamav.watch(too_large))
    assert refused.value.code == "scan_unavailable"


@pytest.fixture
def nowhere(tmp_path: Path) -> str:
    return f"unix:{tmp_path}/no-socket"


@pytest.fixture
def mute(tmp_path: Path) -> Iterator[str]:
    """A scanner that accepts everything and never answers."""
    path = str(tmp_path / "mute")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()
        held: list[socket.socket] = []
        threading.Thread(target=lambda: held.append(server.accept()[0]), daemon=True).start()
        yield f"unix:{path}"
        for each in held:
            each.close()


@pytest.fixture(params=["nowhere", "mute", "tcp:127.0.0.1:1"])
def broken(request: pytest.FixtureRequest) -> str:
    return request.param if ":" in request.param else request.getfixturevalue(request.param)


def test_a_required_scanner_that_gives_no_verdict_stops_everything(
    broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    scanner = Scanner(broken, required=True, timeout_seconds=0.2)
    with caplog.at_level(logging.WARNING, "assurance.health"), pytest.raises(NotNow) as refused:
        list(scanner.watch(iter([b"one", b"two"])))
    assert (refused.value.code, "Try again" in str(refused.value)) == ("scan_unavailable", True)
    assert "refused because it could not be scanned" in caplog.text
    assert not scanner.is_well()


def test_one_that_is_not_required_lets_pass_and_the_health_log_says_so(
    broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "assurance.health"):
        passed = b"".join(Scanner(broken, timeout_seconds=0.2).watch(iter([b"one", b"two"])))
    assert passed == b"onetwo"
    assert "taken unscanned" in caplog.text


def test_without_an_address_there_is_nobody_to_ask_and_that_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    scanner._say_once_that_there_is_none.cache_clear()
    with caplog.at_level(logging.WARNING, "assurance.health"):
        for _ in range(3):
            assert b"".join(Scanner().watch([b"x"])) == b"x"
    assert caplog.text.count("none is set up") == 1
    assert Scanner().is_well()
    assert not Scanner(required=True).is_well()
    with pytest.raises(NotNow):
        list(Scanner(required=True).watch([b"x"]))


@pytest.mark.parametrize("address", ["", "unix:/run/clamd.sock", "tcp:localhost:3310", "tcp:[::1]:3310"])
def test_an_address_that_can_be_one_is_taken(address: str) -> None:
    assert check_address(address) == address


@pytest.mark.parametrize(
    "address", ["clamd", "unix:relative", "tcp:localhost", "tcp:localhost:x", "tcp:a:99999", "http://x"]
)
def test_an_address_that_cannot_be_one_is_refused_in_words(address: str) -> None:
    with pytest.raises(ValueError, match="ASSURANCE_SCANNER"):
        check_address(address)
