"""The application's own keys: what keeps drafts and opened tenders unreadable on the disk and in a backup.

They lie in a folder beside the data, one file for each, readable by their owner only, and are made at the first
start. The newest encrypts; every older one still opens what it once closed. Whoever holds this folder and the
database can read drafts: keep the two in different backups. Sealed tenders have keys of their own.
"""

from __future__ import annotations

import base64
import contextlib
import os
import re
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path

from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt, crypto_aead_xchacha20poly1305_ietf_encrypt
from nacl.exceptions import CryptoError

from assurance.domain.errors import AssuranceError

_FORMAT = b"\x01"
_ID, _NONCE, _KEY = 8, 24, 32
_HEAD = len(_FORMAT) + _ID
_FILE = re.compile(r"application-(\d{4})\.key", re.ASCII)
OVERHEAD = _HEAD + _NONCE + 16
"""How many bytes longer a closed value is than the value."""


class UnsafeKey(AssuranceError):
    """A key file can be read by others, or is not a key; the message names it and says what to do."""


class Unopenable(AssuranceError):
    """What was kept closed cannot be opened: changed, moved elsewhere, or closed with a key that is not here."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key and the random name by which what it closed finds it again."""

    name: bytes
    secret: bytes = field(repr=False)

    @classmethod
    def fresh(cls) -> Key:
        """Make a key nobody has had before."""
        return cls(secrets.token_bytes(_ID), secrets.token_bytes(_KEY))


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of one installation, oldest first; the last one closes."""

    keys: tuple[Key, ...]

    @classmethod
    def fresh(cls) -> Keyring:
        """Make a ring of one key that is kept nowhere, as for a test."""
        return cls((Key.fresh(),))

    @classmethod
    def open(cls, folder: Path) -> Keyring:
        """Read the keys of a folder, making the first; raise `UnsafeKey` when others could read one."""
        _private_folder(folder)
        paths = _paths(folder)
        if not paths:
            _make(folder, 1)
            paths = _paths(folder)
        return cls(tuple(_read(path) for path in paths))

    def encrypt(self, plain: bytes, context: bytes) -> bytes:
        """Close a value; it opens again only with the same context, such as the column it belongs to."""
        key, nonce = self.keys[-1], secrets.token_bytes(_NONCE)
        head = _FORMAT + key.name
        closed = crypto_aead_xchacha20poly1305_ietf_encrypt(plain, head + context, nonce, key.secret)
        return head + nonce + closed

    def decrypt(self, closed: bytes, context: bytes) -> bytes:
        """Open a value that one of these keys closed in this context; raise `Unopenable` otherwise."""
        head, nonce, rest = closed[:_HEAD], closed[_HEAD : _HEAD + _NONCE], closed[_HEAD + _NONCE :]
        key = next((each for each in self.keys if _FORMAT + each.name == head), None)
        if key is None:
            raise Unopenable("The key that this was closed with is not among the keys of this installation")
        try:
            return crypto_aead_xchacha20poly1305_ietf_decrypt(rest, head + context, nonce, key.secret)
        except (CryptoError, ValueError) as refused:
            raise Unopenable("What was kept closed has been changed, or belongs somewhere else") from refused

    def holds_key_of(self, closed: bytes) -> bool:
        """Say whether one of these keys closed this value."""
        return any(closed.startswith(_FORMAT + each.name) for each in self.keys)


def add_key(folder: Path) -> Path:
    """Make a new key, which closes everything from the next start on; return its file."""
    _private_folder(folder)
    return _make(folder, len(_paths(folder)) + 1)


def _make(folder: Path, number: int) -> Path:
    """Make the key of a number, unless it is there.

    Written whole under another name and then linked, so that of two processes that start together one wins and
    both read the same.
    """
    path, drafted = folder / f"application-{number:04}.key", folder / f".draft-{secrets.token_hex(8)}"
    key = Key.fresh()
    descriptor = os.open(drafted, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(key.name + key.secret) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(drafted, path)
        _sync(folder)
    finally:
        drafted.unlink()
    return path


def refuse_readable_by_others(path: Path) -> None:
    """Raise `UnsafeKey` when anyone but its owner may read or write a file of keys."""
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise UnsafeKey(f"{path} can be read or changed by others than its owner. Run: chmod 600 '{path}'")


def _private_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        raise UnsafeKey(f"{folder} can be read or changed by others than its owner. Run: chmod 700 '{folder}'")


def _paths(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if _FILE.fullmatch(path.name))


def _read(path: Path) -> Key:
    refuse_readable_by_others(path)
    try:
        raw = base64.b64decode(path.read_bytes().strip(), validate=True)
    except ValueError as garbled:
        raise UnsafeKey(f"{path} is not a key of this application. Put it back from its backup") from garbled
    if len(raw) != _ID + _KEY:
        raise UnsafeKey(f"{path} is not a key of this application. Put it back from its backup")
    return Key(raw[:_ID], raw[_ID:])


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
