"""One procurement with everything published: call, intention, award; and one abandoned."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from assurance.persistence.models import BudgetLine, Notice
from assurance.persistence.queries.contracts import get_contract
from assurance.persistence.queries.gates import get_condition
from assurance.services import contracts, gate_conditions, letters, publishing
from tests.factories.award import Award
from tests.factories.cast import NOW


def call_published(award: Award) -> Award:
    """Lay down the plan and publish the notice inviting offers, with a budget and a deadline for requests."""
    award.to_intention()
    procurement = award.procurement
    procurement.notice_text, procurement.requests_due_at = "Providers may ask to take part.", NOW + timedelta(days=30)
    award.session.add(
        BudgetLine(
            procurement_id=procurement.id, code="15", name="Musculoskeletal", amounts={"2008-09": "2500000"},
            latest_year="2008-09", latest_amount=2_500_000, is_chosen=True,
        )
    )  # fmt: skip
    publish(award, "notice_inviting_offers")
    return award


def publish(award: Award, kind: str, reason: str = "") -> Notice:
    return publishing.publish(
        award.session, procurement=award.procurement, kind=kind, actor=award.actor("officer"), now=award.now,
        reason=reason,
    )  # fmt: skip


def intention_published(award: Award) -> Award:
    call_published(award)
    award.now += timedelta(hours=1)
    letters.prepare_all(award.session, procurement=award.procurement, actor=award.actor("officer"), now=award.now)
    award.move("start_standstill")
    return award


def award_published(award: Award) -> Award:
    """Go on to a contract that both parties have signed, of which the award notice tells."""
    intention_published(award)
    award.now += timedelta(days=30)
    award.move("confirm_award")
    award.draw_up()
    award.move("open_contract", "contracts")
    condition = get_condition(award.session, award.world.procurement_id, "C-001")
    gate_conditions.meet_condition(
        award.session, condition=condition, evidence="Guarantee signed", actor=award.actor("contracts"), now=award.now
    )
    for party in ("authority", "lead_provider"):
        _sign(award, party=party)
    award.move("request_checkpoint_3", "contracts")
    return award


def _sign(award: Award, **more: Any) -> None:
    contract = get_contract(award.session, award.world.procurement_id)
    contracts.sign(
        award.session, contract=contract, signatory="Ann Other", capacity="Chief executive",
        signed_on=award.now.date(), actor=award.actor("contracts"), now=award.now, **more,
    )  # fmt: skip


def last_notice(award: Award) -> Notice:
    return award.session.scalars(select(Notice).order_by(Notice.id.desc()).limit(1)).one()
