"""The organisation’s bids: the request to take part, the final tender with its receipt, dialogue, letter."""

from assurance.web.supplier.bids import (
    documents,
    explanation,
    participation,
    parts,
    records,
    standing,
    submission,
    taking_back,
    talks,
    uploads,
)
from assurance.web.supplier.bids.routes import blueprint

__all__ = [
    "blueprint",
    "documents",
    "explanation",
    "participation",
    "parts",
    "records",
    "standing",
    "submission",
    "taking_back",
    "talks",
    "uploads",
]
