"""What a bidder of the demonstration offers beside answers: partners, price by year, cover of care, promises."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assurance.cli.demo.play import Scene
from assurance.cli.demo.texts import load
from assurance.domain.provision.coverage import Line
from assurance.domain.provision.partners import Partner, PartnerRole, PaymentBasis
from assurance.persistence.queries.planning import list_elements, list_outcomes
from assurance.services import bids

LEAD = "lead"
"""How the data name the bidder itself."""


def offer_of(supplier: str) -> dict[str, Any]:
    """Return everything a bidder of the first programme offers: form and partners, years, cover and promises."""
    found: dict[str, Any] = next(each for each in load("suppliers")["suppliers"] if each["key"] == supplier)
    return {**found, **load(f"offers/{supplier}")}


def set_price(scene: Scene, supplier: str, offer: Mapping[str, Any]) -> None:
    """Give the price by year; together the years are the price for the term."""
    years = [Decimal(each) for each in offer["years"]]
    bids.set_price(
        scene.session, bid=scene.bid(supplier), criterion=scene.criterion("price"), amount=sum(years, Decimal(0)),
        years=years, actor=scene.actor(supplier), now=scene.now,
    )  # fmt: skip


def write(scene: Scene, supplier: str, offer: Mapping[str, Any]) -> None:
    """Name the partners, cover every element, promise every outcome."""
    bid, partners = scene.bid(supplier), offer.get("subcontractors", ())
    common = {"bid": bid, "actor": scene.actor(supplier), "now": scene.now}
    for each in partners:
        bids.add_partner(scene.session, partner=_partner(each), **common)
    bases = {each["name"]: each["payment_basis"] for each in partners}
    for element in list_elements(scene.session, scene.procurement.id):
        said = offer["cover"][element.name]
        lines = _lines(said, bid.organisation.name, bases)
        bids.save_cover(scene.session, element=element, lines=lines, data_set=said["data_set"], **common)
    for outcome in list_outcomes(scene.session, scene.procurement.id):
        promise = offer["promises"][outcome.code]
        bids.save_trajectory(
            scene.session, outcome=outcome, promises=[Decimal(each) for each in promise["years"]],
            reason=promise["reason"], **common,
        )  # fmt: skip


def _partner(each: Mapping[str, Any]) -> Partner:
    return Partner(
        name=each["name"], role=PartnerRole(each["role"]), company_number=each["company_number"],
        delivers=each["delivers"], payment_basis=PaymentBasis(each["payment_basis"]),
        share_percent=Decimal(each["share"]), payment_days=each["payment_days"],
        outcome_share_percent=Decimal(each["outcome_share"]), flows_down=each["flows_down"],
        has_no_exclusion_ground=True, is_not_debarred=True, has_signed_terms=True,
    )  # fmt: skip


def _lines(said: Mapping[str, Any], lead: str, bases: Mapping[str, str]) -> list[Line]:
    """Write one line for who is accountable, and one for each that takes part on its usual basis."""
    accountable = Line("", lead if said["by"] == LEAD else said["by"], True, said["basis"], said["data_set"])
    others = [
        Line("", lead, False, PaymentBasis.POPULATION.value) if name == LEAD else Line("", name, False, bases[name])
        for name in said["with"]
    ]
    return [accountable, *others]
