"""Every kind of notice of a procurement, one row each: its name, the provision it rests on, when it is due, what it
must say.

Read in their text: Procurement Regulations 2024 (SI 2024/692) regs 13 to 19, 27, 31, 32, 40 and 41, and the beginning
of reg 39; Procurement Act 2023 ss70 and 75; Provider Selection Regime Regulations 2023 Schedule 14. As the domain
reference gives them: the rest of that Act and of those Regulations. From memory, to be checked before they are relied
on: Procurement Act 2023 s93, Public Contracts Regulations 2015 regs 50, 55 and 72. Headings under `must_say` are those
of the sections the writers write.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assurance.domain.procedures.regimes import Regime

WHAT, VALUE, CRITERIA = "What is bought", "Value and term", "Award criteria and weights"
PROCEDURE, TAKE_PART, ASSESSED = "Procedure", "How to take part", "How offers are assessed"
SUPPLIER, REASONS, STANDSTILL = "Supplier", "Why this provider", "Standstill"
CONTRACT, TENDERS, DECISION, REASON = "Contract", "Tenders", "Decision", "Reason"


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One kind of notice under one law."""

    code: str
    title: str
    regime: Regime
    provision: str
    due: str
    """When it is published, in words."""
    must_say: tuple[str, ...]
    """Headings without which the notice would not say what its law asks for."""
    number: str = ""
    """UK1 to UK17, under the Procurement Act only."""

    @property
    def label(self) -> str:
        """The title with its number, as people know it."""
        return f"{self.title} ({self.number})" if self.number else self.title


_PSR = (
    NoticeKind(
        "notice_inviting_offers", "Notice inviting offers", Regime.PSR, "PSR 2023 reg 11(3) and Schedule 8",
        "With it the competitive process begins", (WHAT, CRITERIA, ASSESSED, TAKE_PART),
    ),
    NoticeKind(
        "criteria_refined", "Award criteria refined", Regime.PSR, "PSR 2023 regs 4 and 11(6)",
        "When criteria are refined, before final tenders are invited", ("What changed", REASON, CRITERIA),
    ),
    NoticeKind(
        "intention_to_award", "Intention to award", Regime.PSR, "PSR 2023 reg 11(10) and Schedule 10",
        "After the decision; standstill begins the day after",
        (WHAT, "Provider to whom the contract is to be awarded", REASONS, "Standstill and representations",
         "Who decided", "Conflicts of interest"),
    ),
    NoticeKind(
        "award", "Confirmation of award", Regime.PSR, "PSR 2023 reg 11(17)(b) and Schedule 11",
        "Within 30 days of the award of the contract", (WHAT, "Provider", CONTRACT, "Who decided"),
    ),
    NoticeKind(
        "abandonment", "Abandonment", Regime.PSR, "PSR 2023 reg 15", "Within 30 days of the decision to abandon",
        ("What was to be bought", DECISION, REASON),
    ),
)  # fmt: skip
_PA23 = (
    NoticeKind(
        "uk2", "Preliminary market engagement notice", Regime.PA23,
        "PA 2023 s17 and Procurement Regulations 2024 reg 17", "Before the tender notice, or say there why not",
        ("What is planned", "How to answer"), "UK2",
    ),
    NoticeKind(
        "uk4", "Tender notice", Regime.PA23, "PA 2023 s21 and Procurement Regulations 2024 reg 19",
        "With it the competitive flexible procedure begins",
        (WHAT, VALUE, PROCEDURE, CRITERIA, ASSESSED, TAKE_PART, "Conditions of participation"), "UK4",
    ),
    NoticeKind(
        "uk6", "Contract award notice", Regime.PA23, "PA 2023 s50 and Procurement Regulations 2024 reg 27",
        "Before the contract is entered into, after every assessment summary; standstill begins with the day",
        (WHAT, SUPPLIER, VALUE, "Assessment summaries", TENDERS, PROCEDURE, STANDSTILL), "UK6",
    ),
    NoticeKind(
        "uk7", "Contract details notice", Regime.PA23, "PA 2023 s53 and Procurement Regulations 2024 reg 32",
        "Within 30 days of the contract; 120 for a light touch contract", (WHAT, SUPPLIER, CONTRACT, PROCEDURE), "UK7",
    ),
    NoticeKind(
        "uk12", "Procurement termination notice", Regime.PA23, "PA 2023 s55 and Procurement Regulations 2024 reg 37",
        "As soon as practicable after the decision to end the procurement", ("What was to be bought", DECISION), "UK12",
    ),
)  # fmt: skip
_PCR15 = (
    NoticeKind(
        "prior_information", "Prior information notice", Regime.PCR15, "PCR 2015 regs 40 and 48",
        "Where the authority makes its intention known, before the contract notice",
        ("What is planned", "How to answer"),
    ),
    NoticeKind(
        "contract_notice", "Contract notice", Regime.PCR15, "PCR 2015 regs 30(6) and 49",
        "With it the competitive dialogue begins", (WHAT, VALUE, PROCEDURE, CRITERIA, ASSESSED, TAKE_PART),
    ),
    NoticeKind(
        "contract_award_notice", "Contract award notice", Regime.PCR15, "PCR 2015 reg 50",
        "Within 30 days of the award of the contract", (WHAT, SUPPLIER, CONTRACT, CRITERIA, TENDERS),
    ),
    NoticeKind(
        "contract_award_notice_none", "Contract award notice: no contract awarded", Regime.PCR15,
        "PCR 2015 regs 50 and 55", "As soon as possible after the decision not to award",
        ("What was to be bought", DECISION, REASON),
    ),
)  # fmt: skip

