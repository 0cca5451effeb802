"""What kinds of thing a procurement's trail tells of, so that a reader can leave out what they do not look for."""

from __future__ import annotations

from enum import StrEnum


class Happening(StrEnum):
    """A kind of entry; each has the first words of the tags that belong to it."""

    STEPS = "steps"
    PLANNING = "planning"
    QUESTIONS = "questions"
    SELECTION = "selection"
    DIALOGUE = "dialogue"
    TENDERS = "tenders"
    EVALUATION = "evaluation"
    GATES = "gates"
    AWARD = "award"
    CONTRACT = "contract"
    DOCUMENTS = "documents"
    PEOPLE = "people"
    REFUSED = "refused"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The kind in the words shown to people."""
        return _KINDS[self][0]

    @property
    def subjects(self) -> tuple[str, ...]:
        """What comes before the colon in its tags; of `OTHER` nothing, it is what no other kind has."""
        return _KINDS[self][1]


_KINDS: dict[Happening, tuple[str, tuple[str, ...]]] = {
    Happening.STEPS: ("Steps of the procedure", ("procurement", "move", "lots", "competition")),
    Happening.PLANNING: (
        "Planning and criteria",
        ("budget", "classification", "comparable", "criteria", "criterion", "definition", "element", "engagement",
         "form", "handover", "incumbent", "interest", "involvement", "method", "network", "outcome", "past",
         "payment-model", "programme", "refinement", "scale", "specification", "timetable", "wind-tunnel"),
    ),
    Happening.QUESTIONS: ("Questions, addenda and deadlines", ("question", "addendum", "deadline", "held-text")),
    Happening.SELECTION: (
        "Selection",
        ("call-invitation", "declaration", "ground", "party", "questionnaire", "replacement", "selection",
         "selection-answer", "standing"),
    ),
    Happening.DIALOGUE: (
        "Dialogue",
        ("action", "consent", "disclosure", "down-select", "idea", "impact", "minutes", "outgoing", "outline",
         "session"),
    ),
    Happening.TENDERS: (
        "Bids and their opening",
        ("answer", "backing", "bid", "cover", "form-question", "holder-key", "opening", "partner", "price", "tender",
         "tender-key", "trajectory", "upload"),
    ),
    Happening.EVALUATION: (
        "Evaluation", ("abnormal", "conflict", "consensus", "mark", "panel", "result", "tie-break"),
    ),
    Happening.GATES: ("Gates", ("affordability", "condition", "evidence", "gate")),
    Happening.AWARD: (
        "Award and standstill",
        ("claim", "debrief", "letter", "notice", "notice-correction", "recommendation", "record-release",
         "representation"),
    ),
    Happening.CONTRACT: (
        "Contract",
        ("amendment", "contract", "exit", "indicator", "mobilisation", "review", "statement", "subcontract"),
    ),
    Happening.DOCUMENTS: (
        "Documents and records",
        ("document", "erasure", "information", "information-request", "legal-hold", "pack", "paper", "record",
         "work"),
    ),
    Happening.PEOPLE: ("People and messages", ("message", "power", "role")),
    Happening.REFUSED: ("Refused and tried", ("access", "write")),
    Happening.OTHER: ("Everything else", ()),
}  # fmt: skip


def read_happening(typed: str) -> Happening | None:
    """Return the kind of this name, or None for any other text."""
    return Happening(typed) if typed in set(Happening) else None


def kind_of(tag: str) -> Happening:
    """Return the kind that a tag belongs to."""
    subject = tag.partition(":")[0]
    return next((each for each in Happening if subject in each.subjects), Happening.OTHER)
