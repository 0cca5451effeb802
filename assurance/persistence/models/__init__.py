"""Every table, gathered so that one import knows them all."""

from assurance.persistence.models.audit import AuditEvent, AuditHead
from assurance.persistence.models.award import Claim, Letter, Notice, Recommendation, Representation
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
from assurance.persistence.models.clarification import (
    Addendum,
    AddendumConfirmation,
    Clarification,
    DeadlineChange,
    QuestionPeriod,
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
from assurance.persistence.models.dialogue_record import (
    CompetitionDecision,
    ConsentRecipient,
    DialogueAction,
    DisclosureConsent,
    Idea,
    Outgoing,
    OutgoingAnswer,
    OutgoingRecipient,
    OutlineVersion,
)
from assurance.persistence.models.disclosure import RecordRelease, Withholding
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
from assurance.persistence.models.lots import Lot, LotGroup
from assurance.persistence.models.mail import MailMessage
from assurance.persistence.models.message import Message
from assurance.persistence.models.notice_approval import NoticeApproval
from assurance.persistence.models.open_data import Comparable, OcdsRelease, PastProcurement
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
from assurance.persistence.models.timetable import Timetable, TimetableStage
from assurance.persistence.models.upload import Upload

__all__ = [
    "AbnormalBidQuery",
    "Addendum",
    "AddendumConfirmation",
    "Answer",
    "AuditEvent",
    "AuditHead",
    "Bid",
    "BidDocument",
    "BidStageChange",
    "BidStandingAnswer",
    "BudgetLine",
    "Claim",
    "Clarification",
    "ColleagueInvitation",
    "Comparable",
    "CompetitionDecision",
    "Condition",
    "ConflictDeclaration",
    "Consensus",
    "ConsensusApproval",
    "ConsentRecipient",
    "ConsensusPoint",
    "Contract",
    "ContractSignature",
    "CriteriaRefinement",
    "CriteriaVersion",
    "CriteriaVersionTold",
    "CriterionAssignment",
    "CriterionRow",
    "DeadlineChange",
    "DialogueAction",
    "DialogueSession",
    "DisclosureConsent",
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
    "Idea",
    "Idempotency",
    "Interest",
    "KeyShare",
    "Letter",
    "Lot",
    "LotGroup",
    "LossDeclaration",
    "MailMessage",
    "Mark",
    "MarkRevision",
    "Message",
    "Notice",
    "NoticeApproval",
    "OcdsRelease",
    "OpeningAct",
    "Organisation",
    "Outcome",
    "Outgoing",
    "OutgoingAnswer",
    "OutgoingRecipient",
    "OutlineVersion",
    "Pack",
    "PanelInvitation",
    "PassFail",
    "PastProcurement",
    "PathwayElement",
    "Price",
    "Procurement",
    "QuestionPeriod",
    "Recommendation",
    "RecordRelease",
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
    "Timetable",
    "TimetableStage",
    "Upload",
    "User",
    "UserSession",
    "WindTunnelRun",
    "Withholding",
]
