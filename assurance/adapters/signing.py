"""The installation's signing key: Ed25519, made at the first start, readable by its owner only.

It signs receipts. Whoever has a receipt and the public half can check it without this system and without a network;
the public half is on a public page. Replacing the key does not undo old receipts: each names the key it was signed
with, and old public halves stay in the folder.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from assurance.adapters.keyring import UnsafeKey, refuse_readable_by_others

FILE = "signing.pem"


@dataclass(frozen=True, slots=True)
class Signer:
    """The key that signs for this installation."""

    key: Ed25519PrivateKey

    @classmethod
    def fresh(cls) -> Signer:
        """Make a key that is kept nowhere, as for a test."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def open(cls, folder: Path) -> Signer:
        """Read the key of a folder, making it at the first start; raise `UnsafeKey` when others could read it."""
        path = folder / FILE
        if not path.exists():
            write_key_once(path, Ed25519PrivateKey.generate())
        refuse_readable_by_others(path)
        try:
            key = load_pem_private_key(path.read_bytes(), None)
        except (ValueError, TypeError) as garbled:
            raise UnsafeKey(f"{path} is not a signing key. Put it back from its backup") from garbled
        if not isinstance(key, Ed25519PrivateKey):
            raise UnsafeKey(f"{path} is a key of another kind. Put it back from its backup")
        return cls(key)

    @property
    def public_pem(self) -> str:
        """The public half, as a text to publish."""
        return self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    @property
    def key_id(self) -> str:
        """The name of the key: the head of the SHA-256 of its public half."""
        return key_id(self.public_pem)

    def sign(self, message: bytes) -> str:
        """Sign bytes; the signature is text."""
        return base64.b64encode(self.key.sign(message)).decode()


def key_id(public_pem: str) -> str:
    """Return the name of a public key; raise `ValueError` when the text is not one."""
    raw = _public(public_pem).public_bytes(Encoding.Raw, PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:16]


def is_genuine(message: bytes, signature: str, public_pem: str) -> bool:
    """Say whether a key signed these bytes."""
    try:
        _public(public_pem).verify(base64.b64decode(signature, validate=True), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _public(pem: str) -> Ed25519PublicKey:
    key = load_pem_public_key(pem.encode())
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("not an Ed25519 key")
    return key


def write_key_once(path: Path, key: PrivateKeyTypes) -> None:
    """Write a key whole under another name and link it, so that of two processes that start together one wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    drafted = path.parent / f".draft-{secrets.token_hex(8)}"
    descriptor = os.open(drafted, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(drafted, path)
    finally:
        drafted.unlink()
