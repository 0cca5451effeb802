"""What each bid offers beside answers: partners and their terms, who covers which care, prices and promises by year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from assurance.domain.money import plain
from assurance.domain.provision.partners import basis_label
from assurance.domain.provision.trajectories import PER_CENT, Goal
from assurance.packs.wording import fixed, pounds
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.queries.offers import Asked, Offer, lay_out

if TYPE_CHECKING:
    from assurance.persistence.models import Bid, BidBacking, PathwayElement, Subcontractor

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PromiseRecord:
    """What is promised on one outcome, and what was remarked about it when it was written."""

    title: str
    years: Row
    remarks: Row
    reason: str


@dataclass(frozen=True, slots=True)
class OfferRecord:
    """The offer of one bid as the pack prints it; a part that was not asked for is empty."""

    partners: tuple[Row, ...]
    years: tuple[tuple[str, Row], ...]
    """The prices by contract year, by the title of the criterion."""
    cover: tuple[tuple[str, tuple[Row, ...]], ...]
    """By pathway: element, accountable, paid by, also takes part, handed over."""
    findings: Row
    promises: tuple[PromiseRecord, ...]


def gather_offer(session: Session, bid: Bid, asked: Asked, titles: dict[int, str]) -> OfferRecord:
    """Gather the offer of one opened bid; `titles` are those of the criteria, by their ids."""
    parts = get_parts(session, bid.id)
    offer = lay_out(bid, parts, asked)
    promises = [(outcome, offer.promise(outcome)) for outcome in asked.outcomes]
    return OfferRecord(
        partners=tuple(_partner(each) for each in offer.partners),
        years=tuple((titles[key], tuple(pounds(each) for each in years)) for key, years in parts.schedules.items()),
        cover=tuple(
            (name, tuple(_covered(offer, element) for _, element in steps)) for name, steps in asked.pathways()
        )
        if offer.covers
        else (),
        findings=tuple(each.message for each in offer.findings) if offer.covers else (),
        promises=tuple(
            PromiseRecord(
                _titled(promise.goal), tuple(_figure(promise.goal, each) for each in promise.years),
                tuple(each.message for each in promise.remarks), promise.reason,
            )
            for outcome, promise in promises
            if promise is not None
        ),
    )  # fmt: skip


def offer_data(session: Session, bid: Bid, asked: Asked, codes: dict[int, str]) -> dict[str, Any]:
    """Write the offer of one bid as plain JSON; `codes` are those of the criteria, by their ids."""
    parts = get_parts(session, bid.id)
    offer = lay_out(bid, parts, asked)
    return {
        "partners": [_partner_data(each) for each in offer.partners],
        "prices_by_year": {codes[key]: [plain(each) for each in years] for key, years in parts.schedules.items()},
        "cover": [
            {
                "pathway": each.pathway, "element": each.name, "providers": offer.covers[each.id].providers,
                "data_set": offer.covers[each.id].data_set,
            }
            for each in asked.elements
            if each.id in offer.covers
        ],
        "promises": [
            {"outcome": each.code, "years": [plain(year) for year in promise.years], "reason": promise.reason}
            for each in asked.outcomes
            if (promise := offer.promise(each)) is not None
        ],
        "backing": _backing_data(offer.backing),
    }  # fmt: skip


def _partner(each: Subcontractor) -> Row:
    """Write one partner: name, role with company number, delivers, paid by, share, outcome risk, duties flow down."""
    days, risk = each.payment_days, each.outcome_share_percent
    role = f"{each.role_label}, company {each.company_number}" if each.company_number else each.role_label
    paid = each.paid_by if days is None else f"{each.paid_by}, within {int(days)} days"
    passed = ("", "") if risk is None else (f"{fixed(risk)}%", "Yes" if each.flows_down else "No")
    return (each.name, role, each.delivers, paid, f"{fixed(each.share_percent)}%", *passed)


def _partner_data(each: Subcontractor) -> dict[str, Any]:
    def written(figure: Decimal | None) -> str | None:
        return None if figure is None else plain(figure)

    return {
        "name": each.name, "role": each.role, "company_number": each.company_number, "delivers": each.delivers,
        "payment_basis": each.payment_basis, "share_percent": written(each.share_percent),
        "payment_days": written(each.payment_days), "outcome_share_percent": written(each.outcome_share_percent),
        "flows_down": each.flows_down, "has_no_exclusion_ground": each.has_no_exclusion_ground,
        "is_not_debarred": each.is_not_debarred, "has_signed_terms": each.has_signed_terms,
    }  # fmt: skip


def _backing_data(row: BidBacking | None) -> dict[str, str] | None:
    if row is None:
        return None
    return {
        "reserves": plain(row.reserves_amount), "guarantee": plain(row.guarantee_amount), "guarantor": row.guarantor,
        "evidence": row.evidence,
    }  # fmt: skip


def _covered(offer: Offer, element: PathwayElement) -> Row:
    cover, accountable = offer.covers.get(element.id), offer.accountable(element)
    if cover is None:
        return element.name, "Nobody", "", "", ""
    bases = {each["name"]: basis_label(each["payment_basis"]) for each in cover.providers}
    others = "; ".join(name for name in bases if name != accountable)
    return element.name, accountable or "Nobody", bases.get(accountable, ""), others, cover.data_set


def _titled(goal: Goal) -> str:
    """Name an outcome, with its unit where that is more than per cent."""
    return goal.name if goal.unit == PER_CENT else f"{goal.name} ({goal.unit})"


def _figure(goal: Goal, figure: Decimal) -> str:
    return f"{plain(figure)}%" if goal.unit.startswith(PER_CENT) else plain(figure)
