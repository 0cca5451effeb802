"""Reads a closed file at any place, for programs that must jump about in it, such as readers of PDF and zip.

Only the piece that is asked for is opened, in memory, and proven genuine like any other; nothing plain is written
anywhere and the file is never in memory whole.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, BinaryIO

from nacl import bindings as sodium

from assurance.adapters.vault import CLOSED_PIECE, HEADER, PIECE, Encryption, open_piece

_STATE = sodium.crypto_secretstream_xchacha20poly1305_STATEBYTES
_KEY = sodium.crypto_secretstream_xchacha20poly1305_KEYBYTES


class OpenFile(io.RawIOBase):
    """A closed file that was just written, as if it were an ordinary one open for reading."""

    def __init__(self, closed: BinaryIO, size: int, states: Sequence[bytes], belongs_to: bytes) -> None:
        self._closed, self._size, self._states, self._belongs_to = closed, size, states, belongs_to
        self._at = 0
        self._held: tuple[int, bytes] = (-1, b"")
        self._state: Any = sodium.crypto_secretstream_xchacha20poly1305_state()
        # Any key does: where a piece begins, its state is set to the one that was kept.
        sodium.crypto_secretstream_xchacha20poly1305_init_pull(self._state, bytes(HEADER), bytes(_KEY))

    @classmethod
    def of(cls, closed: BinaryIO, written: Encryption) -> io.BufferedReader:
        """Open what an encryption has just written, with a buffer of one piece."""
        return io.BufferedReader(cls(closed, written.size, written.states, written.belongs_to), PIECE)

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be read at any place."""
        return True

    def tell(self) -> int:
        """Return where the next byte is read."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place; beyond the end there is nothing to read."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("before the beginning of the file")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Read from one piece into a buffer; return how many bytes."""
        number, within = divmod(self._at, PIECE)
        piece = self._piece(number) if self._at < self._size else b""
        given = piece[within : within + len(buffer)]
        buffer[: len(given)] = given
        self._at += len(given)
        return len(given)

    def _piece(self, number: int) -> bytes:
        if self._held[0] != number:
            self._closed.seek(HEADER + number * CLOSED_PIECE)
            self._state.statebuf[0:_STATE] = self._states[number]
            self._held = (number, open_piece(self._state, self._closed.read(CLOSED_PIECE), self._belongs_to)[0])
        return self._held[1]
