"""A plan as an officer would write it: budget, pathways, outcomes, criteria; and bids in dialogue."""

from __future__ import annotations

import uuid
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.evaluation.criteria import Kind
from assurance.domain.provision.specification import SectionPart
from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid
from assurance.services import planning, tendering
from assurance.services.planning import specification
from tests.factories.cast import NOW, World

TABLE = """code,programme,gbp_thousand_2007_08,gbp_thousand_2008_09
05,Mental Health,103921,131622
15,Musculo Skeletal,50287,50717
23,Other,136310,144078
"""


def make_plan(session: Session, world: World, now: datetime = NOW) -> None:
    """Write the whole plan through the services."""
    common = {"procurement": world.procurement(session), "actor": world.actor(session, "officer"), "now": now}
    planning.import_budget(session, text=TABLE, **common)
    planning.choose_budget_lines(session, codes=["15"], **common)
    planning.add_element(session, pathway="Knee pain", name="First contact", **common)
    scored = planning.define(session, term="Better knee", meaning="A higher score", source="Test", **common)
    involve(session, world, now)
    planning.add_outcome(
        session, code="prom", name="Patients whose knee is better", weight_percent=Decimal(100), rule="linear",
        baseline=Decimal(55), threshold=Decimal(60), target=Decimal(70), definition=scored, **common,
    )  # fmt: skip
    planning.classify(session, codes="85121283-0\n85142100", region="UKF2", number="QPM", **common)
    specification.add_section(
        session, part=SectionPart.SCOPE, title="Whom it serves", text="Everybody with knee pain", **common
    )
    make_criteria(session, world, now)


def involve(session: Session, world: World, now: datetime = NOW) -> None:
    """Put on record who of those who use the care was involved."""
    planning.record_involvement(
        session, procurement=world.procurement(session), who="Eight people with knee pain", how="An evening together",
        said="Somebody who answers keeps us well", changed="Care co-ordination is paid for now",
        actor=world.actor(session, "officer"), now=now,
    )  # fmt: skip


def make_criteria(session: Session, world: World, now: datetime = NOW) -> None:
    """Write a tree without faults: quality 80 (clinical 60, workforce 40), price 20, a condition to be met."""
    common = {"procurement": world.procurement(session), "actor": world.actor(session, "officer"), "now": now}
    add = tendering.add_criterion
    add(session, code="quality", title="Quality", kind=Kind.GROUP, weight_percent=Decimal(80), **common)
    for code, title, weight in (("clinical", "Clinical model", 60), ("workforce", "Workforce", 40)):
        add(
            session, code=code, title=title, kind=Kind.SCORED, parent_code="quality", weight_percent=Decimal(weight),
            question=f"Describe your {title.lower()}.", word_limit=500, is_down_select=True, **common,
        )  # fmt: skip
    add(session, code="price", title="Price", kind=Kind.PRICE, weight_percent=Decimal(20), **common)
    add(session, code="registered", title="Registered with the regulator", kind=Kind.PASS_FAIL, **common)


def make_bid(session: Session, world: World, name: str, stage: BidStage, now: datetime = NOW) -> Bid:
    """Make a provider's bid at a stage without walking there."""
    bid = Bid(
        public_id=str(uuid.uuid4()), procurement_id=world.procurement_id,
        organisation_id=world.organisations[name], stage=stage, created_at=now, requested_at=now,
    )  # fmt: skip
    session.add(bid)
    session.flush()
    return bid
