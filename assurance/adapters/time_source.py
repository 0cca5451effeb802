"""What time it is elsewhere: asked of a time server by SNTP (RFC 4330), and how the clock here has jumped meanwhile.

One small packet there and back; half of its way is taken off. Whoever runs the service chooses the server.
"""

from __future__ import annotations

import socket
import struct
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

PORT, PATIENCE_SECONDS = 123, 2.0
_EPOCH = datetime(1900, 1, 1, tzinfo=UTC)
_REQUEST = b"\x23" + 47 * b"\0"
"""Version 4, asked by a client."""
_SERVER, _KISS_OF_DEATH = 4, 0


class NoAnswer(Exception):  # noqa: N818 -- says what happened
    """The time server did not answer, or with something that is no time."""


def ahead_of_server(address: str) -> timedelta:
    """Return by how much the clock here is ahead of a time server (`host` or `host:port`); raise `NoAnswer`."""
    host, _, port = address.partition(":")
    try:
        found = socket.getaddrinfo(host, int(port or PORT), type=socket.SOCK_DGRAM)[0]
        with socket.socket(found[0], found[1]) as line:
            line.settimeout(PATIENCE_SECONDS)
            line.connect(found[4])
            sent, began = datetime.now(UTC), time.monotonic()
            line.send(_REQUEST)
            answer = line.recv(512)
            took = timedelta(seconds=time.monotonic() - began)
    except (OSError, ValueError) as failed:
        raise NoAnswer(f"The time server {address} does not answer") from failed
    return sent + took / 2 - _read(answer, address)


def _read(answer: bytes, address: str) -> datetime:
    """Return the middle of when the server received the question and when it answered."""
    if len(answer) < 48 or answer[0] & 7 != _SERVER or answer[1] == _KISS_OF_DEATH:
        raise NoAnswer(f"The time server {address} does not know the time")
    seconds = struct.unpack("!II", answer[32:40]), struct.unpack("!II", answer[40:48])
    received, answered = (_EPOCH + timedelta(seconds=whole + part / 2**32) for whole, part in seconds)
    return received + (answered - received) / 2


@dataclass(frozen=True, slots=True)
class SteadyClock:
    """What the clock showed at one moment, and a count that nobody can set: together they show a jump."""

    showed: datetime
    counted: float

    @classmethod
    def start(cls, now: datetime) -> SteadyClock:
        """Begin to count, at what the clock shows."""
        return cls(
            now, time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()
        )

    def jumped(self, now: datetime) -> timedelta:
        """Return by how much the clock has gone forward more than time has passed since."""
        passed = SteadyClock.start(now).counted - self.counted
        return now - self.showed - timedelta(seconds=passed)
