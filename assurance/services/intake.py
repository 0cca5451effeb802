"""What a file passes on its way in: closed as it comes, scanned as it passes by, judged, and only then placed.

None of this touches the database, so that nobody waits for a scanner or a large file while a row is locked.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from assurance.adapters.files import Draft, FileStore
from assurance.adapters.inspection import FileKind, Unacceptable, inspect
from assurance.adapters.open_file import OpenFile
from assurance.adapters.scanner import Infected, Scanner, check_address
from assurance.adapters.staging import Staging, TooMuch, no_room_in_words
from assurance.adapters.vault import Encryption, belonging
from assurance.config import Settings
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import InvalidInput
from assurance.domain.tenderbox.file_names import clean_name
from assurance.domain.tenderbox.limits import Limits

FIELD = "document"


@dataclass(frozen=True, slots=True)
class Intake:
    """Where files go, where they wait, who scans them, and how large they may be."""

    files: FileStore
    staging: Staging
    scanner: Scanner = field(default_factory=Scanner)
    limits: Limits = field(default_factory=Limits)

    @classmethod
    def open(cls, settings: Settings) -> Intake:
        """Open what an installation's settings name."""
        return cls(
            FileStore.open(settings.files_url),
            Staging.open(settings.instance / "uploads", low_water=settings.keep_free_bytes),
            Scanner(check_address(settings.scanner), settings.scanner_required),
            Limits(file_bytes=settings.file_bytes, tender_bytes=settings.tender_bytes),
        )

    @classmethod
    def at_hand(cls, files: FileStore) -> Intake:
        """Take files that are at hand, without a scanner."""
        return cls(files, Staging(files.folder or Path(gettempdir())))


@dataclass(frozen=True, slots=True)
class Judged:
    """A file that may be taken: what it is, what it is called, and where it waits, closed, to be placed."""

    document_id: str
    name: str
    kind: FileKind
    encryption: Encryption
    draft: Draft


@contextmanager
def judged(intake: Intake, *, reference: str, bid_id: str, name: str, content: Iterable[bytes]) -> Iterator[Judged]:
    """Close, scan and judge a file for a block that places it; a file that is not placed leaves nothing.

    Raises `InvalidInput` in the words of the person who sent it, or `NotNow` when a scanner that must be asked does
    not answer or there is no room.
    """
    document_id = str(uuid.uuid4())
    encryption = Encryption(belongs_to(reference, bid_id, document_id))
    intake.staging.make_sure_of_room(0)
    try:
        with no_room_in_words(), intake.files.draft(encryption.over(_watched(intake, content))) as draft:
            kind = _kind(draft, encryption)
            yield Judged(document_id, clean_name(name, kind.suffix, FIELD), kind, encryption, draft)
    except TooMuch as refused:
        raise InvalidInput(FIELD, intake.limits.too_large()) from refused
    except Infected as found:
        raise InvalidInput(
            FIELD, f"The file is not taken, because it contains a virus or other harmful content ({found}). "
            "Have the computer it came from checked, and send another file",
        ) from found  # fmt: skip


def placed(file: Judged, intake: Intake, *, actor: Actor, now: datetime) -> dict[str, Any]:
    """Place a judged file in the store and return what its row says of it."""
    stored = intake.files.place(file.draft)
    return {
        "public_id": file.document_id, "name": file.name, "content_type": file.kind.content_type,
        "size": file.encryption.size, "storage_key": stored.sha256, "commitment": file.encryption.commitment,
        "file_key": file.encryption.key.to_bytes(), "uploaded_at": now, "uploaded_by_id": actor.user_id,
    }  # fmt: skip


def belongs_to(reference: str, bid_id: str, document_id: str, version: int = 1) -> bytes:
    """Return what the closed file of a document is bound to, so that it opens nowhere else."""
    return belonging("document", reference, bid_id, document_id, version)


def _watched(intake: Intake, content: Iterable[bytes]) -> Iterator[bytes]:
    """Let the scanner see what passes, and stop as soon as it is more than one file may be."""
    return intake.scanner.watch(_at_most(content, intake.limits.file_bytes))


def _at_most(content: Iterable[bytes], most: int) -> Iterator[bytes]:
    taken = 0
    for piece in content:
        taken += len(piece)
        if taken > most:
            raise TooMuch
        yield piece


def _kind(draft: Draft, encryption: Encryption) -> FileKind:
    try:
        with OpenFile.of(draft.file, encryption) as file:
            return inspect(file)
    except Unacceptable as refused:
        raise InvalidInput(FIELD, str(refused)) from refused
