"""What a bid still needs before it can be sent, in the bidder's words, each with the page where it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assurance.domain.evaluation.criteria import Kind
from assurance.domain.provision.consequences import questions
from assurance.domain.stages import BidStage
from assurance.domain.words import count_words
from assurance.persistence.models import Bid, CriterionRow
from assurance.persistence.queries.bids import Parts, get_parts
from assurance.persistence.queries.criteria import list_criteria
from assurance.persistence.queries.offers import get_asked, lay_out
from assurance.services.bids import backing, impact, request_parts


@dataclass(frozen=True, slots=True)
class Missing:
    """One part that is missing, and the page where it is given; `code` names what it is about where there is one."""

    what: str
    endpoint: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A final tender as it lies in its bidder's hands: what every check looks at, read once for all of them."""

    session: Session
    bid: Bid
    criteria: list[CriterionRow]
    parts: Parts


def missing_parts(session: Session, bid: Bid) -> tuple[Missing, ...]:
    """List what the request, or after it the final tender, still needs; nothing when it can be sent."""
    if bid.stage is BidStage.DRAFT_REQUEST:
        return tuple(Missing(*each) for each in request_parts.lacking(session, bid))
    draft = Draft(session, bid, list_criteria(session, bid.procurement_id), get_parts(session, bid.id))
    return tuple(part for check in CHECKS for part in check(draft))


def _answers(draft: Draft) -> Iterator[Missing]:
    for row in draft.criteria:
        answer, page = draft.parts.answers.get(row.id), "supplier.bids.answer"
        text = answer.text if answer else ""
        if row.kind == Kind.SCORED and not text.strip():
            yield Missing(f"The answer to “{row.title}”", page, row.code)
        if row.kind == Kind.PASS_FAIL and (answer is None or not answer.is_confirmed):
            yield Missing(f"The confirmation of “{row.title}”", page, row.code)
        if row.word_limit is not None and (excess := count_words(text) - row.word_limit) > 0:
            words = "1 word" if excess == 1 else f"{excess:,} words"
            yield Missing(f"An answer to “{row.title}” within the limit: take out {words}", page, row.code)


def _prices(draft: Draft) -> Iterator[Missing]:
    for row in draft.criteria:
        if row.kind != Kind.PRICE:
            continue
        if row.id not in draft.parts.prices:
            yield Missing(f"The price for “{row.title}”", "supplier.bids.price", row.code)
        elif row.id not in draft.parts.schedules:
            yield Missing(f"The price of each year for “{row.title}”", "supplier.bids.price", row.code)


def _form(draft: Draft) -> Iterator[Missing]:
    if not draft.bid.integration_form:
        yield Missing("The form in which the providers work together", "supplier.bids.form")


def _questions(draft: Draft) -> Iterator[Missing]:
    """Ask who answers for each consequence of the form, and what the answer is; evidence may follow."""
    for each in questions(draft.bid.integration_form):
        said = draft.parts.questions.get(each.code)
        if said is None or not said.answer:
            yield Missing(
                f"Who answers for “{each.title}” in your form of working, and how",
                "supplier.bids.form_question",
                each.code,
            )


def _partners(draft: Draft) -> Iterator[Missing]:
    for place, each in enumerate(draft.parts.subcontractors, start=1):
        if each.role is None:
            yield Missing(f"The terms of {each.name}", "supplier.bids.partner", str(place))


def _offer(draft: Draft) -> Iterator[Missing]:
    """Ask for a whole cover of care, and for a promise on each outcome; each at the page of its element or outcome."""
    offer = lay_out(draft.bid, draft.parts, get_asked(draft.session, draft.bid.procurement_id))
    for finding in offer.findings:
        yield Missing(finding.message, "supplier.bids.cover", finding.element)
    for outcome in offer.asked.outcomes:
        if outcome.id not in offer.trajectories:
            yield Missing(f"What you promise on “{outcome.name}”", "supplier.bids.trajectory", outcome.code)


def _backing(draft: Draft) -> Iterator[Missing]:
    if draft.parts.backing is None and backing.is_asked(draft.session, draft.bid.procurement):
        yield Missing("What stands behind the most you can lose in a year", "supplier.bids.backing")


def _impact(draft: Draft) -> Iterator[Missing]:
    """Ask what the bid does to each provider of today that may lose income."""
    for name in impact.lacking(draft.session, draft.bid):
        yield Missing(f"What your bid would do to {name}", "supplier.bids.impact")


CHECKS: tuple[Callable[[Draft], Iterator[Missing]], ...] = (
    _answers, _prices, _form, _questions, _partners, _offer, _backing, _impact,
)  # fmt: skip
"""What a final tender is checked for, in the order of the list that its bidder sees. A new part adds its check here."""
