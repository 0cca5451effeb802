"""Every fact a rule may ask for, assembled by a service before a move is judged.

Plain values only: a rule never sees a row, a session or a clock. The default of each fact is the one that objects,
so that a forgotten fact stops a move instead of letting it pass.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from assurance.domain.deadlines.circumstances import USUAL, Circumstances
from assurance.domain.deadlines.standstill import Standstill
from assurance.domain.stages import Stage


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What is planned: programme, budget, market engagement, criteria, people."""

    has_budget: bool = False
    pathway_elements: int = 0
    outcomes: int = 0
    outcome_weights_sum_to_100: bool = False
    integration_forms: int = 0
    has_engagement_summary: bool = False
    criteria_faults: tuple[str, ...] = ("There are no award criteria",)
    roles_missing: tuple[str, ...] = ("Procurement officer",)
    trial_dangers: tuple[str, ...] = ()
    """What the newest trial of the criteria found and nobody has answered. None by default: a trial is not required."""
    refinement_open: bool = True
    """A refinement of the published criteria is begun and neither published nor discarded."""
    outcomes_undefined: tuple[str, ...] = ("all of them",)
    """Outcomes bound to no definition, or to a version of one that does not stand any more."""
    users_involved: bool = False
    """It is on record who of those who use the care was involved, and what changed because of it."""
    payment_faults: tuple[str, ...] = ("nobody has said how the contract pays",)
    """What keeps the payment model from being published; where no payment depends on outcomes it may be left out."""


@dataclass(frozen=True, slots=True)
class CallFacts:
    """The call for competition and the selection."""

    circumstances: Circumstances = USUAL
    """What shortens a period of the regime."""
    requests_due_at: datetime | None = None
    has_notice_text: bool = False
    requests: int = 0
    requests_undecided: int = 0
    selected: int = 0
    competition_decision: bool = False
    """A recorded decision to go on with as few as there are (genuine-competition monitor)."""
    questionnaire_faults: tuple[str, ...] = ()
    """What keeps the selection questionnaire from being published."""


@dataclass(frozen=True, slots=True)
class DialogueFacts:
    """The dialogue: sessions held, minutes agreed by both sides, and the down-selection between the rounds."""

    participants: int = 0
    without_agreed_session: tuple[str, ...] = ()
    """Participants with no session of this round whose minutes both sides agreed."""
    down_select_undecided: int = 1
    """Participants with a published down-select criterion still unmarked, or not yet kept or eliminated."""
    competition_decision: bool = False
    information_unequal: tuple[str, ...] = ("nobody has compared it",)
    """Information that one participant has and another lacks, without a recorded reason."""


@dataclass(frozen=True, slots=True)
class TenderFacts:
    """Final tenders: the deadline, what came in, and who has taken part in the opening."""

    tenders_due_at: datetime | None = None
    submitted: int = 0
    openers: int = 0
    openers_required: int = 2
    compliance_undecided: int = 1
    compliant: int = 0
    competition_decision: bool = False
    has_key: bool = False
    """The tender box has a key whose shares are with their holders."""


@dataclass(frozen=True, slots=True)
class EvaluationFacts:
    """Scoring, moderation and ranking."""

    criteria_short_of_evaluators: tuple[str, ...] = ("all",)
    """Counting only evaluators who accepted to sit on the panel."""
    panel_unaccepted: tuple[str, ...] = ()
    """People with a duty who have not accepted it."""
    conflicts_undeclared: tuple[str, ...] = ()
    conflicts_undecided: int = 0
    marks_expected: int = 0
    marks_locked: int = 0
    consensus_expected: int = 0
    consensus_recorded: int = 0
    approvals_missing: int = 0
    ranking_faults: tuple[str, ...] = ()
    ranked: int = 0
    unresolved_ties: int = 0
    result_confirmed: bool = False
    prices_open: bool = False
    low_bids_unasked: int = 1
    """Bids that look abnormally low with neither a question nor a recorded reason why none is needed."""
    low_bids_undecided: int = 1
    """Questions to bidders about a price or a promise that nobody has decided."""


@dataclass(frozen=True, slots=True)
class GateFacts:
    """Verdicts by gate code, and the conditions still open that block a point."""

    verdicts: dict[str, str] = field(default_factory=dict)
    blocking_contract: tuple[str, ...] = ()
    blocking_service_start: tuple[str, ...] = ()
    overdue: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()
    """Gates whose new sitting has no verdict yet, by their labels."""


@dataclass(frozen=True, slots=True)
class ImpactFacts:
    """What bids would do to the providers of today, and cost beside the envelope."""

    ledger_settled: bool = False
    """The providers that may lose income are registered, or it is on record why none does."""
    unstated: tuple[str, ...] = ("every bidder",)
    """Bidders that have not said what they would do to each of them."""
    prices_unstated: tuple[str, ...] = ("every bidder",)
    """Participants that have stated no indicative price by year."""
    nobody_affordable: bool = True
    """Every price known is above the envelope, and nobody has decided to go on all the same."""


@dataclass(frozen=True, slots=True)
class AwardFacts:
    """Recommendation, letters, notice, standstill and representations."""

    recommendation_written: bool = False
    recommendation_approved: bool = False
    recommendation_refused: bool = False
    letters_missing: tuple[str, ...] = ("all bidders",)
    letters_unissued: int = 0
    standstill: Standstill | None = None
    """The dates that follow from what was published or sent, under the regime of the procurement."""
    representations_outstanding: int = 0
    last_further_decision_on: date | None = None
    claims_suspending: int = 1
    """Claims in court that keep the authority from entering into the contract."""
    preferred_stands: bool = False
    """The bid that is to be awarded the contract, or was, has not left."""


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """The contract: drawn up, signed by both, and ready to start."""

    drawn_up: bool = False
    signatures_missing: tuple[str, ...] = ("the authority", "the lead provider")
    starts_on: date | None = None


@dataclass(frozen=True, slots=True)
class ClarificationFacts:
    """Questions of bidders."""

    unanswered: int = 1
    """Asked in time, and neither answered nor withdrawn."""


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """The notices that the moves from here make public, by kind."""

    approved: frozenset[str] = frozenset()
    """Somebody other than the writer approved the text that would be published now."""
    lapsed: frozenset[str] = frozenset()
    """Approved once; the text would be another by now."""


@dataclass(slots=True)
class Case:
    """A procurement as the rules see it at one instant. Only `stage` changes, and only through a lifecycle."""

    stage: Stage
    now: datetime
    plan: PlanFacts = field(default_factory=PlanFacts)
    call: CallFacts = field(default_factory=CallFacts)
    dialogue: DialogueFacts = field(default_factory=DialogueFacts)
    tenders: TenderFacts = field(default_factory=TenderFacts)
    evaluation: EvaluationFacts = field(default_factory=EvaluationFacts)
    gates: GateFacts = field(default_factory=GateFacts)
    impact: ImpactFacts = field(default_factory=ImpactFacts)
    award: AwardFacts = field(default_factory=AwardFacts)
    contract: ContractFacts = field(default_factory=ContractFacts)
    clarifications: ClarificationFacts = field(default_factory=ClarificationFacts)
    notices: NoticeFacts = field(default_factory=NoticeFacts)


@dataclass(slots=True)
class BidCase:
    """One bid as the rules see it at one instant."""

    stage: object
    now: datetime
    procurement_stage: Stage = Stage.PLANNING
    requests_due_at: datetime | None = None
    tenders_due_at: datetime | None = None
    tenders_closed: bool = False
    missing: tuple[str, ...] = ()
    """What a bid still needs before it can be submitted, in the bidder's words."""
