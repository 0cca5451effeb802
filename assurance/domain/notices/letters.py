"""What bidders are told of the outcome, by law: the name of the letter, its provision, its words, how far it compares.

Read in its text: Procurement Regulations 2024 (SI 2024/692) reg 31. As the domain reference gives them: Procurement
Act 2023 ss50, 51 and 101; Provider Selection Regime Regulations 2023 reg 12 and Schedule 9; Public Contracts
Regulations 2015 regs 86, 87, 92 and 95. From memory, to be checked before they are relied on: Procurement Act 2023
s106, Public Contracts Regulations 2015 reg 55.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assurance.domain.procedures.regimes import Regime


class Compares(StrEnum):
    """What a bidder who was not chosen reads of the tender that was."""

    WHERE_BETTER = "where better"
    EVERY_CRITERION = "every criterion"


@dataclass(frozen=True, slots=True)
class LetterWords:
    """The letter of the outcome under one law."""

    title: str
    provision: str
    compares: Compares
    tells_unmarked: bool
    """Those who were out before final marks are told the marks of the tender chosen, without a comparison."""
    winner_heading: str
    table_heading: str
    challenge_heading: str
    last_moment: str
    """What ends at the last moment of standstill."""
    challenge: str
    intros: dict[str, str]
    abandonment: str
    """The provision under which bidders are told that no contract is awarded."""
    unassessed_title: str = ""
    """The name of the letter for those of whom no tender was assessed, where the law gives it another."""


def _intros(chosen: str, award: str, bid: str) -> dict[str, str]:
    thanks = "Thank you for your final tender for {title}. "
    return {
        "preferred": f"{thanks}We {chosen} to you.",
        "reserve": (
            f"{thanks}We {award} to {{winner}}. You are the reserve bidder: we would turn to you if the preferred "
            "bidder could not be contracted."
        ),
        "unsuccessful": f"{thanks}We {award} to {{winner}}; your tender was not successful.",
        "eliminated": (
            f"Thank you for taking part in the competition for {{title}}. We {award} to {{winner}}; your {bid} did "
            "not reach the ranking."
        ),
    }


LETTERS: dict[Regime, LetterWords] = {
    Regime.PSR: LetterWords(
        title="Outcome letter",
        provision="PSR 2023 Schedule 9",
        compares=Compares.WHERE_BETTER,
        tells_unmarked=False,
        winner_heading="The provider we intend to contract with",
        table_heading="Where that tender did better than yours",
        challenge_heading="Standstill and representations",
        last_moment="You can make representations until",
        challenge=(
            "If you believe that the regulations were not followed, you may make written representations in this "
            "service, from the page of your bid, before the time given here. Say what you ask us to look at and why. "
            "You may ask for the information we relied on. Someone who took no part in the evaluation reviews it; we "
            "answer with a further decision and its reasons, and no contract is awarded for at least five working days "
            "after that."
        ),
        intros=_intros("intend to award the contract", "intend to award the contract", "bid"),
        abandonment="PSR 2023 reg 15",
    ),
    Regime.PA23: LetterWords(
        title="Assessment summary",
        provision="PA 2023 s50(3) and Procurement Regulations 2024 reg 31",
        compares=Compares.EVERY_CRITERION,
        tells_unmarked=False,
        winner_heading="The most advantageous tender",
        table_heading="How the most advantageous tender was assessed",
        challenge_heading="Standstill and claims",
        last_moment="No contract is entered into before",
        challenge=(
            "Every assessed supplier is given its summary at the same time, before the contract award notice is "
            "published. If you believe that the Procurement Act 2023 was not followed, you may bring a claim in court. "
            "If we are told of a claim about this award during standstill, we may not enter into the contract until "
            "the court decides or the claim ends (section 101). Proceedings are started within 30 days of when you "
            "first knew, or ought to have known, that there were grounds for them (section 106)."
        ),
        intros=_intros("have decided to award the contract", "have decided to award the contract", "bid"),
        abandonment="PA 2023 s55",
        unassessed_title="Notice of the outcome",
    ),
    Regime.PCR15: LetterWords(
        title="Notice of the decision to award",
        provision="PCR 2015 reg 86",
        compares=Compares.EVERY_CRITERION,
        tells_unmarked=True,
        winner_heading="The successful tenderer",
        table_heading="Characteristics and relative advantages of the successful tender",
        challenge_heading="Standstill and proceedings",
        last_moment="Standstill is expected to end at",
        challenge=(
            "We will not enter into the contract before standstill has ended (regulation 87). If you believe that the "
            "regulations were not followed, you may start proceedings in the High Court, within 30 days of when you "
            "first knew or ought to have known that there were grounds for them (regulation 92). Once we know that a "
            "claim form is issued, we must refrain from entering into the contract until the court decides (regulation "
            "95). You may ask in writing for a de-brief; we answer within 15 days (regulation 55)."
        ),
        intros=_intros("have decided to award the contract", "have decided to award the contract", "bid"),
        abandonment="PCR 2015 reg 55(1)",
    ),
}
"""The words of each law. The Provider Selection Regime's are those its letters always had."""


def headings(words: LetterWords, title: str, provision: str) -> dict[str, str]:
    """Give the words a letter keeps: its name, the provision it rests on and its headings."""
    return {
        "title": title, "provision": provision, "winner_heading": words.winner_heading,
        "table_heading": words.table_heading, "challenge_heading": words.challenge_heading,
        "last_moment": words.last_moment,
    }  # fmt: skip


def words_of(content: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the words a letter carries; letters issued before they were kept are of the Provider Selection Regime."""
    psr = LETTERS[Regime.PSR]
    given: Mapping[str, str] | None = content.get("words")
    return given or headings(psr, psr.title, psr.provision)
