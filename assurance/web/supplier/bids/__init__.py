"""The organisation’s bids: the request to take part, the final tender with its receipt, dialogue, letter."""

from assurance.web.supplier.bids import (
    answers,
    documents,
    drafts,
    explanation,
    form_questions,
    giving_again,
    impact,
    letters,
    offer,
    partners,
    payment,
    preview,
    records,
    submission,
    taking_back,
    talks,
    uploads,
)
from assurance.web.supplier.bids.routes import blueprint

__all__ = [
    "answers",
    "blueprint",
    "documents",
    "drafts",
    "explanation",
    "form_questions",
    "giving_again",
    "impact",
    "letters",
    "offer",
    "partners",
    "payment",
    "preview",
    "records",
    "submission",
    "taking_back",
    "talks",
    "uploads",
]
