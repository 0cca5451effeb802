"""The receipt of a submitted tender as a document for its bidder: what was received and when, with the whole attached.

Made from the receipt alone, which only its bidder can open; it is given out at once and kept nowhere.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assurance.packs.heading import DEMONSTRATION, AuditHead, Heading
from assurance.packs.pages import sheet_of
from assurance.packs.printing import Attachment, print_pdf
from assurance.packs.snapshot import Part, snapshot
from assurance.packs.wording import moment

KIND = "receipt"
PARTS = (Part("Receipt", "receipt.html"),)


@dataclass(frozen=True, slots=True)
class ReceivedPart:
    """One part of the tender as the receipt lists it."""

    label: str
    size: str
    commitment: str
    salt: str


@dataclass(frozen=True, slots=True)
class ReceiptContent:
    """Everything the document prints."""

    heading: Heading
    number: str
    bidder: str
    submitted_by: str
    version: str
    received: str
    received_exactly: str
    deadline: str
    digest: str
    key_id: str
    signature: str
    parts: tuple[ReceivedPart, ...]
    how_to_check: str
    audit: AuditHead


def print_receipt(receipt: dict[str, Any], *, is_demonstration: bool) -> bytes:
    """Return the receipt as a PDF that carries the signed receipt itself."""
    signed = json.dumps(receipt, indent=2, ensure_ascii=False).encode()
    attachment = Attachment("receipt.json", "The signed receipt, to be checked without this system", signed)
    title = f"Receipt {receipt['receipt']}"
    made = snapshot(KIND, title, receipt["received_at"], content(receipt, is_demonstration), (attachment,))
    return print_pdf(sheet_of(made, PARTS))


def content(receipt: dict[str, Any], is_demonstration: bool) -> ReceiptContent:
    """Say in words what the receipt says."""
    received = datetime.fromisoformat(receipt["received_at"])
    salts = {(each["kind"], each["code"]): each["salt"] for each in receipt["salts"]}
    procurement, audit = receipt["procurement"], receipt["audit"]
    heading = Heading(
        title="Receipt for a final tender", variant="Receipt", reference=procurement["reference"],
        procurement=procurement["title"], authority=procurement["authority"], as_at=moment(received),
        demonstration=DEMONSTRATION if is_demonstration else "",
    )  # fmt: skip
    return ReceiptContent(
        heading=heading,
        number=receipt["receipt"],
        bidder=receipt["bidder"],
        submitted_by=receipt["submitted_by"],
        version=str(receipt["version"]),
        received=moment(received),
        received_exactly=receipt["received_at"],
        deadline=moment(datetime.fromisoformat(receipt["deadline"])),
        digest=receipt["digest"],
        key_id=receipt["key_id"],
        signature=receipt["signature"],
        parts=tuple(
            ReceivedPart(
                each["label"], f"{each['size']:,} bytes" if "size" in each else "", each["commitment"],
                salts[each["kind"], each["code"]],
            )
            for each in receipt["manifest"]["items"]
        ),
        how_to_check=receipt["how_to_check"],
        audit=AuditHead(audit["seq"], audit["hash"], moment(received), receipt["received_at"]),
    )  # fmt: skip
