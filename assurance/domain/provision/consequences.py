"""What follows from a form of working together, as questions that somebody has to answer for on each side.

The questions are those that were nobody’s job where a lead provider failed: VAT that could not be recovered, guarantees
that nobody asked for, a registration that took months, records that could not lawfully be read (National Audit Office
and Public Accounts Committee on UnitingCare; reports on Bedford). They ask; the law of each is for advisers to confirm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assurance.domain.errors import InvalidInput
from assurance.domain.provision.integration import IntegrationForm

LONGEST_OWNER, LONGEST_TEXT = 160, 2000


class Consequence(StrEnum):
    """Something that the form of working decides and that costs dearly when nobody looks at it."""

    VAT = "vat"
    GUARANTEE = "guarantee"
    REGISTRATION = "registration"
    INFORMATION = "information"
    TUPE = "tupe"
    PENSIONS = "pensions"


@dataclass(frozen=True, slots=True)
class Question:
    """A consequence of one form: what the bidder is asked, what the authority asks itself, and what the form adds."""

    code: Consequence
    title: str
    asks_bidder: str
    asks_authority: str
    in_this_form: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What one side said to a question; an empty owner is nobody."""

    owner: str = ""
    evidence: str = ""
    answer: str = ""

    @property
    def is_answered(self) -> bool:
        """Say whether there is an answer and something to show for it."""
        return bool(self.answer and self.evidence)


def questions(form: str) -> tuple[Question, ...]:
    """List what a form brings with it; a bid that has chosen no form has no questions yet."""
    if form not in set(IntegrationForm):
        return ()
    notes = _NOTES[IntegrationForm(form)]
    return tuple(Question(code, *_ASKED[code], notes[at]) for at, code in enumerate(Consequence))


def unowned(form: str, bidder: Mapping[str, Kept], authority: Mapping[str, Kept]) -> list[str]:
    """Say of every question on which side nobody owns it; what nobody owns, nobody answers."""
    return [
        f"{title}: nobody {side} owns this question"
        for title, side, kept in _sides(form, bidder, authority)
        if not kept.owner
    ]


def unanswered(form: str, bidder: Mapping[str, Kept], authority: Mapping[str, Kept]) -> list[str]:
    """Say of every question on which side it has no answer with evidence; one that nobody owns is told there."""
    return [
        f"{title}: {kept.owner}, {side}, has given {'an answer without evidence' if kept.answer else 'no answer'}"
        for title, side, kept in _sides(form, bidder, authority)
        if kept.owner and not kept.is_answered
    ]


def checked(kept: Kept) -> Kept:
    """Return what a side says tidied; raise `InvalidInput` at the field that cannot stand."""
    owner = " ".join(kept.owner.split())
    if not owner:
        raise InvalidInput("owner", "Name the person or the role that answers for this")
    if len(owner) > LONGEST_OWNER:
        raise InvalidInput("owner", f"The owner must be {LONGEST_OWNER} characters or fewer")
    for field, text in (("evidence", kept.evidence), ("answer", kept.answer)):
        if (excess := len(text.strip()) - LONGEST_TEXT) > 0:
            raise InvalidInput(field, f"This must be {LONGEST_TEXT:,} characters or fewer: take out {excess:,}")
    return Kept(owner, kept.evidence.strip(), kept.answer.strip())


def _sides(form: str, bidder: Mapping[str, Kept], authority: Mapping[str, Kept]) -> Iterator[tuple[str, str, Kept]]:
    for each in questions(form):
        yield each.title, "at the bidder", bidder.get(each.code, Kept())
        yield each.title, "at the authority", authority.get(each.code, Kept())


