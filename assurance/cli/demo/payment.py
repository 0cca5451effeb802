"""The payment model of the demonstration, the network whose results are pooled, and what stands behind each bidder."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from assurance.cli.demo.play import MSK, Scene, Step, london
from assurance.cli.demo.texts import load
from assurance.domain.contracts.backing import Backing
from assurance.domain.contracts.model import ContractYear, Phase
from assurance.domain.contracts.risk_share import Band, Corridor
from assurance.persistence.queries.planning import get_contract_value, get_outcome
from assurance.services import bids, payment_model
from assurance.services.bids import backing


def set_model(scene: Scene) -> None:
    """Set how each contract year is paid: the envelope for its value, then the path and the corridor."""
    said: dict[str, Any] = load("payment")[MSK]
    values = get_contract_value(scene.session, scene.procurement).by_year
    years = [
        ContractYear(value, Decimal(each["share"]), Phase(each["phase"]), Decimal(each["settled"]))
        for value, each in zip(values, said["years"], strict=True)
    ]
    bands = tuple(Band(Decimal(each["up_to"]), Decimal(each["provider_share"])) for each in said["bands"])
    common = {"procurement": scene.procurement, "actor": scene.actor("finance"), "now": scene.now}
    payment_model.set_model(scene.session, years=years, risk=Corridor(bands), limit=None, **common)
    for code, members in said["networks"].items():
        outcome = get_outcome(scene.session, scene.procurement.id, code)
        payment_model.set_network(
            scene.session, outcome=outcome, members=[(name, people) for name, people in members], **common
        )


def pay_by_results(scene: Scene) -> None:
    """Set the share of its programme on outcomes, alike in each year; no gain or loss is shared."""
    share = Decimal(scene.procurement.outcome_share_percent) / 100
    values = get_contract_value(scene.session, scene.procurement).by_year
    payment_model.set_model(
        scene.session, procurement=scene.procurement, risk=None, limit=None, actor=scene.actor("finance"),
        years=[ContractYear(value, share, Phase.PERFORMANCE, Decimal(0)) for value in values], now=scene.now,
    )  # fmt: skip


def state_backing(scene: Scene, supplier: str) -> None:
    """State what stands behind the risk, where the model puts one on the provider."""
    if not backing.is_asked(scene.session, scene.procurement):
        return
    said = load("payment")["backing"][supplier]
    stated = Backing(Decimal(said["reserves"]), Decimal(said["guarantee"]), said["guarantor"], said["evidence"])
    bids.save_backing(
        scene.session, bid=scene.bid(supplier), backing=stated, actor=scene.actor(supplier), now=scene.now
    )


STEPS = (Step(london(2025, 1, 10, 16), MSK, set_model, "payment: three steps to capitation, 10 to 30% on outcomes"),)