CHANGED, RATED, PAID = "What changes", "Assessment of performance", "Payments"
_OWN = (
    NoticeKind(
        "uk1", "Pipeline notice", Regime.PA23, "PA 2023 s93 and Procurement Regulations 2024 reg 15",
        "Within 56 days of 1 April, by an authority that expects to pay more than £100 million in the year, for "
        "contracts above £2 million whose tender notice is planned within 18 months",
        (WHAT, VALUE, "Planned dates"), "UK1",
    ),
    NoticeKind(
        "uk3", "Planned procurement notice", Regime.PA23, "PA 2023 s15 and Procurement Regulations 2024 reg 16",
        "At least 40 days and not more than 12 months before the tender notice, to shorten the tendering period",
        (WHAT, VALUE, "Planned dates", "What follows from this notice"), "UK3",
    ),
    NoticeKind(
        "uk8", "Contract payment notice", Regime.PA23, "PA 2023 s70",
        "Within 30 days of the end of the quarter in which a payment of more than £30,000 was made",
        (CONTRACT, SUPPLIER, PAID), "UK8",
    ),
    NoticeKind(
        "uk9", "Contract performance notice", Regime.PA23, "PA 2023 s71 and Procurement Regulations 2024 reg 39",
        "At least once in every 12 months of the contract", (CONTRACT, SUPPLIER, RATED), "UK9",
    ),
    NoticeKind(
        "uk10", "Contract change notice", Regime.PA23, "PA 2023 s75 and Procurement Regulations 2024 reg 40",
        "Before the contract is modified", (CONTRACT, SUPPLIER, CHANGED, REASON), "UK10",
    ),
    NoticeKind(
        "uk11", "Contract termination notice", Regime.PA23, "PA 2023 s80 and Procurement Regulations 2024 reg 41",
        "Within 30 days of the termination, however the contract ends", (CONTRACT, SUPPLIER, "Termination"), "UK11",
    ),
    NoticeKind(
        "psr_modification", "Notice of contract modification", Regime.PSR, "PSR 2023 regs 13(4) and 14(4)",
        "Within 30 days of the modification",
        (CONTRACT, "Provider", CHANGED, REASON, "Who decided", "Conflicts of interest"),
    ),
    NoticeKind(
        "pcr15_modification", "Notice of modification of a contract during its term", Regime.PCR15,
        "PCR 2015 reg 72(3)", "When a contract has been modified for additional or unforeseen needs",
        (CONTRACT, SUPPLIER, CHANGED, REASON),
    ),
)  # fmt: skip
"""Notices that no step of a procedure publishes: before the call, and while the contract runs."""

KINDS: dict[str, NoticeKind] = {kind.code: kind for kind in (*_PSR, *_PA23, *_PCR15, *_OWN)}
TITLES: dict[str, str] = {code: kind.label for code, kind in KINDS.items()}
"""The name of each kind as pages and documents show it."""

REFINED: dict[Regime, NoticeKind] = {
    Regime.PSR: KINDS["criteria_refined"],
    Regime.PA23: NoticeKind(
        "criteria_refined", "Tender notice, award criteria refined", Regime.PA23, "PA 2023 s24",
        "When criteria are refined, before final tenders are invited", ("What changed", REASON, CRITERIA), "UK4",
    ),
    Regime.PCR15: NoticeKind(
        "criteria_refined", "Contract notice, award criteria refined", Regime.PCR15, "PCR 2015 regs 18 and 30(6)",
        "When what the contract notice left open is settled", ("What changed", REASON, CRITERIA),
    ),
}  # fmt: skip
"""The same notice under each law: criteria are refined only as the call said they may be."""

ENGAGEMENT = {Regime.PSR: "market_engagement", Regime.PA23: "uk2", Regime.PCR15: "prior_information"}
"""The kind under which the market is asked. The Provider Selection Regime names no notice for it."""

CALL_IN_WORDS = {
    Regime.PSR: "notice inviting offers", Regime.PA23: "tender notice", Regime.PCR15: "contract notice",
}  # fmt: skip
"""What opens the competition, as a sentence names it."""


def get_kind(code: str, regime: Regime) -> NoticeKind:
    """Return the row of a kind under a law; only a refinement is the same kind under several."""
    return REFINED[regime] if code == "criteria_refined" else KINDS[code]


def missing(code: str, written: Iterable[str]) -> list[str]:
    """Name the headings a notice of a kind must have and does not, in the order it would show them."""
    has = set(written)
    return [heading for heading in KINDS[code].must_say if heading not in has]
