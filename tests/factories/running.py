"""A running contract of the cast: Alder leads for five years at £10 million, thirty per cent of it on outcomes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.contracts.schedule_changes import Amount
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import (
    Condition,
    Contract,
    ContractAmendment,
    ContractReport,
    ContractSignature,
    GateReview,
    PaymentStatement,
    Price,
)
from assurance.persistence.queries.contracts import get_contract
from assurance.services.contracting import amending, paying, reporting
from tests.factories.award import Award
from tests.factories.cast import World

AFTER_QUARTER_1 = datetime(2026, 1, 5, 9, tzinfo=UTC)
AFTER_QUARTER_2 = datetime(2026, 4, 7, 9, tzinfo=UTC)
AFTER_YEAR_1 = datetime(2026, 10, 5, 9, tzinfo=UTC)


class Running(Award):
    """The contract, drawn up and signed; live unless told otherwise."""

    def __init__(self, session: Session, world: World) -> None:
        super().__init__(session, world)

    def sign_and_go(self, stage: Stage = Stage.LIVE) -> Running:
        """Lay down plan, bid, contract and signatures without the walk to them."""
        self._plan()
        rows = self._criteria()
        bid = self._bid("alder", BidStage.CONFIRMED)
        self.session.add(Price(bid_id=bid.id, criterion_id=rows["price"].id, amount=Decimal(10_000_000)))
        self.world.at(self.session, Stage.AWARD)
        contract = self.draw_up()
        for party in ("authority", "lead_provider"):
            contract.signatures.append(
                ContractSignature(
                    party=party,
                    signatory="Ann Other",
                    capacity="Director",
                    signed_on=date(2025, 9, 1),
                    recorded_by_id=self.world.users["contracts"],
                    recorded_at=self.now,
                )  # fmt: skip
            )
        self.world.at(self.session, stage)
        bid.stage = BidStage.LIVE if stage is Stage.LIVE else BidStage.CONTRACTED
        self.now = AFTER_QUARTER_1
        self.session.flush()
        return self

    @property
    def contract(self) -> Contract:
        return get_contract(self.session, self.world.procurement_id)

    def propose(self, change: object = 0, name: str = "contracts", **fields: Any) -> ContractAmendment:
        """Propose an amendment; words of the schedule of care change where no value does."""
        years_added, from_year = fields.pop("years_added", 0), fields.pop("from_year", 1)
        proposal = amending.Proposal(
            **{
                "title": "Podiatry in Corby", "reason": "Demand in Corby is a third above what was planned for.",
                "ground": "own_decision", "is_own_decision": True, "effective_on": date(2026, 2, 1),
                "clauses": {"coverage": "Podiatry is given in Corby too."},
                "amount": Amount(Decimal(str(change)), from_year, years_added), **fields,
            }
        )  # fmt: skip
        return amending.propose(
            self.session, contract=self.contract, proposal=proposal, actor=self.actor(name), now=self.now
        )

    def approve_amendment(self, row: ContractAmendment, name: str = "owner", *, approve: bool = True) -> None:
        amending.decide(
            self.session, amendment=row, approve=approve, reason="The ground holds and the budget allows it.",
            actor=self.actor(name), now=self.now,
        )  # fmt: skip

    def report(
        self, code: str, actual: object, quarter: int = 1, *, year: int = 1, kind: str = "outcome",
        name: str = "alder", members: tuple[tuple[str, Decimal, Decimal], ...] = (),
    ) -> ContractReport:  # fmt: skip
        """Report a result as the lead provider."""
        figure = None if members else Decimal(str(actual))
        return reporting.report(
            self.session, contract=self.contract,
            asked=reporting.get_asked(self.session, self.contract, kind, code), year=year, quarter=quarter,
            result=reporting.Result(figure, members, "Extract of the registry, file 7"), actor=self.actor(name),
            now=self.now,
        )  # fmt: skip

    def accept(self, row: ContractReport, rating: str = "", reason: str = "", name: str = "contracts") -> None:
        reporting.accept(self.session, row=row, rating=rating, reason=reason, actor=self.actor(name), now=self.now)

    def results(self, quarter: int = 1, mobility: object = 70, waiting: object = 95, *, year: int = 1) -> None:
        """Report both outcomes of a quarter and have them accepted."""
        for code, actual in (("mobility", mobility), ("waiting", waiting)):
            self.accept(self.report(code, actual, quarter, year=year))

    def prepare(
        self, quarter: int = 1, name: str = "finance", *, year: int = 1, spend: Decimal | None = None
    ) -> PaymentStatement:
        return paying.prepare(
            self.session, contract=self.contract, year=year, quarter=quarter, actual_spend=spend,
            actor=self.actor(name), now=self.now,
        )  # fmt: skip

    def issue(self, row: PaymentStatement, name: str = "contracts") -> None:
        paying.issue(self.session, row=row, version=row.version, actor=self.actor(name), now=self.now)


def condition(running: Running, due_on: date = date(2025, 9, 20), blocks: str = "service_start") -> Condition:
    """Set a condition of checkpoint 2."""
    review = GateReview(procurement_id=running.procurement.id, gate_code="checkpoint_2", opened_at=running.now)
    running.session.add(review)
    running.session.flush()
    row = Condition(
        procurement_id=running.procurement.id, review_id=review.id, line_code="information", reference="C-001",
        text="Sign the map of controllers", owner="Alder Care", evidence_required="Signed map", due_on=due_on,
        blocks=blocks,
    )  # fmt: skip
    running.session.add(row)
    running.session.flush()
    return row
