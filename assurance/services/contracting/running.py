"""What every act on a running contract asks first: that the service is live, and whose contract it is."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor, Reach, permits
from assurance.domain.contracts.periods import Quarter, quarter, quarters_over
from assurance.domain.deadlines import LONDON, say_day
from assurance.domain.errors import InvalidInput, NotFound, NotPermitted
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Bid, Contract, Procurement
from assurance.persistence.queries.contract_running import current_schedules
from assurance.persistence.queries.contracts import find_contract
from assurance.services import stages
from assurance.services.permission import demand


def require_live(session: Session, contract: Contract, *, act: str) -> Procurement:
    """Return the procurement of a contract whose service runs, or refuse."""
    procurement = session.get_one(Procurement, contract.procurement_id)
    stages.require(procurement, Stage.LIVE, act=act)
    return procurement


def demand_live(session: Session, contract: Contract, permission: Permission, actor: Actor, *, act: str) -> Procurement:
    """Ask the policy for somebody of the authority, and that the service runs."""
    procurement = session.get_one(Procurement, contract.procurement_id)
    demand(actor, permission, procurement, act=act[:1].lower() + act[1:])
    return require_live(session, contract, act=act)


def demand_provider(contract: Contract, permission: Permission, actor: Actor, *, act: str) -> None:
    """Ask the policy for somebody of the lead provider: nobody of the authority does what is the provider's to do."""
    if not permits(actor, permission, Reach(bid_organisation_id=contract.bid.organisation_id)):
        raise NotPermitted(f"Only people of {contract.bid.organisation.name} may {act}")


def contract_of(session: Session, bid: Bid) -> Contract:
    """Return the contract with a bidder once it is signed; `NotFound` to everybody else."""
    contract = find_contract(session, bid.procurement_id)
    if contract is None or contract.bid_id != bid.id or bid.stage not in (BidStage.CONTRACTED, BidStage.LIVE):
        raise NotFound("Your organisation has no contract from this procurement")
    return contract


def get_quarter_over(session: Session, contract: Contract, year: int, number: int, now: datetime) -> Quarter:
    """Return a quarter that is over, or refuse one that has not ended or is not in the term."""
    years = len(current_schedules(session, contract)["payment"])
    if not (1 <= year <= years and 1 <= number <= 4):
        raise NotFound("The contract has no such quarter")
    found = quarter(contract.starts_on, year, number)
    if found.ends_on >= now.astimezone(LONDON).date():
        raise InvalidInput("quarter", f"{found.label} ends on {say_day(found.ends_on)}; its results come after that")
    return found


def list_quarters_over(session: Session, contract: Contract, today: date) -> list[Quarter]:
    """List the quarters of the contract that are over on a day."""
    return list(quarters_over(contract.starts_on, len(current_schedules(session, contract)["payment"]), today))
