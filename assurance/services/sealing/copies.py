"""The bidder's own copy of what it submitted, closed under the return code that it was shown once with the receipt."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from assurance.adapters import own_copy
from assurance.adapters.vault import FileKey, belonging
from assurance.domain.errors import InvalidInput
from assurance.domain.tenderbox.parts import Part, pad, unpad
from assurance.persistence.models import Bid, Submission
from assurance.persistence.queries.bids import get_parts

FIELD = "secret_code"
WRONG = "This is not the return code of the tender in the box. It was shown with the receipt and is in its file"


@dataclass(frozen=True, slots=True)
class OwnCopy:
    """What the code opens: every part, the keys of the files by their id, and the receipt."""

    parts: list[Part]
    files: dict[str, FileKey]
    receipt: dict[str, Any]


def keys_of_files(session: Session, bid: Bid) -> dict[str, str]:
    """Return the keys of a tender's files, written out, by the id of the file."""
    documents = get_parts(session, bid.id).documents
    return {each.public_id: each.file_key.hex() for each in documents if each.file_key is not None}


def close_own_copy(
    bid: Bid, parts: Iterable[Part], files: dict[str, str], receipt: dict[str, Any], *, version: int, code: str
) -> bytes:
    """Close parts, keys of files and receipt under a return code, padded like everything else."""
    content = {
        "parts": [[each.kind, each.code, each.label, each.content] for each in parts],
        "files": files,
        "receipt": receipt,
    }
    return own_copy.close(pad(json.dumps(content).encode()), code, _context(bid, version))


def open_own_copy(bid: Bid, submission: Submission, code: str) -> OwnCopy:
    """Open the copy of a submission; raise `InvalidInput` at its field when the code is another."""
    try:
        opened = own_copy.open_copy(submission.own_copy, code, _context(bid, submission.version))
    except own_copy.WrongCode as refused:
        raise InvalidInput(FIELD, WRONG if code.strip() else "Enter the return code") from refused
    content = json.loads(unpad(opened))
    return OwnCopy(
        [Part(*each) for each in content["parts"]],
        {public_id: FileKey.from_bytes(bytes.fromhex(key)) for public_id, key in content["files"].items()},
        content["receipt"],
    )


def _context(bid: Bid, version: int) -> bytes:
    return belonging("own copy", bid.procurement.reference, bid.public_id, version)
