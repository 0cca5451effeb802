"""Every table, gathered so that one import knows them all."""

from assurance.persistence.models.audit import AuditEvent, AuditHead
from assurance.persistence.models.award import Letter, Notice, Recommendation, Representation
from assurance.persistence.models.bid import (
    AbnormalBidQuery,
    Answer,
    Bid,
    BidDocument,
    BidStageChange,
    OpeningAct,
    PassFail,
    Price,
    Subcontractor,
)
from assurance.persistence.models.contract import Contract, ContractSignature
from assurance.persistence.models.criterion import (
    CriteriaVersion,
    CriterionAssignment,
    CriterionRow,
    ScaleDescriptor,
    SubCriterion,
    WindTunnelRun,
)
from assurance.persistence.models.dialogue import DialogueSession, DownSelectDecision, DownSelectMark
from assurance.persistence.models.engagement import Engagement, EngagementResponse, EngagementTheme
from assurance.persistence.models.evaluation import (
    ConflictDeclaration,
    Consensus,
    ConsensusApproval,
    ConsensusPoint,
    EvaluationResult,
    FindingAnswer,
    Mark,
    MarkRevision,
    PanelInvitation,
    Reminder,
)
from assurance.persistence.models.gate import Condition, GateLine, GateReview, GateSignature
from assurance.persistence.models.mail import MailMessage
from assurance.persistence.models.organisation import Organisation, User, UserSession
from assurance.persistence.models.pack import Pack
from assurance.persistence.models.procurement import (
    BudgetLine,
    Outcome,
    PathwayElement,
    Procurement,
    RoleAssignment,
    StageChange,
)
from assurance.persistence.models.refinement import CriteriaRefinement, CriteriaVersionTold
from assurance.persistence.models.sealing import (
    HeldShare,
    HolderKey,
    Idempotency,
    KeyShare,
    LossDeclaration,
    SealedItem,
    Submission,
    TenderKey,
)
from assurance.persistence.models.second_factor import RecoveryCode, SecondFactor
from assurance.persistence.models.supplier import (
    BidStandingAnswer,
    ColleagueInvitation,
    Interest,
    SavedSearch,
    StandingAnswer,
    SupplierProfile,
)
from assurance.persistence.models.upload import Upload

__all__ = [
    "AbnormalBidQuery",
    "Answer",
    "AuditEvent",
    "AuditHead",
    "Bid",
    "BidDocument",
    "BidStageChange",
    "BidStandingAnswer",
    "BudgetLine",
    "ColleagueInvitation",
    "Condition",
    "ConflictDeclaration",
    "Consensus",
    "ConsensusApproval",
    "ConsensusPoint",
    "Contract",
    "ContractSignature",
    "CriteriaRefinement",
    "CriteriaVersion",
    "CriteriaVersionTold",
    "CriterionAssignment",
    "CriterionRow",
    "DialogueSession",
    "DownSelectDecision",
    "DownSelectMark",
    "Engagement",
    "EngagementResponse",
    "EngagementTheme",
    "EvaluationResult",
    "FindingAnswer",
    "GateLine",
    "GateReview",
    "GateSignature",
    "HeldShare",
    "HolderKey",
    "Idempotency",
    "Interest",
    "KeyShare",
    "Letter",
    "LossDeclaration",
    "MailMessage",
    "Mark",
    "MarkRevision",
    "Notice",
    "OpeningAct",
    "Organisation",
    "Outcome",
    "Pack",
    "PanelInvitation",
    "PassFail",
    "PathwayElement",
    "Price",
    "Procurement",
    "Recommendation",
    "RecoveryCode",
    "Reminder",
    "Representation",
    "RoleAssignment",
    "SavedSearch",
    "ScaleDescriptor",
    "SealedItem",
    "SecondFactor",
    "StageChange",
    "StandingAnswer",
    "SubCriterion",
    "Subcontractor",
    "Submission",
    "SupplierProfile",
    "TenderKey",
    "Upload",
    "User",
    "UserSession",
    "WindTunnelRun",
]
