"""The parts of a tender as they are put in the box: canonical, padded, and named so that the name tells nothing.

A part is written as canonical JSON (RFC 8785) and padded to full blocks of 4 kB, so that its length on the disk does
not tell how long an answer is. Each part is promised by the SHA-256 of a random salt followed by its canonical bytes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import rfc8785

from assurance.domain.errors import AssuranceError
from assurance.domain.tenderbox.opening import PRICE, TENDER

ANSWER, PRICE_PART, FORM, QUESTIONS, PARTNERS, COVER, PROMISES, BACKING, IMPACT, DOCUMENT, NAMES, RECEIPT = (
    "answer", "price", "form", "questions", "partners", "cover", "promises", "backing", "impact", "document", "names",
    "receipt",
)  # fmt: skip
BLOCK = 4096
_LENGTH = 4


class DamagedPart(AssuranceError):
    """A part of a tender is not what was put in the box."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part in words: its kind, its code within the kind, a label fit for anybody, and what it says."""

    kind: str
    code: str
    label: str
    content: Any

    @property
    def envelope(self) -> str:
        """Where the part is sealed. The receipt has the salt of the price and opens with it, not before."""
        return PRICE if self.kind in (PRICE_PART, RECEIPT) else TENDER

    @property
    def canonical(self) -> bytes:
        """What is promised and sealed."""
        return canonical(self.content)


def canonical(content: Any) -> bytes:
    """Write plain JSON so that the same content gives the same bytes anywhere."""
    return bytes(rfc8785.dumps(content))


def pad(content: bytes) -> bytes:
    """Write content with its length before it and nothing after it, up to a full block."""
    framed = len(content).to_bytes(_LENGTH, "big") + content
    return framed + bytes(-len(framed) % BLOCK)


def unpad(padded: bytes) -> bytes:
    """Read what `pad` wrote; raise `DamagedPart` when it is not that."""
    length = int.from_bytes(padded[:_LENGTH], "big")
    content, rest = padded[_LENGTH : _LENGTH + length], padded[_LENGTH + length :]
    if not padded or len(padded) % BLOCK or len(content) != length or len(rest) >= BLOCK or any(rest):
        raise DamagedPart("A part of the tender is not whole")
    return content


def read(content: bytes) -> Any:
    """Read canonical JSON."""
    try:
        return json.loads(content)
    except ValueError as garbled:
        raise DamagedPart("A part of the tender cannot be read") from garbled
