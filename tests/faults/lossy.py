"""A line that loses what it carries: it listens on a port of its own and hands on to another as badly as it is told."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count

CHUNK = 16_384
FAR = "127.0.0.1"


@dataclass
class Line:
    """Where the line begins, and how many connections it has broken."""

    port: int
    broken: list[str] = field(default_factory=list)

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        return FAR, self.port


@dataclass(frozen=True, slots=True)
class Loss:
    """What becomes of a connection: nothing, or "request" or "reply" breaks off after some pieces, or it is "slow"."""

    what: str = ""
    after: int = 0


Fate = Callable[[int], Loss]
"""The loss of the connection with that number."""


@contextmanager
def lossy(port: int, fate: Fate) -> Iterator[Line]:
    """Carry connections to a port until the block ends; then all of them are broken off."""
    door = socket.create_server((FAR, 0))
    door.settimeout(0.2)
    line, numbers, ended, carriers = (
        Line(int(door.getsockname()[1])),
        count(),
        threading.Event(),
        list[threading.Thread](),
    )

    def listen() -> None:
        while not ended.is_set():
            with suppress(TimeoutError):
                near, _ = door.accept()
                carriers.append(threading.Thread(target=_carry, args=(near, port, fate(next(numbers)), line, ended)))
                carriers[-1].start()

    listener = threading.Thread(target=listen)
    listener.start()
    try:
        yield line
    finally:
        ended.set()
        listener.join()
        door.close()
        for each in carriers:
            each.join()


def _carry(near: socket.socket, port: int, fate: Loss, line: Line, ended: threading.Event) -> None:
    with near, suppress(OSError), socket.create_connection((FAR, port)) as far:
        for each in (near, far):
            each.settimeout(0.5)
        there = threading.Thread(target=_pump, args=(near, far, fate, "request", line, ended))
        there.start()
        _pump(far, near, fate, "reply", line, ended)
        there.join()


def _pieces(one: socket.socket, ended: threading.Event) -> Iterator[bytes]:
    """Give what comes, until there is no more or the line ends."""
    while not ended.is_set():
        with suppress(TimeoutError):
            piece = one.recv(CHUNK)
            if not piece:
                return
            yield piece


def _pump(
    one: socket.socket, other: socket.socket, fate: Loss, part: str, line: Line, ended: threading.Event
) -> None:  # fmt: skip
    """Carry one direction, or break both off at the first piece that is to be lost."""
    with suppress(OSError):
        for number, piece in enumerate(_pieces(one, ended)):
            if fate.what == part and number >= fate.after:
                line.broken.append(part)
                other.sendall(piece[: len(piece) // 2] if part == "request" else b"")
                break
            if fate.what == "slow":
                ended.wait(0.05)
            other.sendall(piece)
    for each in (one, other):
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
