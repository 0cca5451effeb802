"""Kinds of record, and how long each is kept under each law: what a law asks at least, and what is usual beyond it.

From the law: regulation 84(9) of the Public Contracts Regulations 2015 and section 98 of the Procurement Act 2023,
three years each. The Provider Selection Regime Regulations 2023 ask for the records (regulation 24) and name no period.
The usual periods are a template that an authority replaces by its own schedule: they follow the Records Management Code
of Practice of the NHS and the time limits of the Limitation Act 1980 as remembered, not as read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from assurance.domain.procedures.regimes import Regime

LONGEST = 30
"""Years beyond which no period is set: what is kept for ever is not erased, and needs no period."""


class Kind(StrEnum):
    """A kind of record that is kept and erased together."""

    LOST_TENDERS = "lost_tenders"
    RECORD = "record"
    CONTRACT = "contract"

    @property
    def label(self) -> str:
        """The kind in a few words."""
        return _KINDS[self].label

    @property
    def holds(self) -> str:
        """What belongs to it, and so what is erased."""
        return _KINDS[self].holds

    @property
    def begins(self) -> str:
        """From when its period runs."""
        return _KINDS[self].begins


@dataclass(frozen=True, slots=True)
class _Words:
    label: str
    holds: str
    begins: str


_AWARDED = "From the day the contract is signed by both, or the procurement is abandoned"
_KINDS: Mapping[Kind, _Words] = MappingProxyType(
    {
        Kind.LOST_TENDERS: _Words(
            "Requests and tenders that were not successful",
            "Answers, prices, partners, coverage, promises, files and sealed copies of every bidder that was not "
            "awarded the contract, and what they said of themselves in selection",
            _AWARDED,
        ),
        Kind.RECORD: _Words(
            "Record of the procedure",
            "Reasons of marks and of moderation, declarations of interest, minutes, ideas and outlines, questions and "
            "answers, whom the call was sent to, letters, representations, released records, and the PDF documents "
            "made of them",
            _AWARDED,
        ),
        Kind.CONTRACT: _Words(
            "The contract and the tender it was made from",
            "The tender of the lead provider with its files and sealed copies, and the schedules of the contract",
            "From the last day of the contract, with every extension it allows",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Period:
    """How long a kind of record is kept: the least a law asks, what the template says, and where each comes from."""

    least: int
    """Whole years; nought where no law was found that asks for any."""
    law: str
    years: int
    source: str
    is_template: bool = True
    """Set by us or by the authority, and no law."""


TEMPLATE = "A template of this service, after the NHS Records Management Code of Practice: check it against the code"
_LIMITATION = "A template of this service, after the six years to claim on a contract (Limitation Act 1980)"
_LAW: Mapping[Regime, tuple[int, str]] = MappingProxyType(
    {
        Regime.PCR15: (3, "Public Contracts Regulations 2015, regulation 84(9): at least 3 years from the award"),
        Regime.PA23: (3, "Procurement Act 2023, section 98(4): 3 years from the day the contract is entered into"),
        Regime.PSR: (0, "The Provider Selection Regime Regulations 2023 ask for the record and name no period"),
    }
)
_USUAL: Mapping[Kind, tuple[int, str]] = MappingProxyType(
    {Kind.LOST_TENDERS: (6, TEMPLATE), Kind.RECORD: (6, TEMPLATE), Kind.CONTRACT: (6, _LIMITATION)}
)
DOCUMENTS: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.LOST_TENDERS: (),
        Kind.RECORD: (
            "evaluation", "board", "redacted", "guide", "moderation", "opening", "letter", "gate", "dialogue",
            "release", "record", "information",
        ),
        Kind.CONTRACT: ("contract", "statement"),
    }
)  # fmt: skip
"""Which PDF documents go with which kind of record; any other, such as a notice, is kept."""
NEVER = (
    ("Audit trail", "Kept for as long as the service runs: it proves what was done and what was erased"),
    ("Published notices and open data", "Public for good, as they were published"),
)
"""What is never erased, and why."""


def period(kind: Kind, regime: Regime, own: tuple[int, str] | None = None) -> Period:
    """Return how long a kind is kept: the authority's `own` years and reason where set, but never below the law."""
    least, law = _LAW[regime]
    years, source = _USUAL[kind] if own is None else (own[0], f"Set by the authority: {own[1]}")
    if years < least:
        return Period(least, law, least, law, is_template=False)
    return Period(least, law, years, source)