_ASKED: dict[Consequence, tuple[str, str, str]] = {
    Consequence.VAT: (
        "VAT",
        "Which supplies between the authority, you and your partners bear VAT that cannot be recovered, what it costs "
        "a year, and in whose price it stands.",
        "Who confirmed that the envelope and the model of payment hold with the VAT of this form.",
    ),
    Consequence.GUARANTEE: (
        "Guarantee",
        "Who stands behind the lead if it cannot pay: the guarantor, the amount, and the paper that binds it.",
        "Who asks for the guarantee, checks that it is good, and holds it before signature.",
    ),
    Consequence.REGISTRATION: (
        "Registration",
        "Which body is registered with the Care Quality Commission for what it will do, and which still has to be, "
        "by when.",
        "Who checks the registrations before the service starts.",
    ),
    Consequence.INFORMATION: (
        "Information governance",
        "Who is controller of which records, on what lawful basis the lead reads those of its partners, and when the "
        "assessment of impact is done.",
        "Who agrees the map of controllers and the sharing that the contract relies on.",
    ),
    Consequence.TUPE: (
        "Staff who transfer (TUPE)",
        "Which staff transfer to whom, what that costs, and which services cannot be staffed if they do not come.",
        "Who gets the lists from the providers of today and gives every bidder the same.",
    ),
    Consequence.PENSIONS: (
        "Pensions",
        "How those who transfer keep the NHS Pension Scheme or one as good, and who pays for it.",
        "Who confirms the standing of each employer towards the scheme before signature.",
    ),
}
"""Title, question to the bidder, question to the authority."""

_S, _C, _V, _M, _A = (
    IntegrationForm.SUBCONTRACTING, IntegrationForm.CONTRACTUAL_JOINT_VENTURE,
    IntegrationForm.CORPORATE_JOINT_VENTURE, IntegrationForm.MERGER, IntegrationForm.ALLIANCE,
)  # fmt: skip
_NOTES: dict[IntegrationForm, Sequence[str]] = {
    _S: (
        "Care is usually exempt; a fee for managing the programme may not be.",
        "The lead alone is bound. Ask what is left if it fails while its subcontractors go on.",
        "The lead has to be registered for what it provides; co-ordinating others may be more than that.",
        "Each provider stays controller of its own records. The lead sees them only by agreement.",
        "Staff may transfer to the lead or to a subcontractor; each transfer has its own two parties.",
        "A subcontractor outside the NHS needs standing of its own towards the scheme.",
    ),
    _C: (
        "The partners charge each other: look at staff lent and at services shared.",
        "Partners may be bound jointly or each for its part. Say which, and for how much.",
        "The venture is no body: each partner is registered for what it does.",
        "Partners who decide together are joint controllers and need that in writing.",
        "The venture employs nobody: say which partner each person goes to.",
        "Each partner keeps its own standing; staff lent keep that of their employer.",
    ),
    _V: (
        "A new entity may not recover VAT that its owners recover, as an LLP could not. Have an opinion in writing.",
        "A new entity has no reserves and no history. Without guarantees of its owners nobody stands behind it.",
        "A new entity has to be registered itself before it provides care, which has taken months.",
        "A new entity has no records and no standing agreements: every flow of data is new.",
        "Staff transfer to the new entity, or are lent to it, which has consequences for tax.",
        "A new entity has to be admitted to the scheme before anybody transfers.",
    ),
    _M: (
        "Assets and staff that move may bear tax once; leases and loans are looked at one by one.",
        "The merged body stands for everything, old debts too. Ask for its accounts after the merger.",
        "The registrations of both have to be those of the merged body from its first day.",
        "One controller holds all records from the day of the merger; people are told of it.",
        "Everybody transfers to one employer; terms that differ are to be dealt with.",
        "One employer’s standing has to cover everybody from the first day.",
    ),
    _A: (
        "The lead pays close partners and others at arm’s length: each flow is looked at by itself.",
        "Gains and losses are shared among the close partners: say who stands for a partner that cannot pay.",
        "Each partner is registered for what it does; the board of the alliance is registered for nothing.",
        "The board decides for all, so who is controller of what it looks at has to be said.",
        "Teams that work as one may have several employers: say who transfers and who does not.",
        "Partners outside the NHS need standing of their own towards the scheme.",
    ),
}
"""What each form adds, in the order of the consequences."""
