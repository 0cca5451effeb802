"""What is checked: rows by SQL, files by their paths, and what lies with others."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
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

    def close(self) -> None:
        """Let go of the database."""
        self.connection.close()
        self.connection.engine.dispose()

    def rows(self, sql: str, **values: Any) -> list[Row[Any]]:
        """Ask the database."""
        return list(self.connection.execute(text(sql), values))

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
    return Store(create_engine(database).connect(), files, **more)


def documents(folder: Path | None) -> list[dict[str, Any]]:
    """Read every JSON document of a folder."""
    return [json.loads(path.read_bytes()) for path in sorted(folder.glob("*.json"))] if folder else []


def instant(value: Any) -> datetime:
    """Read an instant as either database gives it, in UTC."""
    at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def body(value: Any) -> dict[str, Any]:
    """Read the body of an entry as either database gives it."""
    found: dict[str, Any] = json.loads(value) if isinstance(value, str) else value
    return found
