"""A procurement from the confirmed ranking onwards: one bid first, one second, one below a minimum, one eliminated."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.provision import consequences
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import (
    Bid,
    Consensus,
    Contract,
    Cover,
    CriterionRow,
    DownSelectMark,
    FormQuestion,
    GateReview,
    Notice,
    Outcome,
    PathwayElement,
    Price,
    Procurement,
    Representation,
    Subcontractor,
)
from assurance.persistence.queries.awards import find_standing_recommendation
from assurance.persistence.queries.gates import get_last_review
from assurance.persistence.queries.planning import list_elements
from assurance.services import awards, contracts, gate_conditions, gates, letters, moves, stages
from tests.factories.cast import NOW, World
from tests.factories.impact import nobody_loses
from tests.factories.notices import approve_notices

PRICES = {"alder": 10_000_000, "birch": 8_000_000, "cedar": 9_000_000}
MARKS = {"alder": (5, 4), "birch": (4, 3), "cedar": (2, 5)}
"""Agreed marks for the clinical model (minimum 3 of 5) and for the workforce."""


class Award:
    """Takes a procurement of the cast from ranking to a live service, one step at a time."""

    def __init__(self, session: Session, world: World) -> None:
        self.session, self.world, self.now = session, world, NOW

    @property
    def procurement(self) -> Procurement:
        return self.world.procurement(self.session)

    def actor(self, name: str) -> Any:
        return self.world.actor(self.session, name)

    def bid(self, name: str) -> Bid:
        query = select(Bid).where(
            Bid.procurement_id == self.world.procurement_id, Bid.organisation_id == self.world.organisations[name]
        )
        return self.session.scalars(query).one()

    def move(self, trigger: str, name: str = "officer", reason: str = "") -> None:
        approve_notices(self.session, self.world, trigger, reason, now=self.now)
        moves.perform(
            self.session, procurement=self.procurement, trigger=trigger, actor=self.actor(name), now=self.now,
            reason=reason,
        )  # fmt: skip

    def rank(self) -> Award:
        """Lay down plan, criteria, bids and agreed marks, and confirm the ranking."""
        self._plan()
        rows = self._criteria()
        for name, marks in MARKS.items():
            bid = self._bid(name, BidStage.MODERATED)
            self._agreed(bid, rows["clinical"], marks[0], f"Reason of {name} for clinical")
            self._agreed(bid, rows["workforce"], marks[1], f"Reason of {name} for workforce")
            self.session.add(Price(bid_id=bid.id, criterion_id=rows["price"].id, amount=Decimal(PRICES[name])))
        self._eliminated(rows["clinical"])
        self.world.at(self.session, Stage.RANKING).low_price_percent = 30
        self.move("confirm_ranking")
        return self

    def recommend(self) -> Award:
        """Write the recommendation for the first, with the second in reserve."""
        awards.recommend(
            self.session, procurement=self.procurement, preferred=self.bid("alder"), reserve=self.bid("birch"),
            text="Ranked first by the published criteria.", actor=self.actor("officer"), now=self.now,
        )  # fmt: skip
        return self

    def approve(self) -> Award:
        """Approve what was recommended."""
        recommendation = find_standing_recommendation(self.session, self.world.procurement_id)
        assert recommendation is not None
        awards.decide(
            self.session, recommendation=recommendation, approve=True, reason="", actor=self.actor("approver"),
            now=self.now,
        )  # fmt: skip
        return self

    def pass_gate(self, code: str, condition_blocks: str = "") -> Award:
        """Rate every line green, or one amber with a condition, sign by two and conclude."""
        review = get_last_review(self.session, self.world.procurement_id, code)
        for line in review.lines:
            self.rate(review, line.code)
        if condition_blocks:
            first = review.lines[0].code
            self.rate(review, first, "amber")
            gate_conditions.add_condition(
                self.session, review=review, line_code=first, text="Sign the guarantee", owner="Alder Care",
                evidence_required="Signed guarantee", due_on=date(2025, 12, 1), blocks=condition_blocks,
                actor=self.actor("reviewer"), now=self.now,
            )  # fmt: skip
        for name in ("reviewer", "second_reviewer"):
            gates.sign(self.session, review=review, actor=self.actor(name), now=self.now)
        gates.conclude(self.session, review=review, actor=self.actor("reviewer"), now=self.now)
        return self

    def rate(self, review: GateReview, code: str, rating: str = "green") -> None:
        gates.rate_line(
            self.session, review=review, line_code=code, rating=rating, reason="Read and tested",
            evidence_seen="Evidence file 4", actor=self.actor("reviewer"), now=self.now,
        )  # fmt: skip

    def to_intention(self, condition_blocks: str = "contract_signature") -> Award:
        """Go from nothing to the stage in which letters are prepared."""
        self.rank().recommend().approve()
        self.move("request_checkpoint_2")
        self.pass_gate("checkpoint_2", condition_blocks)
        self.move("declare_intention")
        return self

    def to_standstill(self, condition_blocks: str = "contract_signature") -> Award:
        """Go on to a standstill that has just begun."""
        return self.to_intention(condition_blocks).to_standstill_from_intention()

    def to_standstill_from_intention(self) -> Award:
        """Issue the letters and begin standstill."""
        letters.prepare_all(self.session, procurement=self.procurement, actor=self.actor("officer"), now=self.now)
        self.move("start_standstill")
        return self

    def to_award(self, condition_blocks: str = "contract_signature") -> Award:
        """Go on to the confirmed award; the clock moves past standstill."""
        self.to_standstill(condition_blocks)
        self.now += timedelta(days=30)
        self.move("confirm_award")
        return self

    def draw_up(self) -> Contract:
        return contracts.draw_up(
            self.session, procurement=self.procurement, starts_on=date(2025, 10, 1), years=5, extension_years=2,
            actor=self.actor("contracts"), now=self.now,
        )  # fmt: skip

    def represent(self, name: str = "birch", text: str = "Our workforce plan was misread.") -> Representation:
        """Receive a representation."""
        made = Representation(
            public_id=str(uuid.uuid4()), bid_id=self.bid(name).id, text=text, received_at=self.now + timedelta(days=1)
        )
        self.session.add(made)
        self.session.flush()
        return made

    def published(self, kind: str) -> dict[str, str]:
        """Return the sections of the one notice of a kind, heading to text."""
        query = select(Notice).where(Notice.procurement_id == self.world.procurement_id, Notice.kind == kind)
        notice = self.session.scalars(query).one()
        return {each["heading"]: each["text"] for each in notice.content["sections"]}

    def _plan(self) -> None:
        key = {"procurement_id": self.world.procurement_id}
        nobody_loses(self.session, self.world)
        self.session.add_all(
            [
                PathwayElement(**key, pathway="Hip", name="Assessment"),
                PathwayElement(**key, pathway="Hip", name="Surgery", position=1),
                Outcome(
                    **key,
                    code="mobility",
                    name="Mobility regained",
                    weight_percent=Decimal(60),
                    rule="linear",
                    threshold=Decimal(60),
                    target=Decimal(80),
                ),
                Outcome(
                    **key,
                    code="waiting",
                    name="Seen in time",
                    weight_percent=Decimal(40),
                    rule="pass-fail",
                    target=Decimal(92),
                ),
            ]  # fmt: skip
        )

    def _criteria(self) -> dict[str, CriterionRow]:
        key = {"procurement_id": self.world.procurement_id}
        quality = CriterionRow(**key, code="quality", title="Quality", kind="group", weight_percent=Decimal(60))
        self.session.add(quality)
        self.session.flush()
        rows = {
            "clinical": CriterionRow(
                **key, parent_id=quality.id, code="clinical", title="Clinical model", kind="scored", scale_top=5,
                weight_percent=Decimal(70), minimum=Decimal(3), question="How?", is_down_select=True, position=1,
            ),
            "workforce": CriterionRow(
                **key, parent_id=quality.id, code="workforce", title="Workforce", kind="scored", scale_top=5,
                weight_percent=Decimal(30), question="Who?", position=2,
            ),
            "price": CriterionRow(
                **key, code="price", title="Price", kind="price", weight_percent=Decimal(40), position=3,
                price_formula="lowest-over-price",
            ),
        }  # fmt: skip
        self.session.add_all(rows.values())
        self.session.flush()
        return rows

    def _bid(self, name: str, stage: BidStage) -> Bid:
        bid = Bid(
            public_id=f"bid-of-{name}", procurement_id=self.world.procurement_id, stage=stage,
            organisation_id=self.world.organisations[name], created_at=NOW, requested_at=NOW, submitted_at=NOW,
            submitted_by_id=self.world.users[name], manifest={}, manifest_digest="0" * 64, integration_form="alliance",
        )  # fmt: skip
        self.session.add(bid)
        self.session.flush()
        self.session.add(
            Subcontractor(
                bid_id=bid.id,
                name=f"Partner of {name}",
                delivers="Therapy",
                payment_basis="Activity",
                share_percent=Decimal(20),
            )  # fmt: skip
        )
        self._cover(bid)
        self._consequences(bid)
        return bid

    def _consequences(self, bid: Bid) -> None:
        """Have both sides own and answer every question that the form of working brings."""
        for question in consequences.questions(bid.integration_form):
            for side in ("tender", "authority"):
                self.session.add(
                    FormQuestion(
                        bid_id=bid.id, code=question.code, side=side, owner="Finance director", evidence="Opinion",
                        answer="Settled and in the price", updated_at=NOW, updated_by_id=self.world.users["officer"],
                    )
                )  # fmt: skip

    def _cover(self, bid: Bid) -> None:
        """Make the lead accountable for every element of care."""
        lead = {"name": bid.organisation.name, "part": "accountable", "payment_basis": "population"}
        for element in list_elements(self.session, self.world.procurement_id):
            self.session.add(
                Cover(
                    bid_id=bid.id, element_id=element.id, providers=[lead], data_set="", updated_at=NOW,
                    updated_by_id=self.world.users["alder"],
                )
            )  # fmt: skip

    def _agreed(self, bid: Bid, row: CriterionRow, mark: int, reason: str) -> None:
        self.session.add(
            Consensus(
                bid_id=bid.id,
                criterion_id=row.id,
                mark=mark,
                scale_top=5,
                discussion="Discussed",
                reason=reason,
                moderator_id=self.world.users["moderator"],
                recorded_at=NOW,
            )  # fmt: skip
        )

    def _eliminated(self, row: CriterionRow) -> None:
        bid = self._bid("dogwood", BidStage.IN_DIALOGUE)
        self.session.add(
            DownSelectMark(
                bid_id=bid.id,
                criterion_id=row.id,
                mark=1,
                scale_top=5,
                reason="The outline leaves out surgery",
                recorded_by_id=self.world.users["lead"],
                recorded_at=NOW,
            )  # fmt: skip
        )
        stages.move_bid(
            self.session, bid=bid, trigger="eliminate", actor=self.actor("lead"), now=NOW,
            reason="Ranked last of four in the down-selection",
        )  # fmt: skip
