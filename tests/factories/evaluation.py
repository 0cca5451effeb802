"""A procurement whose bids are opened and whose panel may mark: criteria, duties, answers, prices."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor, Audience
from assurance.domain.evaluation.scales import ZERO_TO_FIVE
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import (
    Answer,
    Bid,
    BidStageChange,
    CriterionAssignment,
    CriterionRow,
    Mark,
    Organisation,
    PanelInvitation,
    Price,
    ScaleDescriptor,
)
from assurance.services import conflicts, marking, moderation
from tests.factories.cast import NOW, SUPPLIERS, World

PANEL = ("clinician", "nurse")
QUESTIONS = ("clinical", "workforce")
RATIONALE = "The pathway from referral to discharge is described step by step, with named owners and evidence."
REASON = "All steps of the pathway are described with owners, and the audit evidence covers each of them."
DISCUSSION = "The panel read the audit evidence together; one member had not seen the annex and moved."


@dataclass
class Scene:
    """The cast at work on bids. Rows are loaded afresh from the session that is passed."""

    world: World
    bids: list[str] = field(default_factory=list)
    """Public ids, by the name of the bidder."""

    def bid(self, session: Session, number: int = 0) -> Bid:
        """Return a bid by its place in the list."""
        return session.scalars(select(Bid).where(Bid.public_id == self.bids[number])).one()

    def criterion(self, session: Session, code: str = "clinical") -> CriterionRow:
        """Return a criterion by code."""
        return session.scalars(select(CriterionRow).where(CriterionRow.code == code)).one()

    def actor(self, session: Session, name: str) -> Actor:
        """Return a member of the cast as an actor."""
        return self.world.actor(session, name)

    def add_bids(self, session: Session, count: int) -> None:
        """Add compliant bids of other bidders; nothing is declared on them."""
        questions = [self.criterion(session, code) for code in QUESTIONS]
        there = len(self.bids)
        for number, organisation_id in enumerate(_organisations(session, self.world, there + count)[there:], there):
            self.bids.append(_make_bid(self, session, number, organisation_id, questions))

    def declare_all(self, session: Session, *names: str) -> None:
        """Let people declare that they have no conflict with any bidder."""
        for name in names or (*PANEL, "moderator"):
            for number in range(len(self.bids)):
                self.declare_on(session, name, number)

    def declare_on(self, session: Session, name: str, number: int) -> None:
        """Let a person declare that they have no conflict with one bidder."""
        conflicts.declare(
            session, bid=self.bid(session, number), has_conflict=False, detail="", actor=self.actor(session, name),
            now=NOW,
        )  # fmt: skip

    def mark(self, session: Session, name: str, code: str = "clinical", number: int = 0, mark: int = 3) -> Mark:
        """Let an evaluator save a first mark with a sound reason."""
        return marking.save_mark(
            session, bid=self.bid(session, number), criterion=self.criterion(session, code), mark=mark,
            rationale=RATIONALE, evidence="Annex 2, page 4", version=None, actor=self.actor(session, name), now=NOW,
        )  # fmt: skip

    def lock_all(self, session: Session, marks: dict[str, int] | None = None) -> None:
        """Let everyone declare, mark everything and lock it."""
        self.declare_all(session)
        for name in PANEL:
            for number in range(len(self.bids)):
                for code in QUESTIONS:
                    self.mark(session, name, code, number, (marks or {}).get(name, 3))
            marking.lock_marks(
                session, procurement=self.world.procurement(session), actor=self.actor(session, name), now=NOW
            )

    def to_moderation(self, session: Session, marks: dict[str, int] | None = None) -> None:
        """Bring everything to moderation, every mark locked."""
        self.lock_all(session, marks)
        self.world.at(session, Stage.MODERATION)
        for number in range(len(self.bids)):
            self.bid(session, number).stage = BidStage.SCORED
        session.flush()

    def to_ranking(self, session: Session) -> None:
        """Bring everything to ranking: the first bid agreed at 4, the others at 3, nobody's approval missing."""
        self.to_moderation(session)
        self.agree_all(session)

    def agree_all(self, session: Session, discussion: str = DISCUSSION) -> None:
        """Record and approve every agreed mark, and go on to the ranking."""
        for number in range(len(self.bids)):
            for code in QUESTIONS:
                record = moderation.record_consensus(
                    session, bid=self.bid(session, number), criterion=self.criterion(session, code),
                    mark=3 if number else 4, discussion=discussion, reason=REASON, dissent="",
                    actor=self.actor(session, "moderator"), now=NOW,
                )  # fmt: skip
                session.flush()
                for name in PANEL:
                    moderation.approve(session, consensus=record, actor=self.actor(session, name), now=NOW)
            self.bid(session, number).stage = BidStage.MODERATED
        self.world.at(session, Stage.RANKING)


