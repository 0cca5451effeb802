"""Trials of the criteria on dummy bids before they are published, and the answers to what the trials found.

A trial changes nothing in the plan. It is kept with all that went in, under the digest of the criteria tried, so that
a trial of other criteria shows as out of date. A danger it finds is answered with a reason before the call.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.deadlines import LONDON, say_day
from assurance.domain.errors import Conflict, InvalidInput, NotFound
from assurance.domain.evaluation.publication import Publication
from assurance.domain.evaluation.wind_tunnel import (
    DummyBid,
    TypicalSet,
    dummy_faults,
    is_danger,
    try_criteria,
    typical_sets,
    unanswered,
)
from assurance.persistence.models import Procurement, User, WindTunnelRun
from assurance.persistence.queries.criteria import get_publication
from assurance.persistence.queries.evaluation_evidence import find_newest_trial, list_trials
from assurance.persistence.queries.planning import get_contract_value
from assurance.services import audit
from assurance.services.planning.draft import why_fixed

OWN = "own"
LONGEST_REASON = 2_000
SHORTEST_REASON = 20
CRITERIA = "staff.tender.criteria"
TRIALS = "staff.tender.wind_tunnel"


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the criteria as they stand have been tried, and what is still to be answered."""

    runs: int
    is_current: bool
    """The newest trial was of the criteria as they stand."""
    dangers: tuple[str, ...]


def standing(session: Session, procurement: Procurement) -> Standing:
    """Say how the trials stand."""
    runs = list_trials(session, procurement.id)
    if not runs:
        return Standing(0, False, ())
    digest = get_publication(session, procurement).digest()
    return Standing(len(runs), runs[-1].criteria_digest == digest, unanswered(runs[-1].findings))


def why_untriable(session: Session, procurement: Procurement) -> str:
    """Say why the criteria cannot be tried now, or return nothing."""
    if why := why_fixed(procurement):
        return why
    publication = get_publication(session, procurement)
    if not publication.tree.prices() or not publication.tree.scored():
        return "A trial sets quality against price: add at least one scored criterion and one price first"
    faults = [fault.message for fault in publication.faults()]
    return f"The criteria cannot be applied yet: {'; '.join(faults[:3])}" if faults else ""


def starting_sets(session: Session, procurement: Procurement) -> tuple[TypicalSet, ...]:
    """List typical dummy bids for the criteria and the budget of the plan."""
    value = get_contract_value(session, procurement).total
    return typical_sets(get_publication(session, procurement).tree, value or None)


def try_on_dummies(
    session: Session,
    *,
    procurement: Procurement,
    bids: Sequence[DummyBid],
    actor: Actor,
    now: datetime,
    source: str = OWN,
) -> WindTunnelRun:
    """Try the criteria as they stand on dummy bids, and keep the trial with everything it found."""
    if why := why_untriable(session, procurement):
        raise Conflict(why, endpoint=CRITERIA)
    publication = get_publication(session, procurement)
    for fault in dummy_faults(publication.tree, bids):
        raise InvalidInput(fault.path, fault.message)
    trial = try_criteria(publication, bids)
    run = WindTunnelRun(
        procurement_id=procurement.id, criteria_digest=publication.digest(), run_by_id=actor.user_id, run_at=now,
        setting=_setting(publication, bids, source), findings=trial.as_data(),
    )  # fmt: skip
    session.add(run)
    session.flush()
    audit.record(
        session, tag="wind-tunnel:tried", actor=actor, now=now, procurement=procurement, digest=run.criteria_digest,
        bids=run.setting["bids"], dangers=list(unanswered(run.findings)),
    )  # fmt: skip
    return run


def _setting(publication: Publication, bids: Sequence[DummyBid], source: str) -> dict[str, Any]:
    tree = publication.tree
    return {
        "source": source,
        "bids": [each.as_data() for each in bids],
        "prices": {each.id: each.title or each.id for each in tree.prices()},
        "scored": {each.id: each.title or each.id for each in tree.scored()},
    }


def answer_finding(
    session: Session, *, procurement: Procurement, number: int, code: str, reason: str, actor: Actor, now: datetime
) -> None:
    """Say why the criteria may be published in spite of a danger the newest trial found."""
    if why := why_fixed(procurement):
        raise Conflict(why)
    run = get_trial(session, procurement, number)
    if find_newest_trial(session, procurement.id) is not run:
        raise Conflict("There is a newer trial: answer what that one found", endpoint=TRIALS)
    found = [each for each in run.findings["findings"] if each["code"] == code and is_danger(each)]
    if not found:
        raise NotFound("The trial found no such danger")
    if found[0].get("reason"):
        raise Conflict("This is answered already, and an answer is kept as it is", endpoint=TRIALS)
    reason = _reason(reason)
    person = session.get_one(User, actor.user_id).name
    signed = f"Answered by {person} on {say_day(now.astimezone(LONDON).date())}"
    run.findings = {
        **run.findings,
        "findings": [
            each | {"reason": reason, "signed": signed} if each["code"] == code else each
            for each in run.findings["findings"]
        ],
    }
    audit.record(
        session, tag="wind-tunnel:answered", actor=actor, now=now, procurement=procurement, subject=code,
        reason=reason, found=found[0]["found"],
    )  # fmt: skip


def _reason(text: str) -> str:
    reason = " ".join(text.split())
    if len(reason) < SHORTEST_REASON:
        raise InvalidInput("reason", f"Say why in at least {SHORTEST_REASON} characters: it is kept and printed")
    if len(reason) > LONGEST_REASON:
        raise InvalidInput("reason", f"Enter at most {LONGEST_REASON:,} characters: this has {len(reason):,}")
    return reason


def get_trial(session: Session, procurement: Procurement, number: int) -> WindTunnelRun:
    """Return a trial by its number, counted from the first."""
    runs = list_trials(session, procurement.id)
    if not 1 <= number <= len(runs):
        raise NotFound(f"There is no trial {number}")
    return runs[number - 1]
