"""The shortlist: drawn by the published rule from what was judged, decided for all at once, each told by letter."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import rfc8785
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, MoveRefused, Objection
from assurance.domain.selection.assessment import objections
from assurance.domain.selection.questionnaire import Questionnaire
from assurance.domain.selection.shortlist import Place, shortlist
from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid, Procurement
from assurance.persistence.queries.evaluation import list_declarations_of
from assurance.persistence.queries.selection import RequestRecord, get_questionnaire, read_requests
from assurance.services import audit, conflicts, stages
from assurance.services.permission import demand
from assurance.services.selection import letters
from assurance.services.selection.stage import why_closed


@dataclass(frozen=True)
class Proposal:
    """The shortlist as the rule draws it now, or what keeps it from being drawn."""

    asked: Questionnaire
    records: Sequence[RequestRecord]
    objections: tuple[Objection, ...]
    places: tuple[Place, ...]
    """Who qualifies by place, then who does not; nothing while there are objections."""

    @property
    def digest(self) -> str:
        """Recognise the proposal, with every reason in it, as a person saw it."""
        said: list[Any] = [
            [each.bid.public_id, each.bid.version, {key: row.version for key, row in each.judgements.items()},
             [[party, ground, row.version] for (party, ground), row in each.decisions.items()]]
            for each in self.records
        ]  # fmt: skip
        return hashlib.sha256(rfc8785.dumps(said)).hexdigest()

    def record_of(self, place: Place) -> RequestRecord:
        """Return the request that a place is of."""
        return next(each for each in self.records if each.bid.public_id == place.id)


def propose(session: Session, *, procurement: Procurement, actor: Actor) -> Proposal:
    """Draw the shortlist from what is judged now; withdrawn requests are left out.

    It shows what was said of every bidder: raises `Conflict` for whoever has not declared about each of them, or has a
    conflict with one that nobody cleared.
    """
    _require_clear(session, procurement, actor)
    asked = get_questionnaire(session, procurement)
    records = read_requests(session, _undecided(session, procurement))
    assessed = [each.assessed(asked) for each in records]
    found = (*_none(records), *objections(asked, assessed))
    return Proposal(asked, records, found, () if found else shortlist(asked, [each.request for each in assessed]))


def conclude(session: Session, *, procurement: Procurement, seen: str | None, actor: Actor, now: datetime) -> Proposal:
    """Decide every request by the published rule and issue each its letter; `seen` is the digest that was shown.

    Raises `MoveRefused` with everything not judged or decided, and `Conflict` where anything changed since.
    """
    demand(actor, Permission.SELECTION_DECIDE, procurement, act="decide who is selected")
    _hold(session, procurement)
    if why := why_closed(procurement):
        raise Conflict(why)
    proposal = propose(session, procurement=procurement, actor=actor)
    if proposal.objections:
        raise MoveRefused("conclude", proposal.objections)
    if seen is not None and seen != proposal.digest:
        raise Conflict("A judgement or a decision changed after you opened the page. Look at the shortlist again")
    for place in proposal.places:
        record = proposal.record_of(place)
        written = letters.compose(proposal.asked, record, place, len(proposal.places))
        stages.move_bid(
            session, bid=record.bid, trigger=_TRIGGERS[written["kind"]], actor=actor, now=now, reason=written["why"]
        )
        letters.issue(session, bid=record.bid, content=written, actor=actor, now=now)
    _record(session, procurement, proposal, actor, now)
    return proposal


_TRIGGERS = {"selected": "select", "not_selected": "decline", "excluded": "exclude"}


def _require_clear(session: Session, procurement: Procurement, actor: Actor) -> None:
    mine = list_declarations_of(session, procurement.id, actor.user_id)
    for bid in _undecided(session, procurement):
        if bid.id not in mine:
            raise Conflict(
                f"Declare first: say whether you have a conflict with {bid.organisation.name} before you see what was "
                "judged of it",
                endpoint="staff.evaluation.conflicts",
            )
        if not conflicts.is_clear(mine[bid.id]):
            raise Conflict(
                f"You declared a conflict with {bid.organisation.name}. Unless it is cleared, another officer draws "
                "the shortlist",
                endpoint="staff.evaluation.conflicts",
            )


def _undecided(session: Session, procurement: Procurement) -> list[Bid]:
    rows = session.scalars(
        select(Bid).where(Bid.procurement_id == procurement.id, Bid.stage == BidStage.REQUESTED)
    ).all()
    return sorted(rows, key=lambda bid: (bid.organisation.name, bid.id))


def _none(records: Sequence[RequestRecord]) -> tuple[Objection, ...]:
    if records:
        return ()
    return (Objection("requests", "There is no request to decide", "Every request is decided, or nobody asked"),)


def _hold(session: Session, procurement: Procurement) -> None:
    session.scalars(
        select(Procurement).where(Procurement.id == procurement.id).with_for_update(of=Procurement)
        .execution_options(populate_existing=True)
    ).one()  # fmt: skip
    session.scalars(
        select(Bid).where(Bid.procurement_id == procurement.id).order_by(Bid.id).with_for_update(of=Bid)
        .execution_options(populate_existing=True)
    ).all()  # fmt: skip


def _record(session: Session, procurement: Procurement, proposal: Proposal, actor: Actor, now: datetime) -> None:
    audit.record(
        session, tag="selection:concluded", actor=actor, now=now, procurement=procurement,
        questionnaire=proposal.asked.digest(), at_most=proposal.asked.at_most,
        places=[
            {"bid": each.id, "through": each.is_through, "place": each.place,
             "score": None if each.score is None else str(each.score), "why": each.why}
            for each in proposal.places
        ],
    )  # fmt: skip
