"""Computes the result of an evaluation from the agreed marks and the opened prices, and puts it on record once.

The figures are derived every time they are shown; only the confirmed result is stored, with what went into it, so
that anyone can recompute it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

import rfc8785
from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from assurance.domain.authority.policy import Actor
from assurance.domain.evaluation.bids import BidInput
from assurance.domain.evaluation.criteria import CriteriaTree
from assurance.domain.evaluation.document import Evaluation, read_evaluation, read_method, write_evaluation
from assurance.domain.evaluation.result import Result
from assurance.domain.faults import FaultsFound
from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid, Consensus, CriterionRow, EvaluationResult, PassFail, Price, Procurement
from assurance.persistence.queries.awards import list_bids_at
from assurance.persistence.queries.bids import list_in_procurement
from assurance.persistence.queries.criteria import get_tree
from assurance.persistence.queries.evaluation import find_result
from assurance.persistence.queries.evidence import get_result, result_id
from assurance.persistence.queries.panel import list_evaluated_bids
from assurance.services import audit, laying_ahead


@dataclass(frozen=True)
class Outcome:
    """A computed result, or the faults that stand in its way."""

    tree: CriteriaTree
    bids: tuple[BidInput, ...]
    names: dict[str, str]
    """Bid id in the result to the name of the bidder."""
    rows: dict[str, Bid]
    result: Result | None = None
    evaluation: dict[str, Any] = field(default_factory=dict)
    """The `assurance-evaluation/1` document the result follows from."""
    faults: tuple[str, ...] = ()
    confirmed: EvaluationResult | None = None
    """The record, where the result was confirmed; what is shown is recomputed from it."""


CLOSED = "The prices are closed: they are opened by two people once the marks on quality are final"


def compute(session: Session, procurement: Procurement) -> Outcome:
    """Compute the result as it stands. A missing mark or price is a fault, never a zero; a closed price is not read."""
    if procurement.are_prices_closed:
        return without_prices(session, procurement)
    tree, rows = get_tree(session, procurement.id), _rows(session, procurement)
    bids = tuple(_inputs(session, rows))
    names = {bid_id: bid.organisation.name for bid_id, bid in rows.items()}
    evaluation = Evaluation(
        tree,
        bids,
        tuple(procurement.tie_break),
        title=procurement.title,
        method=read_method(procurement.evaluation_method),
    )
    try:
        result = evaluation.result()
    except FaultsFound as found:
        return Outcome(tree, bids, names, rows, faults=tuple(str(fault) for fault in found.faults))
    return Outcome(tree, bids, names, rows, result=result, evaluation=write_evaluation(evaluation))


def without_prices(session: Session, procurement: Procurement) -> Outcome:
    """Give the bids with their agreed marks and no price, and no result: for those who may not see a price yet."""
    rows = _rows(session, procurement)
    bids = tuple(_inputs(session, rows, with_prices=False))
    names = {bid_id: bid.organisation.name for bid_id, bid in rows.items()}
    return Outcome(get_tree(session, procurement.id), bids, names, rows, faults=(CLOSED,))


def _rows(session: Session, procurement: Procurement) -> dict[str, Bid]:
    return {result_id(bid): bid for bid in list_evaluated_bids(session, procurement.id)}


def shown(session: Session, procurement: Procurement) -> Outcome:
    """Return the result on record, recomputed from its own document, or else the result as it stands.

    What happens to a bid after the result was confirmed, such as a withdrawal, does not change what was confirmed.
    """
    recorded = find_result(session, procurement.id)
    if recorded is None:
        return compute(session, procurement)
    evaluation = read_evaluation(recorded.evaluation)
    rows = {result_id(bid): bid for bid in list_in_procurement(session, procurement.id)}
    names = {bid_id: bid.organisation.name for bid_id, bid in rows.items()}
    return Outcome(
        evaluation.tree, evaluation.bids, names, rows, result=evaluation.result(), evaluation=recorded.evaluation,
        confirmed=recorded,
    )  # fmt: skip


def standing(result: Result) -> tuple[int, int]:
    """Return how many bids are ranked, and how many ties at the top no published rule separates."""
    leaders = set(result.leaders)
    return len(result.ranked), sum(1 for tie in result.unresolved_ties if leaders & set(tie.bids))


def ranked_bids(session: Session, procurement: Procurement) -> list[tuple[Bid, dict[str, Any]]]:
    """List the ranked bids with their part of the confirmed result, best first."""
    bids = {result_id(bid): bid for bid in list_bids_at(session, procurement.id, *AFTER_RANKING)}
    entries = get_result(session, procurement.id).result["bids"]
    return [(bids[entry["id"]], entry) for entry in entries if entry["rank"] is not None and entry["id"] in bids]


AFTER_RANKING = (
    BidStage.RANKED,
    BidStage.PREFERRED,
    BidStage.RESERVE,
    BidStage.UNSUCCESSFUL,
    BidStage.CONFIRMED,
    BidStage.CONTRACTED,
    BidStage.LIVE,
)
"""Stages of a bid that has a place in the confirmed result."""


def confirm(session: Session, *, procurement: Procurement, actor: Actor, now: datetime) -> EvaluationResult:
    """Put the computed result on record with the hash of what went in and what came out."""
    outcome = compute(session, procurement)
    if outcome.result is None:
        raise RuntimeError("a result with faults is refused by the rule before it is confirmed")
    data = outcome.result.as_data()
    digest = hashlib.sha256(rfc8785.dumps({"evaluation": outcome.evaluation, "result": data})).hexdigest()
    row = EvaluationResult(
        procurement_id=procurement.id, evaluation=outcome.evaluation, result=data, digest=digest,
        confirmed_by_id=actor.user_id, confirmed_at=now,
    )  # fmt: skip
    session.add(row)
    audit.record(
        session, tag="result:confirmed", actor=actor, now=now, procurement=procurement,
        digest=digest, ranking=list(outcome.result.ranking),
    )  # fmt: skip
    laying_ahead.ask(session, procurement)
    return row


def _inputs(session: Session, rows: Mapping[str, Bid], *, with_prices: bool = True) -> list[BidInput]:
    ids = [bid.id for bid in rows.values()]
    scores: dict[int, dict[str, Decimal]] = defaultdict(dict)
    prices: dict[int, dict[str, Decimal]] = defaultdict(dict)
    passes: dict[int, dict[str, bool]] = defaultdict(dict)
    agreed = _by_code(Consensus, Consensus.mark, ids).where(Consensus.superseded_at.is_(None))
    for bid_id, code, mark in session.execute(agreed):
        scores[bid_id][code] = Decimal(mark)
    if with_prices:
        for bid_id, code, amount in session.execute(_by_code(Price, Price.amount, ids)):
            prices[bid_id][code] = amount
    for bid_id, code, is_met in session.execute(_by_code(PassFail, PassFail.is_met, ids)):
        passes[bid_id][code] = is_met
    return [
        BidInput(bid_id, scores[bid.id], prices[bid.id], passes[bid.id], bid.submitted_at)
        for bid_id, bid in rows.items()
    ]


def _by_code(
    of: type[Consensus | Price | PassFail], figure: InstrumentedAttribute[Any], bid_ids: list[int]
) -> Select[int, str, Any]:
    """Ask for one figure of each row about these bids, with the bid and the code of the criterion."""
    return (
        select(of.bid_id, CriterionRow.code, figure)
        .join(CriterionRow, CriterionRow.id == of.criterion_id)
        .where(of.bid_id.in_(bid_ids))
    )
