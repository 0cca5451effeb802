"""Bids for lists, for the bidder's workspace, for the opening and for the panel."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select
from sqlalchemy.orm import Session

from assurance.domain.errors import NotFound
from assurance.domain.stages import BidStage
from assurance.domain.tenderbox.opening import TENDER, box_open
from assurance.persistence.models import (
    Answer,
    AuditEvent,
    Bid,
    BidBacking,
    BidDocument,
    BidStageChange,
    Cover,
    DialogueSession,
    FormQuestion,
    Letter,
    OpeningAct,
    PassFail,
    Price,
    Representation,
    Subcontractor,
    Trajectory,
    User,
)
from assurance.persistence.sight import sees_everything

SELECTION = "selection"
"""The kind of letter that tells a bidder whether it is selected, long before the outcome."""

_TOLD = (
    Letter.issued_at.is_not(None), Letter.kind.in_(("outcome", "abandonment")), Letter.superseded_at.is_(None)
)  # fmt: skip

TOLD_STEPS = ("select", "decline", "invite_to_dialogue", "eliminate", "invite_to_tender", "lapse", "exclude")
"""Steps taken by the authority that a bidder is told of at once; the others it learns from its letter."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a bid consists of beside its own row."""

    answers: dict[int, Answer] = field(default_factory=dict)
    """By the id of the criterion."""
    prices: dict[int, Decimal] = field(default_factory=dict)
    """By the id of the criterion."""
    subcontractors: Sequence[Subcontractor] = ()
    documents: Sequence[BidDocument] = ()
    schedules: dict[int, tuple[Decimal, ...]] = field(default_factory=dict)
    """The prices by contract year, by the id of the criterion."""
    covers: dict[int, Cover] = field(default_factory=dict)
    """By the id of the element of care."""
    trajectories: dict[int, Trajectory] = field(default_factory=dict)
    """By the id of the outcome."""
    backing: BidBacking | None = None
    """What is set against the most that can be lost in a year."""
    questions: dict[str, FormQuestion] = field(default_factory=dict)
    """What was tendered on the consequences of the form of working, by the code of the question."""

    @property
    def subcontracted_percent(self) -> Decimal:
        """The share of the contract that subcontractors deliver."""
        return sum((each.share_percent for each in self.subcontractors), Decimal(0))


def list_of_organisation(session: Session, organisation_id: int) -> list[Bid]:
    """List an organisation's bids, newest first."""
    return list(session.scalars(select(Bid).where(Bid.organisation_id == organisation_id).order_by(Bid.id.desc())))


def list_in_procurement(session: Session, procurement_id: int) -> list[Bid]:
    """List every bid of a procurement by the name of the bidder. Show its stage by `tenderbox.staff_sees` only."""
    bids = session.scalars(select(Bid).where(Bid.procurement_id == procurement_id)).all()
    return sorted(bids, key=lambda bid: (bid.organisation.name, bid.id))


def find_own(session: Session, procurement_id: int, organisation_id: int) -> Bid | None:
    """Return an organisation's bid in a procurement, or None."""
    return session.scalar(
        select(Bid).where(Bid.procurement_id == procurement_id, Bid.organisation_id == organisation_id)
    )


def list_openable(session: Session, procurement_id: int) -> list[Bid]:
    """List the submitted bids of a procurement, for the act of opening only."""
    return list(
        session.scalars(
            select(Bid).where(Bid.procurement_id == procurement_id, Bid.stage == BidStage.SUBMITTED).order_by(Bid.id)
        )
    )


def list_opened(session: Session, procurement_id: int) -> list[Bid]:
    """List the bids that were opened, by the name of the bidder."""
    opened = select(BidStageChange.bid_id).where(BidStageChange.trigger == "open")
    bids = session.scalars(select(Bid).where(Bid.procurement_id == procurement_id, Bid.id.in_(opened))).all()
    return sorted(bids, key=lambda bid: (bid.organisation.name, bid.id))


def was_opened(session: Session, bid_id: int) -> bool:
    """Say whether a bid was opened, wherever it stands now."""
    step = select(BidStageChange.id).where(BidStageChange.bid_id == bid_id, BidStageChange.trigger == "open")
    return session.scalar(step.limit(1)) is not None


def list_openers(session: Session, procurement_id: int, envelope: str = TENDER) -> list[OpeningAct]:
    """List who has taken part in the opening of an envelope, first to last."""
    return list(
        session.scalars(
            select(OpeningAct)
            .where(OpeningAct.procurement_id == procurement_id, OpeningAct.envelope == envelope)
            .order_by(OpeningAct.id)
        )
    )


def tenders_opened(session: Session, procurement_id: int) -> bool:
    """Say whether enough people have opened the final tenders of a procurement."""
    count = (
        select(func.count())
        .select_from(OpeningAct)
        .where(OpeningAct.procurement_id == procurement_id, OpeningAct.envelope == TENDER)
    )
    return box_open(session.scalar(count) or 0)


def get_parts(session: Session, bid_id: int, *, with_prices: bool = True, with_offer: bool = True) -> Parts:
    """Return everything a bid consists of; closed prices are left unread, and cover and promises where not wanted."""
    return list_parts(session, [bid_id], priced=[bid_id] if with_prices else (), with_offer=with_offer)[bid_id]


