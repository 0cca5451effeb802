"""The contract: drawn up from the bid and the programme, signed by both, with the gates' conditions travelling in it.

Nothing in it is typed anew that was offered or published: a changed term or price would be a material change.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.deadlines import LONDON, say_day
from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotFound, Objection
from assurance.domain.gates.catalogue import get_gate
from assurance.domain.gates.definition import Verdict
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Bid, Contract, ContractSignature, Procurement
from assurance.persistence.queries.awards import list_bids_at
from assurance.persistence.queries.contracts import find_contract, moved_at, total_price
from assurance.persistence.queries.gates import list_conditions, list_sittings
from assurance.services import audit, contract_schedules, stages
from assurance.services.permission import demand

PARTIES: dict[str, str] = {"authority": "The authority", "lead_provider": "The lead provider"}
LONGEST_EXTENSION = 10


def draw_up(
    session: Session,
    *,
    procurement: Procurement,
    starts_on: date,
    years: int,
    extension_years: int,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> Contract:
    """Draw up the contract with the confirmed bidder, or draw it up again while it is not yet before the parties.

    `version` is the contract's as the person saw it, 0 when there was none.
    """
    demand(actor, Permission.CONTRACT_PREPARE, procurement, act="draw up the contract")
    stages.require(procurement, Stage.AWARD, act="Draw up the contract")
    _check_term(procurement, starts_on, years, extension_years, now)
    bid = confirmed_bid(session, procurement)
    value = total_price(session, bid.id)
    if value is None:
        raise MoveRefused("contract", [Objection("price", "The confirmed bid has no price", "Check the bid")])
    contract = find_contract(session, procurement.id) or Contract(procurement_id=procurement.id)
    if version is not None and version != (contract.version or 0):
        raise Conflict("The contract was drawn up anew by someone else after you opened the page")
    contract.bid_id, contract.starts_on = bid.id, starts_on
    contract.years, contract.extension_years = years, extension_years
    contract.value_amount, contract.outcome_share_percent = value, procurement.outcome_share_percent
    contract.schedules = contract_schedules.assemble(session, procurement, bid, value, years)
    contract.drawn_up_by_id, contract.drawn_up_at = actor.user_id, now
    session.add(contract)
    session.flush()  # of two drawn up at once the second fails here
    audit.record(
        session, tag="contract:drawn-up", actor=actor, now=now, procurement=procurement, subject=bid.public_id,
        starts_on=starts_on, years=years, extension_years=extension_years, value=value,
    )  # fmt: skip
    return contract


def sign(
    session: Session,
    *,
    contract: Contract,
    party: str,
    signatory: str,
    capacity: str,
    signed_on: date,
    actor: Actor,
    now: datetime,
) -> ContractSignature:
    """Record that a party has signed: by whom, in what capacity, on which day.

    Refused while a condition that blocks signature is open; the day lies between the award and today.
    """
    procurement = session.get_one(Procurement, contract.procurement_id)
    demand(actor, Permission.CONTRACT_PREPARE, procurement, act="record a signature")
    stages.require(procurement, Stage.CONTRACT, act="Record a signature")
    session.refresh(contract, with_for_update={"of": Contract})
    if party not in PARTIES:
        raise InvalidInput("party", "Select who has signed")
    if any(signature.party == party for signature in contract.signatures):
        raise Conflict(f"{PARTIES[party]} has already signed")
    if found := signing_objections(session, procurement):
        raise MoveRefused("sign", found)
    if not signatory.strip():
        raise InvalidInput("signatory", "Enter the name of the person who signed")
    _check_day(session, procurement, signed_on, now)
    signature = ContractSignature(
        party=party, signatory=" ".join(signatory.split()), capacity=" ".join(capacity.split()), signed_on=signed_on,
        recorded_by_id=actor.user_id, recorded_at=now,
    )  # fmt: skip
    contract.signatures.append(signature)
    audit.record(
        session, tag="contract:signed", actor=actor, now=now, procurement=procurement, subject=party,
        signatory=signature.signatory, capacity=signature.capacity, signed_on=signed_on,
    )  # fmt: skip
    return signature


def confirmed_bid(session: Session, procurement: Procurement) -> Bid:
    """Return the bid the contract is with, or raise `NotFound`."""
    bid = find_confirmed_bid(session, procurement)
    if bid is None:
        raise NotFound("No award is confirmed in this procurement")
    return bid


def find_confirmed_bid(session: Session, procurement: Procurement) -> Bid | None:
    """Return the bid the contract is with, or None while no award is confirmed."""
    bids = list_bids_at(session, procurement.id, BidStage.CONFIRMED, BidStage.CONTRACTED, BidStage.LIVE)
    return bids[0] if bids else None


def signing_objections(session: Session, procurement: Procurement) -> tuple[Objection, ...]:
    """List what blocks the signature: a bidder that has left, and open conditions."""
    gates = signing_gates(session, procurement)
    left = procurement.stage is Stage.CONTRACT and find_confirmed_bid(session, procurement) is None
    gone = (Objection("bidder", "The bidder no longer takes part", "Abandon the procurement"),) if left else ()
    return (
        gone
        + gates
        + tuple(
            Objection(
                f"condition:{each.reference}",
                f"Condition {each.reference} is open: {each.text}",
                f"{each.owner} provides: {each.evidence_required}",
                endpoint="staff.gates.index",
            )  # fmt: skip
            for each in list_conditions(session, procurement.id)
            if each.blocks == "contract_signature" and each.met_at is None
        )
    )


def signing_gates(session: Session, procurement: Procurement) -> tuple[Objection, ...]:
    """List the checkpoints that keep the contract from being signed: not passed, or opened again and not concluded."""
    wanted = {"checkpoint_2"} | {each.gate_code for each in list_sittings(session, procurement.id) if each.sitting > 1}
    found = {each.gate_code: each.verdict for each in list_sittings(session, procurement.id)}
    return tuple(
        Objection(
            f"gate:{code}", f"{get_gate(code).label} has not said that the procurement may go on",
            "Complete the sitting that is open", endpoint="staff.gates.index",
        )
        for code in sorted(wanted)
        if not (verdict := found.get(code)) or not Verdict(verdict).lets_on
    )  # fmt: skip


def _check_term(procurement: Procurement, starts_on: date, years: int, extension_years: int, now: datetime) -> None:
    if starts_on <= now.astimezone(LONDON).date():
        raise InvalidInput("starts_on", "The service must start on a day in the future")
    if years != procurement.contract_years:
        published = f"{procurement.contract_years} years"
        raise InvalidInput("years", f"The prices were offered for {published}; another term would be a material change")
    if not 0 <= extension_years <= LONGEST_EXTENSION:
        raise InvalidInput("extension_years", f"Enter 0 to {LONGEST_EXTENSION} years")


def _check_day(session: Session, procurement: Procurement, signed_on: date, now: datetime) -> None:
    if signed_on > now.astimezone(LONDON).date():
        raise InvalidInput("signed_on", "The date of signature must not be in the future")
    confirmed = moved_at(session, procurement.id, "confirm_award")
    if confirmed is None:
        return
    day = confirmed.astimezone(LONDON).date()
    if signed_on < day:
        raise InvalidInput(
            "signed_on", f"The award was confirmed on {say_day(day)}; nobody can have signed before that"
        )
