"""Asks ClamAV about a file while it passes by: clamd's INSTREAM over a UNIX or TCP socket.

Where a scanner is required and cannot be asked, nothing is taken: a file that nobody has looked at is not safe. Where
none is required, a file is taken unscanned and the health log says so. clamd writes what it scans to its own
TemporaryDirectory, which therefore belongs on a memory file system.
"""

from __future__ import annotations

import logging
import socket
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from assurance.domain.errors import AssuranceError, NotNow

health = logging.getLogger("assurance.health")

_COMMAND, _END = b"zINSTREAM\0", struct.pack("!I", 0)
_LONGEST_ANSWER = 4096
UNASKED = (
    "The file could not be checked for viruses at the moment, so it is not taken. What you have uploaded before is "
    "kept. Try again in a few minutes, or tell the authority if the deadline is near"
)


class Infected(AssuranceError):
    """The scanner knows what is in the file; the message names it."""


class _Silent(Exception):
    """The scanner gave no verdict; the message says why."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """Where the scanner is asked, and whether files are refused that it has not seen."""

    address: str = ""
    """`unix:/path` or `tcp:host:port`; empty when there is none."""
    required: bool = False
    timeout_seconds: float = 60

    def watch(self, content: Iterable[bytes]) -> Iterator[bytes]:
        """Pass content on while the scanner reads it, and raise at its end: `Infected`, or `NotNow` with no verdict.

        Whoever takes the content must not keep it before this has ended.
        """
        content = iter(content)  # so that what is left can still be passed on when the scanner falls silent
        if not self.address:
            yield from content
            self._refuse_if_required("no scanner is set up")
            _say_once_that_there_is_none()
            return
        try:
            with self._connected() as line:
                yield from _both(content, line)
                verdict = _answer(line)
            _judge(verdict)
        except _Silent as silent:
            yield from content  # what the scanner did not take is still passed on, to be kept or refused as a whole
            self._unseen(str(silent))

    def is_well(self) -> bool:
        """Say whether a scanner that is set up answers; where none is, there is nothing to be ill."""
        if not self.address:
            return not self.required
        try:
            with self._connected() as line:
                _send(line, b"zPING\0")
                return _answer(line) == "PONG"
        except _Silent:
            return False

    def _unseen(self, why: str) -> None:
        self._refuse_if_required(why)
        health.warning("scanner: a file was taken unscanned: %s", why)

    def _refuse_if_required(self, why: str) -> None:
        if self.required:
            health.error("scanner: a file was refused because it could not be scanned: %s", why)
            raise NotNow(UNASKED, code="scan_unavailable")

    @contextmanager
    def _connected(self) -> Iterator[socket.socket]:
        kind, _, rest = self.address.partition(":")
        host, _, port = rest.rpartition(":")
        try:
            family = socket.AF_UNIX if kind == "unix" else socket.AF_INET6 if ":" in host else socket.AF_INET
            line = socket.socket(family, socket.SOCK_STREAM)
            line.settimeout(self.timeout_seconds)
        except OSError as refused:
            raise _Silent(str(refused)) from refused
        with line:
            try:
                line.connect(rest if kind == "unix" else (host.strip("[]"), int(port)))
            except (OSError, ValueError) as refused:
                raise _Silent(f"{self.address} does not answer ({refused})") from refused
            yield line


@cache
def _say_once_that_there_is_none() -> None:
    health.warning("scanner: none is set up (ASSURANCE_SCANNER), so files are taken unscanned")


def check_address(address: str) -> str:
    """Return an address that is `unix:/path` or `tcp:host:port`, or raise `ValueError` with words."""
    kind, _, rest = address.partition(":")
    host, _, port = rest.rpartition(":")
    is_port = host and port.isascii() and port.isdecimal() and 0 < int(port) < 65536
    if address and not (kind == "unix" and rest.startswith("/")) and not (kind == "tcp" and is_port):
        raise ValueError(f"ASSURANCE_SCANNER must be unix:/path or tcp:host:port, not {address!r}")
    return address


def _both(content: Iterable[bytes], line: socket.socket) -> Iterator[bytes]:
    """Send each piece to the scanner and pass it on."""
    _send(line, _COMMAND)
    for piece in content:
        yield piece
        if piece:
            _send(line, struct.pack("!I", len(piece)) + piece)
    _send(line, _END)


def _send(line: socket.socket, data: bytes) -> None:
    try:
        line.sendall(data)
    except OSError as broken:
        raise _Silent(_last_words(line) or f"the connection broke ({broken})") from broken


def _last_words(line: socket.socket) -> str:
    """Return what a scanner that hung up had said, such as that the file is too large for it."""
    try:
        return line.recv(_LONGEST_ANSWER).rstrip(b"\0\n").decode("ascii", "replace")
    except OSError:
        return ""


def _answer(line: socket.socket) -> str:
    answer = b""
    try:
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
            more = line.recv(_LONGEST_ANSWER)
            if not more:
                break
            answer += more
    except OSError as broken:
        raise _Silent(f"no verdict came ({broken})") from broken
    return answer.rstrip(b"\0\n").decode("ascii", "replace")


def _judge(verdict: str) -> None:
    said = verdict.removeprefix("stream: ")
    if said.endswith(" FOUND"):
        raise Infected(said.removesuffix(" FOUND"))
    if said != "OK":
        raise _Silent(f"it answered {said[:200]!r}")
