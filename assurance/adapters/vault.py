"""Files that are never plain on the disk: closed piece by piece as they arrive, opened piece by piece as they leave.

A file is a libsodium secretstream (XChaCha20-Poly1305): a header, then pieces of 64 kB, the last one marked as the
last. Every piece is bound to what the file belongs to (procurement, bid, place, version) and to the pieces before it,
so that a file cut short, put together anew, or laid where another was does not open. Each file has a key of its own,
which is kept, closed, beside its row; whoever can open that key can open the file and nothing else.

What a file holds is promised by its commitment, the SHA-256 of a random salt followed by the content: without the
salt, which is kept with the key, nobody can try guesses at a short content. No other hash of the content is made.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from nacl import bindings as sodium
from nacl.exceptions import CryptoError

from assurance.domain.errors import AssuranceError

PIECE = 2**16
"""Bytes of content in each piece but the last, which may be shorter."""
HEADER = sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES
CLOSED_PIECE = PIECE + sodium.crypto_secretstream_xchacha20poly1305_ABYTES
_MESSAGE = sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_FINAL = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
_KEY = _SALT = 32


class DamagedFile(AssuranceError):
    """What lies in the store is not what was put there."""


@dataclass(frozen=True, slots=True)
class FileKey:
    """What opens one file: its key, and the salt of its commitment."""

    secret: bytes = field(repr=False)
    salt: bytes = field(repr=False)

    @classmethod
    def fresh(cls) -> FileKey:
        """Make a key and a salt that nobody has had before."""
        return cls(secrets.token_bytes(_KEY), secrets.token_bytes(_SALT))

    def to_bytes(self) -> bytes:
        """Write both as 64 bytes, to be kept closed."""
        return self.secret + self.salt

    @classmethod
    def from_bytes(cls, raw: bytes) -> FileKey:
        """Read what `to_bytes` wrote."""
        if len(raw) != _KEY + _SALT:
            raise DamagedFile("The key of a file is not whole")
        return cls(raw[:_KEY], raw[_KEY:])


def belonging(*parts: object) -> bytes:
    """Write what a file belongs to so that no two belongings read the same: each part with its length before it."""
    written = [str(part).encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in written)


def commitment(salt: bytes, content: Iterable[bytes]) -> str:
    """Return the SHA-256 of a salt followed by content."""
    digest = hashlib.sha256(salt)
    for piece in content:
        digest.update(piece)
    return digest.hexdigest()


class Encryption:
    """Closes one file as it arrives. When it has ended, `size` and `commitment` say what it held."""

    def __init__(self, belongs_to: bytes, key: FileKey | None = None) -> None:
        self.key = key or FileKey.fresh()
        self.belongs_to = belongs_to
        self.size = 0
        self.states: list[bytes] = []
        """Where each piece begins, for whoever reads the closed file again without starting over."""
        self._state: Any = sodium.crypto_secretstream_xchacha20poly1305_state()
        self._digest = hashlib.sha256(self.key.salt)
        self._held = bytearray()
        self.header: bytes = sodium.crypto_secretstream_xchacha20poly1305_init_push(self._state, self.key.secret)

    @property
    def commitment(self) -> str:
        """The promise of what the file holds."""
        return self._digest.hexdigest()

    def over(self, content: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the closed file while its content arrives in pieces of any size."""
        yield self.header
        for piece in content:
            yield from self.add(piece)
        yield self.end()

    def add(self, piece: bytes) -> Iterator[bytes]:
        """Take more content and yield the pieces it fills; the header is not among them."""
        self.size += len(piece)
        self._digest.update(piece)
        self._held += piece
        while len(self._held) > PIECE:  # a full piece waits, since it may be the last
            full = bytes(self._held[:PIECE])
            del self._held[:PIECE]
            yield self._close(full, _MESSAGE)

    def end(self) -> bytes:
        """Return the last piece, marked as the last."""
        return self._close(bytes(self._held), _FINAL)

    def _close(self, piece: bytes, tag: int) -> bytes:
        self.states.append(bytes(self._state.statebuf))
        return sodium.crypto_secretstream_xchacha20poly1305_push(self._state, piece, self.belongs_to, tag)


def encrypt_stream(content: Iterable[bytes], belongs_to: bytes) -> tuple[Encryption, Iterator[bytes]]:
    """Return what closes the content under a fresh key, and the closed pieces; read the first after the second."""
    encryption = Encryption(belongs_to)
    return encryption, encryption.over(content)


def decrypt_stream(closed: Iterable[bytes], key: FileKey, belongs_to: bytes) -> Iterator[bytes]:
    """Yield the content of a closed file, each piece only after it proved genuine and in its place.

    Raises `DamagedFile` at the first piece that is not, and at the end when the file is cut short or goes on too long.
    """
    pieces = _pieces(closed)
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    _begin(state, next(pieces, b""), key)
    tag = _MESSAGE
    for piece in pieces:
        if tag == _FINAL:
            raise DamagedFile("The stored file goes on after its end")
        content, tag = open_piece(state, piece, belongs_to)
        yield content
    if tag != _FINAL:
        raise DamagedFile("The stored file has been cut short")


def open_piece(state: Any, piece: bytes, belongs_to: bytes) -> tuple[bytes, int]:
    """Open the piece that comes next; raise `DamagedFile` when it is not that piece."""
    try:
        opened: tuple[bytes, int] = sodium.crypto_secretstream_xchacha20poly1305_pull(state, piece, belongs_to)
    except (CryptoError, RuntimeError, ValueError, TypeError) as refused:
        raise DamagedFile(
            "The stored file has changed since it was put, or is not the one that belongs here"
        ) from refused
    return opened


def _begin(state: Any, header: bytes, key: FileKey) -> None:
    if len(header) != HEADER:
        raise DamagedFile("The stored file has been cut short")
    sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, header, key.secret)


def _pieces(closed: Iterable[bytes]) -> Iterator[bytes]:
    """Cut a closed file at its seams: the header, then each piece."""
    held, wanted = bytearray(), HEADER
    for part in closed:
        held += part
        while len(held) >= wanted:
            yield bytes(held[:wanted])
            del held[:wanted]
            wanted = CLOSED_PIECE
    if held:
        yield bytes(held)
