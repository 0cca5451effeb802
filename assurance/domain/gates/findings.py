"""Findings that are computed from facts and that no reviewer can rate away.

Each function looks at one kind of fact and returns findings in words with what would mend them. A finding is red, amber
or only noted; the line of enquiry that it belongs to stands at the worse of its rating and its findings. It goes when
the facts change and by nothing else. The tests behind them are those that past lead-provider contracts failed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assurance.domain.dialogue.competition import Band, band
from assurance.domain.gates.affordability import Price, excess_by_year
from assurance.domain.gates.definition import Rating
from assurance.domain.money import format_gbp
from assurance.domain.provision.coverage import Finding as CoverFinding
from assurance.domain.provision.coverage import Trouble
from assurance.domain.provision.system_impact import Effect


class Mender(StrEnum):
    """Who can change the facts of a finding."""

    BIDDER = "bidder"
    OFFICER = "officer"
    OWNER = "owner"
    FINANCE = "finance"

    @property
    def label(self) -> str:
        """The one who can, in the words shown to people."""
        return {
            "bidder": "The bidder", "officer": "Procurement officer", "owner": "Senior responsible owner",
            "finance": "Finance officer",
        }[self]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """What the facts say about one line of enquiry."""

    code: str
    line_code: str
    rating: Rating | None
    """None for what is only noted, because the facts for a judgement are not there."""
    message: str
    mend: str = ""
    mender: Mender = Mender.OFFICER
    endpoint: str = ""
    """The page where the facts are changed."""


@dataclass(frozen=True, slots=True)
class RiskCapacity:
    """What the contract can cost a bidder in its worst year, and what stands behind it. None is not stated."""

    maximum_downside: Decimal | None
    reserves: Decimal | None = None
    guarantee: Decimal | None = None


def risk_capacity(facts: RiskCapacity) -> Iterator[Finding]:
    """Compare the largest loss of a year with reserves and guarantee: the test that UnitingCare was never put to."""
    code, line, page = "risk_capacity", "financial_standing", ""
    loss = facts.maximum_downside
    if loss is None:
        yield Finding(code, line, None, "The largest loss of a year is not known: there is no payment model",
                      "Set the payment model", Mender.FINANCE, page)  # fmt: skip
        return
    if loss <= 0:
        return
    if facts.reserves is None and facts.guarantee is None:
        yield Finding(
            code, line, Rating.RED,
            f"The contract can cost {format_gbp(loss)} in its worst year, and neither reserves nor a guarantee are "
            "stated", "State net reserves, or give a guarantee by someone able to honour it", Mender.BIDDER, page,
        )  # fmt: skip
        return
    backing = (facts.reserves or Decimal(0)) + (facts.guarantee or Decimal(0))
    if loss > backing:
        yield Finding(
            code, line, Rating.RED,
            f"The contract can cost {format_gbp(loss)} in its worst year; reserves and guarantee together are "
            f"{format_gbp(backing)}, which is {format_gbp(loss - backing)} too little",
            "Give a larger guarantee, or narrow the risk that is shared", Mender.BIDDER, page,
        )  # fmt: skip


def coverage(found: Iterable[CoverFinding]) -> Iterator[Finding]:
    """Take over what is wrong with the cover of care: nobody accountable is red, a hand-over nobody owns is amber."""
    for each in found:
        is_red = each.trouble in (Trouble.GAP, Trouble.DOUBLE)
        yield Finding(
            f"coverage:{each.element}:{each.trouble}", "clinical_governance", Rating.RED if is_red else Rating.AMBER,
            each.message, "Name one accountable provider for each element", Mender.BIDDER, "",
        )  # fmt: skip


def legal_form(unowned: Sequence[str], unanswered: Sequence[str]) -> Iterator[Finding]:
    """Look at the questions that the chosen legal form raises: one that nobody owns is red, one open is amber."""
    line, page = "tax_and_legal_form", "staff.opening.show"
    for each in unowned:
        yield Finding(f"legal_form:{each}"[:80], line, Rating.RED, f"Nobody owns this question: {each}",
                      "Name who answers it, at the authority or at the bidder", Mender.OFFICER, page)  # fmt: skip
    for each in unanswered:
        if each not in unowned:
            yield Finding(f"legal_form:{each}"[:80], line, Rating.AMBER, f"This question has no answer: {each}",
                          "Answer it with evidence", Mender.BIDDER, page)  # fmt: skip


def system_impact(effects: Iterable[Effect]) -> Iterator[Finding]:
    """Find incumbents that the bid drives into deficit with nothing agreed: the test of Coastal West Sussex."""
    for effect in effects:
        name = effect.incumbent.name
        if effect.is_unmitigated_deficit:
            yield Finding(
                f"impact:{name}"[:80], "system_impact", Rating.RED,
                f"{name} would end the year with {_said(effect.result_after)}, from "
                f"{_said(effect.incumbent.result)}; {format_gbp(effect.shortfall)} of it is not made good",
                "Agree a mitigation with it, or change what moves", Mender.BIDDER, "staff.impact.index",
            )  # fmt: skip
        elif effect.unmet_stranded > 0:
            yield Finding(
                f"impact:{name}"[:80], "system_impact", Rating.AMBER,
                f"{name} would be left with {format_gbp(effect.unmet_stranded)} of stranded cost a year that nothing "
                "makes good, and stay out of deficit", "Agree who bears the stranded cost", Mender.OFFICER,
                "staff.impact.index",
            )  # fmt: skip


def _said(result: Decimal) -> str:
    return f"a {'deficit' if result < 0 else 'surplus'} of {format_gbp(abs(result))}"


def competition(left: int, is_decided: bool) -> Iterator[Finding]:
    """Find a field of one: red while nobody has decided that there is still fair value, amber after (Staffordshire)."""
    if band(left) is not Band.ONE:
        return
    yield Finding(
        "competition", "value", Rating.AMBER if is_decided else Rating.RED,
        "One bidder alone was left when the price was made"
        + ("; the owner's decision to go on is on record" if is_decided else ", and no decision to go on is on record"),
        "Check that the price is fair without competition" if is_decided else "Decide, with reasons, or abandon",
        Mender.OWNER, "staff.dialogue.competition",
    )  # fmt: skip


def affordability(envelope: Sequence[Decimal], price: Price) -> Iterator[Finding]:
    """Compare the yearly prices of a bid with the envelope: red over the whole term, amber in single years."""
    over = excess_by_year(envelope, price.years)
    years = [(at, each) for at, each in enumerate(over, start=1) if each > 0]
    if not years:
        return
    together = sum(price.years, Decimal(0)) - sum(envelope, Decimal(0))
    said = ", ".join(f"year {at} by {format_gbp(each)}" for at, each in years)
    if together > 0:
        yield Finding(
            "affordability", "value", Rating.RED,
            f"The price of {price.bidder} is {format_gbp(together)} above the envelope of the whole term ({said})",
            "Find the money, narrow the scope, or do not award", Mender.FINANCE, "staff.impact.affordability",
        )  # fmt: skip
        return
    yield Finding(
        "affordability", "value", Rating.AMBER,
        f"The price of {price.bidder} is within the envelope of the whole term and above it in {said}",
        "Agree how the early years are paid for", Mender.FINANCE, "staff.impact.affordability",
    )  # fmt: skip


def subcontracts(unsigned: Sequence[str]) -> Iterator[Finding]:
    """Find partners with whom nothing is signed: amber, because a condition can bind the bidder to sign in time."""
    for name in unsigned:
        yield Finding(
            f"unsigned:{name}"[:80], "subcontracts", Rating.AMBER, f"Nothing is signed with {name}",
            "Sign heads of terms with it", Mender.BIDDER,
        )  # fmt: skip


def of_line(found: Iterable[Finding], line_code: str) -> tuple[Finding, ...]:
    """List the findings of one line of enquiry, the worst first."""
    return tuple(sorted((each for each in found if each.line_code == line_code), key=lambda each: -severity(each)))


def severity(finding: Finding) -> int:
    """Order findings: the higher the worse; what is only noted comes last."""
    return -1 if finding.rating is None else finding.rating.severity


def worst(found: Iterable[Finding]) -> Rating | None:
    """Return the worst rating among findings, or None where none has one."""
    ratings = [each.rating for each in found if each.rating is not None]
    return max(ratings, key=lambda rating: rating.severity) if ratings else None


def is_critical(found: Iterable[Finding]) -> bool:
    """Say whether a finding is red."""
    return worst(found) is Rating.RED
