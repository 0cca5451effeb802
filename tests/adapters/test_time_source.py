"""What a time server says of the clock here, and a jump that the clock made."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from assurance.adapters import time_source
from assurance.adapters.time_source import NoAnswer, SteadyClock, ahead_of_server

NEAR = timedelta(seconds=1.5)
HOUR = timedelta(hours=1)


def stamped(instant: datetime) -> bytes:
    seconds = (instant - datetime(1900, 1, 1, tzinfo=UTC)).total_seconds()
    return struct.pack("!II", int(seconds), int(seconds % 1 * 2**32))


@contextmanager
def server(behind: timedelta, head: bytes = b"\x24\x01") -> Iterator[str]:
    """A time server on loopback that answers once, by a clock that is behind the one here."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        line.settimeout(5)

        def answer() -> None:
            asked, whom = line.recvfrom(100)
            assert (len(asked), asked[0]) == (48, 0x23)
            there = stamped(datetime.now(UTC) - behind)
            line.sendto(head.ljust(32, b"\0") + there + there, whom)

        thread = threading.Thread(target=answer)
        thread.start()
        yield f"127.0.0.1:{line.getsockname()[1]}"
        thread.join()


@pytest.mark.parametrize("behind", [timedelta(0), HOUR, -HOUR, timedelta(seconds=3)])
def test_the_difference_is_what_it_is(behind: timedelta) -> None:
    with server(behind) as address:
        assert abs(ahead_of_server(address) - behind) < NEAR


@pytest.mark.parametrize("head", [b"\x24\x00", b"\x23\x01", b"\x00"])
def test_a_server_that_does_not_know_the_time_is_no_server(head: bytes) -> None:
    with server(HOUR, head) as address, pytest.raises(NoAnswer, match="does not know"):
        ahead_of_server(address)


@pytest.mark.parametrize("address", ["127.0.0.1:1", "127.0.0.1:x", "no-such-host.invalid"])
def test_one_that_is_not_there_does_not_answer(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_source, "PATIENCE_SECONDS", 0.1)
    with pytest.raises(NoAnswer, match="does not answer"):
        ahead_of_server(address)


def test_a_jump_shows_and_going_back_takes_it_away() -> None:
    start = SteadyClock.start(datetime.now(UTC))
    assert abs(start.jumped(datetime.now(UTC))) < NEAR
    assert abs(start.jumped(datetime.now(UTC) + HOUR) - HOUR) < NEAR
    assert abs(start.jumped(datetime.now(UTC) - HOUR) + HOUR) < NEAR
