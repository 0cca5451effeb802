"""How the worker and the press talk: pieces of bytes, each with its length before it."""

from __future__ import annotations

from typing import IO

_WIDTH = 8


def write_frame(stream: IO[bytes], content: bytes) -> None:
    """Send one piece."""
    stream.write(len(content).to_bytes(_WIDTH, "big"))
    stream.write(content)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Receive one piece; None at the end, also where a piece was broken off."""
    head = stream.read(_WIDTH)
    if len(head) < _WIDTH:
        return None
    length = int.from_bytes(head, "big")
    content = stream.read(length)
    return content if len(content) == length else None