def list_parts(
    session: Session, bid_ids: Sequence[int], *, priced: Collection[int], with_offer: bool = True
) -> dict[int, Parts]:
    """Return the same of many bids in as many queries as for one; prices are read of those that are `priced` only."""

    def rows(model: Any, ids: Collection[int] = bid_ids, *where: ColumnElement[bool]) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = {each: [] for each in bid_ids}
        if ids:
            for row in session.scalars(select(model).where(model.bid_id.in_(ids), *where).order_by(model.id)):
                found[row.bid_id].append(row)
        return found

    offered = bid_ids if with_offer else ()
    answers, prices, partners = rows(Answer), rows(Price, priced), rows(Subcontractor)
    documents, covers, promised = rows(BidDocument), rows(Cover, offered), rows(Trajectory, offered)
    backing, tendered = rows(BidBacking, offered), rows(FormQuestion, offered, FormQuestion.side == "tender")
    return {
        each: Parts(
            answers={answer.criterion_id: answer for answer in answers[each]},
            prices={price.criterion_id: price.amount for price in prices[each]},
            subcontractors=sorted(partners[each], key=lambda partner: partner.name),
            documents=documents[each],
            schedules={price.criterion_id: price.years for price in prices[each] if price.years is not None},
            covers={cover.element_id: cover for cover in covers[each]},
            trajectories={promise.outcome_id: promise for promise in promised[each]},
            backing=next(iter(backing[each]), None),
            questions={question.code: question for question in tendered[each]},
        )
        for each in bid_ids
    }


def find_price(session: Session, bid_id: int, criterion_id: int) -> Price | None:
    """Return the price of a bid under a criterion as it stands now, or None."""
    query = select(Price).where(Price.bid_id == bid_id, Price.criterion_id == criterion_id)
    return session.scalar(query.execution_options(populate_existing=True))


def get_document(session: Session, bid_id: int, public_id: str) -> BidDocument:
    """Return a document of a bid by its public id."""
    found = session.scalar(select(BidDocument).where(BidDocument.bid_id == bid_id, BidDocument.public_id == public_id))
    if found is None:
        raise NotFound("There is no such document in this bid")
    return found


def list_pass_fails(session: Session, bid_id: int) -> dict[int, PassFail]:
    """Return what was decided on each pass/fail criterion of a bid, by the id of the criterion."""
    found = session.scalars(select(PassFail).where(PassFail.bid_id == bid_id)).all()
    return {decided.criterion_id: decided for decided in found}


def find_letter(session: Session, bid_id: int) -> Letter | None:
    """Return the letter that tells a bidder the outcome or the end and stands, or None; not that of the selection."""
    issued = select(Letter).where(Letter.bid_id == bid_id, *_TOLD)
    return session.scalar(issued.order_by(Letter.id.desc()).limit(1))


def list_told(session: Session, organisation_id: int) -> set[int]:
    """Return the ids of an organisation's bids whose outcome letter is issued."""
    told = select(Letter.bid_id).join(Bid, Bid.id == Letter.bid_id)
    return set(session.scalars(told.where(Bid.organisation_id == organisation_id, *_TOLD)))


def list_representations(session: Session, bid_id: int) -> list[Representation]:
    """List what a bidder has represented, first to last."""
    return list(
        session.scalars(select(Representation).where(Representation.bid_id == bid_id).order_by(Representation.id))
    )


def list_sessions(session: Session, bid_id: int) -> list[DialogueSession]:
    """List a bidder's dialogue sessions by when they were or will be held."""
    return list(
        session.scalars(
            select(DialogueSession)
            .where(DialogueSession.bid_id == bid_id)
            .order_by(DialogueSession.held_at, DialogueSession.id)
        )
    )


def get_session(session: Session, bid_id: int, public_id: str) -> DialogueSession:
    """Return a dialogue session of a bidder by its public id."""
    found = session.scalar(
        select(DialogueSession).where(DialogueSession.bid_id == bid_id, DialogueSession.public_id == public_id)
    )
    if found is None:
        raise NotFound("There is no such session, or it is not yours to see")
    return found


def list_told_steps(session: Session, bid_id: int) -> list[BidStageChange]:
    """List the steps the authority has taken with a bid of which its bidder is told at once."""
    return list(
        session.scalars(
            select(BidStageChange)
            .where(BidStageChange.bid_id == bid_id, BidStageChange.trigger.in_(TOLD_STEPS))
            .order_by(BidStageChange.id)
        )
    )


@sees_everything  # also what the authority did with the tender
def list_own_events(session: Session, bid: Bid, *, limit: int) -> list[tuple[AuditEvent, str]]:
    """List what the bidder's own people did, tried and were refused in a procurement, newest first, with who it was.

    A bidder whose tender was in the box also sees when it was opened, and its price, and by whom; and when it was asked
    to explain its bid.
    """
    own = select(User.id).where(User.organisation_id == bid.organisation_id)
    opened = AuditEvent.tag.in_(("tender:opened", "price:opened")) if bid.submitted_at else false()
    asked = and_(AuditEvent.tag == "abnormal:asked", AuditEvent.subject == bid.public_id)
    rows = session.execute(
        select(AuditEvent, User.name)
        .outerjoin(User, User.id == AuditEvent.actor_id)
        .where(
            AuditEvent.procurement_id == bid.procurement_id,
            not_(AuditEvent.tag.endswith(":autosaved")),  # one for every pause in typing
            or_(AuditEvent.actor_id.in_(own), opened, asked),
        )
        .order_by(AuditEvent.seq.desc())
        .limit(limit)
    ).all()
    return [(event, name or "") for event, name in rows]


def find_opening_record(session: Session, procurement_id: int, envelope: str = TENDER) -> AuditEvent | None:
    """Return the entry that lists what was in the box when it was opened, or None."""
    return session.scalar(
        select(AuditEvent).where(AuditEvent.procurement_id == procurement_id, AuditEvent.tag == f"{envelope}:opened")
    )
