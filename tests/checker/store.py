"""What is checked: rows by SQL, files by their paths, and what lies with others."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt
from sqlalchemy import Connection, Row, create_engine, text


@dataclass(frozen=True)
class Store:
    """One installation as it lies there."""

    connection: Connection
    files: Path
    public_pem: bytes = b""
    receipts: list[dict[str, Any]] = field(default_factory=list)
    heads: list[dict[str, Any]] = field(default_factory=list)
    canaries: tuple[str, ...] = ()
    loose: tuple[Path, ...] = ()
    """Files beside the store in which no canary may be: the database, its log, uploads, mail."""
    keys: dict[bytes, bytes] = field(default_factory=dict)
    """The application's own keys by their names; without them nothing that was opened is looked into."""
    instance: Path | None = None
    """Folder of the installation, where uploads on their way and mail lie."""
    answers: list[dict[str, Any]] = field(default_factory=list)
    """What clients were answered, as they wrote it down."""
    program: tuple[str, ...] = ()
    """The installed program as a command; without it no pack is made again."""
    again: int = 1
    """How many packs it makes again, the smallest first."""

    def close(self) -> None:
        """Let go of the database."""
        self.connection.close()
        self.connection.engine.dispose()

    def rows(self, sql: str, **values: Any) -> list[Row[Any]]:
        """Ask the database."""
        return list(self.connection.execute(text(sql), values))

    def disclosed(self, column: str, closed: Any) -> bytes:
        """Open a value of a closed column: XChaCha20-Poly1305 under the key it names, bound to `table.column`."""
        raw = bytes(closed)
        if raw[:9] not in self.keys:
            raise ValueError("the key it was closed with is not here")
        return crypto_aead_xchacha20poly1305_ietf_decrypt(
            raw[33:], raw[:9] + column.encode(), raw[9:33], self.keys[raw[:9]]
        )

    def disclosed_json(self, column: str, closed: Any) -> Any:
        """Open a closed document."""
        return json.loads(self.disclosed(column, closed))

    def public_key(self) -> Ed25519PublicKey:
        """Return the public key that receipts and heads are signed under."""
        key = load_pem_public_key(self.public_pem)
        assert isinstance(key, Ed25519PublicKey)
        return key

    def key_id(self) -> str:
        """Return the name of that key."""
        return hashlib.sha256(self.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]

    def stored(self) -> Iterator[Path]:
        """Give every file of the store, its name being what it should hash to."""
        return (path for path in self.files.glob("??/*") if len(path.name) == 64)


def open_store(database: str, files: Path, **more: Any) -> Store:
    """Open a database by its URL and a folder of files."""
    return Store(_connected(database), files, **more)


def _connected(database: str) -> Connection:
    """Connect, and at PostgreSQL ask to see what it keeps suppliers from seeing of each other."""
    connection = create_engine(database).connect()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT set_config('assurance.reader', 'everything', false)"))
        connection.commit()
    return connection


def read_keys(folder: Path | None) -> dict[bytes, bytes]:
    """Read the application's own keys, each file being the base64 of a name of 8 bytes and a key of 32."""
    found = sorted(folder.glob("application-*.key")) if folder else ()
    raw = [base64.b64decode(path.read_bytes()) for path in found]
    return {b"\x01" + each[:8]: each[8:] for each in raw}


def documents(folder: Path | None) -> list[dict[str, Any]]:
    """Read every JSON document of a folder."""
    return [json.loads(path.read_bytes()) for path in sorted(folder.glob("*.json"))] if folder else []


def lines(file: Path | None) -> list[dict[str, Any]]:
    """Read a file of JSON, one document in each line."""
    return [json.loads(line) for line in file.read_text().splitlines()] if file else []


def instant(value: Any) -> datetime:
    """Read an instant as either database gives it, in UTC."""
    at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def body(value: Any) -> dict[str, Any]:
    """Read the body of an entry as either database gives it."""
    found: dict[str, Any] = json.loads(value) if isinstance(value, str) else value
    return found