def make_scene(session: Session, world: World, bids: int = 2, *, assigned: bool = True, accepted: bool = True) -> Scene:
    """Put the procurement at individual scoring with compliant bids and both evaluators on both questions."""
    scene = Scene(world)
    if accepted:
        accept_all(session, world)
    questions = _make_criteria(session, world)
    if assigned:
        for question in questions:
            for name in PANEL:
                session.add(CriterionAssignment(criterion_id=question.id, user_id=world.users[name]))
    for number, organisation_id in enumerate(_organisations(session, world, bids)):
        scene.bids.append(_make_bid(scene, session, number, organisation_id, questions))
    world.at(session, Stage.SCORING)
    return scene


def accept_all(session: Session, world: World, *names: str) -> None:
    """Let people have accepted to sit on the panel: both evaluators and the moderator unless named."""
    world.procurement(session).marks_due_at = NOW + timedelta(days=14)
    for name in names or (*PANEL, "moderator"):
        session.add(
            PanelInvitation(
                procurement_id=world.procurement_id,
                user_id=world.users[name],
                message="Please mark your questions.",
                invited_by_id=world.users["officer"],
                invited_at=NOW,
                answer="accepted",
                answered_at=NOW,
            )
        )
    session.flush()


def _make_bid(scene: Scene, session: Session, number: int, organisation_id: int, questions: list[CriterionRow]) -> str:
    bid = Bid(
        public_id=str(uuid.uuid4()), procurement_id=scene.world.procurement_id, organisation_id=organisation_id,
        stage=BidStage.COMPLIANT, created_at=NOW, submitted_at=NOW, manifest={}, manifest_digest="0" * 64,
    )  # fmt: skip
    session.add(bid)
    session.flush()
    opened = BidStageChange(
        bid_id=bid.id, trigger="open", from_stage=BidStage.SUBMITTED, to_stage=BidStage.OPENED,
        actor_id=scene.world.users["officer"], at=NOW,
    )  # fmt: skip
    price = Price(
        bid_id=bid.id, criterion_id=scene.criterion(session, "price").id,
        amount=Decimal(100_000_000 + number * 5_000_000),
    )  # fmt: skip
    session.add_all([opened, price])
    writer = scene.world.users[SUPPLIERS[number % len(SUPPLIERS)]]
    for question in questions:
        text = f"Our answer on {question.title.lower()}.\n\nWe name an owner for each step."
        session.add(Answer(bid_id=bid.id, criterion_id=question.id, text=text, updated_at=NOW, updated_by_id=writer))
    return bid.public_id


def _make_criteria(session: Session, world: World) -> list[CriterionRow]:
    def add(code: str, title: str, kind: str, weight: int, **more: object) -> CriterionRow:
        row = CriterionRow(
            procurement_id=world.procurement_id, code=code, title=title, kind=kind, weight_percent=Decimal(weight),
            position=position.pop(0), **more,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row

    position = list(range(10))
    quality = add("quality", "Quality", "group", 70)
    below = {"kind": "scored", "parent_id": quality.id, "scale_top": 5, "word_limit": 500}
    clinical = add("clinical", "Clinical pathway", weight=60, question="How will patients move?", minimum=2,
                   guidance="Look for owners of each step.", **below)  # fmt: skip
    workforce = add("workforce", "Workforce", weight=40, question="Who will do the work?", **below)
    add("price", "Price", "price", 30, price_formula="lowest-over-price")
    for step in ZERO_TO_FIVE.descriptors:
        session.add(
            ScaleDescriptor(procurement_id=world.procurement_id, mark=step.mark, label=step.label, text=step.text)
        )
    return [clinical, workforce]


def _organisations(session: Session, world: World, count: int) -> list[int]:
    known = [world.organisations[name] for name in SUPPLIERS[:count]]
    for number in range(len(known), count):
        more = Organisation(name=f"Elm {number} Care", audience=Audience.SUPPLIER, created_at=NOW)
        session.add(more)
        session.flush()
        known.append(more.id)
    return known
