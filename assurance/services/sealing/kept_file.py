"""The bidder's own file of its whole tender, made for whoever has the return code and for nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assurance.adapters import zips
from assurance.adapters.files import FileStore
from assurance.adapters.vault import decrypt_stream
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import NotFound
from assurance.domain.tenderbox.kept import LIST, name_in_file, write_list
from assurance.domain.tenderbox.parts import NAMES
from assurance.persistence.models import Bid
from assurance.persistence.queries.sealing import find_submission
from assurance.services import audit
from assurance.services.intake import belongs_to
from assurance.services.sealing import copies

Entry = tuple[str, int, Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class KeptFile:
    """The receipt of the tender, and the file as a stream that is nowhere whole."""

    receipt: dict[str, Any]
    content: Iterator[bytes]


def make(session: Session, *, bid: Bid, return_code: str, files: FileStore, actor: Actor, now: datetime) -> KeptFile:
    """Make the file of the tender in the box: its list with the receipt, then every part exactly as promised.

    Raises `InvalidInput` without the return code, which alone opens what the file is made of.
    """
    submission = find_submission(session, bid.id)
    if submission is None:
        raise NotFound("Nothing is submitted, so there is no file of it")
    own = copies.open_own_copy(bid, submission, return_code)
    entries = list(_entries(bid, own, files))
    listed = write_list(own.receipt, [name for name, _, _ in entries])
    audit.record(
        session, tag="bid:kept", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        digest=submission.manifest_digest,
    )  # fmt: skip
    return KeptFile(own.receipt, zips.write_stream([(LIST, len(listed), iter((listed,))), *entries]))


def _entries(bid: Bid, own: copies.OwnCopy, files: FileStore) -> Iterator[Entry]:
    """Yield the parts in the order of the receipt; a document is opened only when its turn comes."""
    parts = {(part.kind, part.code): part for part in own.parts}
    named = {each["id"]: each for part in own.parts if part.kind == NAMES for each in part.content}
    for number, item in enumerate(own.receipt["manifest"]["items"], start=1):
        if (part := parts.get((item["kind"], item["code"]))) is not None:
            content = part.canonical
            yield name_in_file(number, f"{item['label']}.json"), len(content), iter((content,))
            continue
        each = named[item["code"]]
        place = belongs_to(bid.procurement.reference, bid.public_id, item["code"])
        opened = decrypt_stream(files.stream(each["storage_key"]), own.files[item["code"]], place)
        yield name_in_file(number, each["name"]), each["size"], opened
