"""The payment model: set while the procurement is planned, published with the call, and fixed from then on.

`of` gives it whole or not at all, so that nobody reckons with half a model. Others ask here and not at the tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import delete
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.contracts.model import ContractYear, PaymentModel, remarks, yearly_losses
from assurance.domain.contracts.model_form import model_data, problems, risk_data, risk_words, year_words
from assurance.domain.contracts.risk_share import RiskShare
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.money import format_gbp, round_half_up
from assurance.persistence.models import Bid, NetworkMember, Outcome, PaymentPlan, PaymentYear, Procurement
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.queries.payment import find_draft_model, find_model, find_plan, list_networks
from assurance.persistence.queries.planning import get_contract_value, list_outcomes
from assurance.services import audit
from assurance.services.planning.draft import CHANGED, line, revise

HUNDRED = Decimal(100)
MOST_MEMBERS = 200
_BOXES = {"value": "value", "outcome_share": "share", "phase": "phase", "settled": "settled"}


@dataclass(frozen=True, slots=True)
class Standing:
    """A model as officers see it: as far as it is written, what keeps it from being reckoned with, what is unusual."""

    model: PaymentModel | None
    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether payments can be computed by it."""
        return self.model is not None and not self.problems


@dataclass(frozen=True, slots=True)
class Terms:
    """A model as it is read: its figures, how gain and loss are shared in words, the largest loss of each year."""

    model: PaymentModel
    risk: tuple[str, ...]
    losses: tuple[Decimal, ...]


def terms_of(model: PaymentModel) -> Terms:
    """Lay a model out to be read."""
    return Terms(model, tuple(risk_words(model)), yearly_losses(model))


def published(session: Session, procurement: Procurement) -> Terms | None:
    """Return what everybody may read once the call is published, or None before or without a model."""
    model = of(session, procurement) if procurement.criteria_frozen_at is not None else None
    return None if model is None else terms_of(model)


def of(session: Session, procurement: Procurement) -> PaymentModel | None:
    """Return the payment model of a procurement, or None while none is set that fits its term and its outcomes."""
    return find_model(session, procurement)


def of_bid(session: Session, bid: Bid) -> PaymentModel | None:
    """Return the model with the yearly prices of a bid for its values, or as published while it has none.

    Reads prices: only for the bidder itself, or for who may see them.
    """
    model = of(session, bid.procurement)
    if model is None:
        return None
    return model.priced_by(list(get_parts(session, bid.id, with_offer=False).schedules.values()))


def standing(session: Session, procurement: Procurement) -> Standing:
    """Say how far the model is."""
    model = find_draft_model(session, procurement)
    if model is None:
        return Standing(None)
    told = (*remarks(model), *_apart(session, procurement, model), *_share(procurement, model))
    return Standing(model, problems(model, procurement.contract_years), told)


def published_words(session: Session, procurement: Procurement) -> list[str]:
    """Say in sentences how the contract pays: year by year where a model is set, else by the one share there is."""
    model = of(session, procurement)
    if model is None:
        return [f"{procurement.outcome_share_percent}% of the payment depends on outcomes."]
    return [*year_words(model), *risk_words(model)]


def set_model(
    session: Session, *, procurement: Procurement, years: Sequence[ContractYear], risk: RiskShare | None,
    limit: Decimal | None, actor: Actor, now: datetime, version: int | None = None,
) -> PaymentPlan:  # fmt: skip
    """Set how each contract year is paid, and how gain and loss are shared; outcomes may still be written afterwards.

    Raises `InvalidInput` at the box that cannot stand, `Conflict` once the call is published or when somebody else was
    quicker; `version` is the one the person was shown, 0 when none was set.
    """
    revise(procurement)
    if len(years) != procurement.contract_years:
        raise InvalidInput("years", f"The contract has {procurement.contract_years} years; describe each of them")
    model = PaymentModel(tuple(years), (), risk, limit, procurement.population)
    for fault in model.faults():
        if not fault.path.startswith("indicators"):
            raise InvalidInput(_box(fault.path), f"{fault.message[:1].upper()}{fault.message[1:]}")
    plan = find_plan(session, procurement.id)
    if version is not None and version != (plan.version if plan else 0):
        raise Conflict(CHANGED)
    plan = plan or PaymentPlan(procurement_id=procurement.id)
    plan.risk, plan.limit_percent = risk_data(risk), None if limit is None else limit * HUNDRED
    plan.set_by_id, plan.set_at = actor.user_id, now
    session.add(plan)
    procurement.outcome_share_percent = _highest(model)
    _write_years(session, procurement, years)
    audit.record(
        session, tag="payment-model:set", actor=actor, now=now, procurement=procurement, model=model_data(model)
    )
    return plan


