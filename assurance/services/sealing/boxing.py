"""Closing a tender into the box and opening it out of it: every part under a key of its own, closed to the tender key.

Nothing here decides whether or when; the services of submitting and of opening do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from assurance.adapters import files as store
from assurance.adapters import seals
from assurance.adapters.files import FileStore
from assurance.adapters.vault import (
    DamagedFile,
    FileKey,
    belonging,
    commitment,
    decrypt_stream,
    encrypt_stream,
)
from assurance.domain.errors import NotFound
from assurance.domain.tenderbox.manifest import Entry
from assurance.domain.tenderbox.opening import TENDER
from assurance.domain.tenderbox.parts import DOCUMENT, RECEIPT, DamagedPart, Part, pad, read, unpad
from assurance.persistence.models import Bid, BidDocument, SealedItem, Submission
from assurance.persistence.queries.bids import get_parts
from assurance.services.intake import belongs_to

Salts = dict[tuple[str, str], str]
FAULTS = (seals.Unsealable, DamagedFile, store.DamagedFile, DamagedPart, NotFound)
"""What a sealed part can be when it is opened, beside whole."""


@dataclass
class Opened:
    """What came out of an envelope: parts, keys of files by their id, and the labels of what was not whole."""

    parts: list[Part] = field(default_factory=list)
    files: dict[str, FileKey] = field(default_factory=dict)
    damaged: list[str] = field(default_factory=list)


@dataclass
class Sealed:
    """What goes into the box: the closed items, and the salts that go on the receipt."""

    items: list[SealedItem] = field(default_factory=list)
    salts: Salts = field(default_factory=dict)


def seal(session: Session, bid: Bid, parts: Iterable[Part], *, public_key: bytes, version: int) -> Sealed:
    """Close parts and the keys of the files to a tender key, in order."""
    sealed = Sealed()
    for part in parts:
        seal_part(bid, part, sealed, public_key=public_key, version=version)
    for number, document in enumerate(get_parts(session, bid.id).documents, start=1):
        _seal_document(bid, document, sealed, number=number, public_key=public_key, version=version)
    return sealed


def seal_part(bid: Bid, part: Part, sealed: Sealed, *, public_key: bytes, version: int) -> None:
    """Close one part under a key of its own, padded so that its length says little."""
    place = _place(bid, part.kind, part.code, version)
    encryption, closed = encrypt_stream([pad(part.canonical)], place)
    body, key = b"".join(closed), encryption.key
    sealed.salts[part.kind, part.code] = key.salt.hex()
    sealed.items.append(
        SealedItem(
            position=len(sealed.items), kind=part.kind, code=part.code, label=part.label, envelope=part.envelope,
            body=body, wrapped_key=seals.wrap(key.to_bytes(), public_key, place),
            commitment=commitment(key.salt, [part.canonical]),
        )
    )  # fmt: skip


def _seal_document(
    bid: Bid, document: BidDocument, sealed: Sealed, *, number: int, public_key: bytes, version: int
) -> None:
    if document.file_key is None:
        raise RuntimeError("a document in hand has its key")
    place = _place(bid, DOCUMENT, document.public_id, version)
    sealed.salts[DOCUMENT, document.public_id] = FileKey.from_bytes(document.file_key).salt.hex()
    sealed.items.append(
        SealedItem(
            position=len(sealed.items), kind=DOCUMENT, code=document.public_id, label=f"Document {number}",
            envelope=TENDER, storage_key=document.storage_key, size=document.size, commitment=document.commitment,
            wrapped_key=seals.wrap(document.file_key, public_key, place),
        )
    )  # fmt: skip


def entries(items: Iterable[SealedItem]) -> Iterator[Entry]:
    """List sealed items as the manifest does; the receipt is about the tender and not a part of it."""
    for item in sorted(items, key=lambda each: each.position):
        if item.kind != RECEIPT:
            yield Entry(item.kind, item.code, item.label, item.commitment, item.size)


@dataclass(frozen=True, slots=True)
class Files:
    """The closed files of the box, and which of them were read through before and agreed with what was promised.

    What agreed is known by everything that it depends on, so that nothing else passes for it.
    """

    store: FileStore
    agreed: Collection[bytes] = ()

    def agree(self, file: ClosedFile) -> bool:
        """Say whether a file is the one that was submitted."""
        return file.known_by in self.agreed or file.agrees(self.store)


@dataclass(frozen=True, slots=True)
class ClosedFile:
    """A file in the box with its key in hand: where it lies, what it is bound to, and what was promised of it."""

    key: FileKey
    place: bytes
    storage_key: str
    promised: str

    @property
    def known_by(self) -> bytes:
        """Return a digest of all of it."""
        parts = (self.key.to_bytes(), self.place, self.storage_key.encode(), self.promised.encode())
        return hashlib.sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).digest()

    def agrees(self, store: FileStore) -> bool:
        """Read the file through and compare it with what was promised; raises what `FAULTS` names."""
        content = decrypt_stream(store.stream(self.storage_key), self.key, self.place)
        return commitment(self.key.salt, content) == self.promised


def closed_files(bid: Bid, submission: Submission, private_key: bytes) -> Iterator[ClosedFile]:
    """Yield the files of a submission with their keys; what does not open is left to the opening to name."""
    for item in submission.items:
        if item.body is None:
            with suppress(*FAULTS):
                yield _closed_file(bid, item, submission.version, private_key)


def _closed_file(bid: Bid, item: SealedItem, version: int, private_key: bytes) -> ClosedFile:
    place = _place(bid, item.kind, item.code, version)
    key = FileKey.from_bytes(seals.unwrap(item.wrapped_key, private_key, place))
    bound_to = belongs_to(bid.procurement.reference, bid.public_id, item.code)
    return ClosedFile(key, bound_to, item.storage_key or "", item.commitment)


def unseal(bid: Bid, submission: Submission, *, private_key: bytes, envelope: str, files: Files) -> Opened:
    """Open one envelope, comparing every part with its commitment; what is not whole is named and left out."""
    opened = Opened()
    for item in submission.items:
        if item.envelope != envelope:
            continue
        try:
            _unseal(bid, item, submission.version, private_key, files, opened)
        except FAULTS:
            opened.damaged.append(item.label)
    return opened


def _unseal(bid: Bid, item: SealedItem, version: int, private_key: bytes, files: Files, opened: Opened) -> None:
    if item.body is None:
        file = _closed_file(bid, item, version, private_key)
        if not files.agree(file):
            raise DamagedPart("The document is not the one that was submitted")
        opened.files[item.code] = file.key
        return
    place = _place(bid, item.kind, item.code, version)
    key = FileKey.from_bytes(seals.unwrap(item.wrapped_key, private_key, place))
    content = unpad(b"".join(decrypt_stream([item.body], key, place)))
    if commitment(key.salt, [content]) != item.commitment:
        raise DamagedPart("The part is not the one that was submitted")
    opened.parts.append(Part(item.kind, item.code, item.label, read(content)))


def _place(bid: Bid, kind: str, code: str, version: int) -> bytes:
    return belonging("sealed", bid.procurement.reference, bid.public_id, kind, code, version)