def set_network(
    session: Session, *, procurement: Procurement, outcome: Outcome, members: Sequence[tuple[str, int]], actor: Actor,
    now: datetime,
) -> None:  # fmt: skip
    """Name the members whose results on an outcome are pooled, with the people each answers for; none ends pooling."""
    revise(procurement)
    if len(members) > MOST_MEMBERS:
        raise InvalidInput("members", f"Name at most {MOST_MEMBERS} members")
    seen: set[str] = set()
    for name, people in members:
        tidy = line(name, "members", "Each line needs the name of a member", 200)
        if tidy.casefold() in seen:
            raise InvalidInput("members", f"{tidy} is named more than once")
        if not 0 < people < 10**9:
            raise InvalidInput("members", f"{tidy} must answer for at least one person")
        seen.add(tidy.casefold())
    session.execute(delete(NetworkMember).where(NetworkMember.outcome_id == outcome.id))
    session.add_all(NetworkMember(outcome_id=outcome.id, name=" ".join(n.split()), people=p) for n, p in members)
    audit.record(
        session, tag="network:set", actor=actor, now=now, procurement=procurement, subject=outcome.code,
        members=[[name, people] for name, people in members],
    )  # fmt: skip


def networks(session: Session, procurement: Procurement) -> dict[str, list[NetworkMember]]:
    """List the networks whose results are pooled, by the code of their outcome."""
    found = list_networks(session, procurement.id)
    return {each.code: found[each.id] for each in list_outcomes(session, procurement.id) if each.id in found}


def _write_years(session: Session, procurement: Procurement, years: Sequence[ContractYear]) -> None:
    session.execute(delete(PaymentYear).where(PaymentYear.procurement_id == procurement.id))
    session.add_all(
        PaymentYear(
            procurement_id=procurement.id, number=number, value_amount=each.value, phase=each.phase,
            outcome_share_percent=each.outcome_share * HUNDRED, settled_percent=each.settled * HUNDRED,
        )
        for number, each in enumerate(years, start=1)
    )  # fmt: skip
    session.flush()


def _apart(session: Session, procurement: Procurement, model: PaymentModel) -> list[str]:
    """Tell where a year of the model differs from the envelope, which may have changed since."""
    envelope = get_contract_value(session, procurement).by_year
    return [
        f"Year {number} is worth {format_gbp(year.value)} in the model and {format_gbp(expected)} in the envelope"
        for number, (year, expected) in enumerate(zip(model.years, envelope, strict=False), start=1)
        if year.value != expected
    ]


def _highest(model: PaymentModel) -> int:
    """The outcome share at its highest, to the whole per cent that a programme states."""
    return round_half_up(max(each.outcome_share for each in model.years) * HUNDRED, 0)


def _share(procurement: Procurement, model: PaymentModel) -> Iterator[str]:
    if model.years and (highest := _highest(model)) != procurement.outcome_share_percent:
        yield f"The programme says that {procurement.outcome_share_percent}% depends on outcomes, the model {highest}%"


def _box(path: str) -> str:
    """Name the box of the form that a fault of the model is about."""
    if year := re.fullmatch(r"years\[(\d+)\]\.(\w+)", path):
        return f"{_BOXES[year[2]]}_{int(year[1]) + 1}"
    if band := re.fullmatch(r"risk\.bands\[(\d+)\]\.(\w+)", path):
        return f"{'end' if band[2] == 'up_to' else 'part'}_{int(band[1]) + 1}"
    return {"risk.bands": "end_1", "risk.beyond": "beyond", "limit": "limit"}.get(path, "sharing")
