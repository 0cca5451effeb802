"""Every table, gathered so that one import knows them all."""

from assurance.persistence.models.answer_draft import AnswerDraft
from assurance.persistence.models.audit import AuditEvent, AuditHead
from assurance.persistence.models.award import Claim, Letter, Notice, Recommendation, Representation
from assurance.persistence.models.background import ChoreRun, DeadLetter
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
    HeldText,
    QuestionPeriod,
)
from assurance.persistence.models.classification import AuthorityNumber, Classification
from assurance.persistence.models.contract import Contract, ContractSignature
from assurance.persistence.models.contract_amendment import ContractAmendment
from assurance.persistence.models.contract_running import (
    AnnualReview,
    ContractIndicator,
    ContractReport,
    PaymentStatement,
    SubcontractChange,
)
from assurance.persistence.models.criterion import (
    CriteriaVersion,
    CriterionAssignment,
    CriterionRow,
    ScaleDescriptor,
    SubCriterion,
    WindTunnelRun,
)
from assurance.persistence.models.delivery import DigestLine, MailPreference
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
from assurance.persistence.models.exit_plan import ExitItem, ExitPlan, ExitReview
from assurance.persistence.models.factor_release import FactorRelease
from assurance.persistence.models.gate import Condition, GateFinding, GateLine, GateReview, GateSignature
from assurance.persistence.models.gate_evidence import EvidenceFile, EvidenceRequest
from assurance.persistence.models.gate_template import GateTemplate
from assurance.persistence.models.guarding import ClockState, Guesses, WorkerBeat
from assurance.persistence.models.identity_provider import IdentityLink, ProviderVisit
from assurance.persistence.models.information import InformationRequest, Redaction
from assurance.persistence.models.lots import Lot, LotGroup
from assurance.persistence.models.mail import MailMessage
from assurance.persistence.models.mailed_link import MailedLink, Registration
from assurance.persistence.models.message import Message
from assurance.persistence.models.mobilisation import MobilisationTask
from assurance.persistence.models.notice_approval import NoticeApproval
from assurance.persistence.models.notice_work import DebriefRequest, NoticeCorrection, PaperDraft
from assurance.persistence.models.offer import Cover, Trajectory
from assurance.persistence.models.open_data import Comparable, OcdsRelease, PastProcurement
from assurance.persistence.models.organisation import Organisation, User, UserSession
from assurance.persistence.models.pack import Pack
from assurance.persistence.models.passkey import Passkey, SpentChallenge
from assurance.persistence.models.payment import BidBacking, NetworkMember, PaymentPlan, PaymentYear
from assurance.persistence.models.power_proposal import PowerProposal
from assurance.persistence.models.procurement import (
    BudgetLine,
    ElementHandover,
    Outcome,
    PathwayElement,
    Procurement,
    RoleAssignment,
    StageChange,
)
from assurance.persistence.models.programme import (
    Definition,
    EnvelopeTerms,
    FormQuestion,
    Involvement,
    SpecificationSection,
    SpecificationVersion,
)
from assurance.persistence.models.proof import ProofFile
from assurance.persistence.models.refinement import CriteriaRefinement, CriteriaVersionTold
from assurance.persistence.models.retention import Erasure, LegalHold, RetentionPeriod
from assurance.persistence.models.sealing import (
    HeldShare,
    HolderKey,
    Idempotency,
    KeyShare,
    LossDeclaration,
    SealedItem,
    Submission,
    SuppliedPart,
    TenderKey,
)
from assurance.persistence.models.second_factor import RecoveryCode, SecondFactor
from assurance.persistence.models.selection import (
    GroundDecision,
    ReplacementNotice,
    SelectionAnswer,
    SelectionJudgement,
    SelectionParty,
    SelectionQuestionnaire,
)
from assurance.persistence.models.supplier import (
    BidStandingAnswer,
    CallInvitation,
    ColleagueInvitation,
    Interest,
    SavedSearch,
    StandingAnswer,
    SupplierProfile,
)
from assurance.persistence.models.system_impact import AffordabilityDecision, ImpactScope, ImpactStatement, Incumbent
from assurance.persistence.models.timetable import Timetable, TimetableStage
from assurance.persistence.models.upload import Upload

__all__ = [
    "AffordabilityDecision",
    "BidBacking",
    "ExitItem",
    "ExitPlan",
    "ExitReview",
    "NetworkMember",
    "PaymentPlan",
    "PaymentYear",
    "EvidenceFile",
    "EvidenceRequest",
    "GateFinding",
    "GateTemplate",
    "ImpactScope",
    "ImpactStatement",
    "Incumbent",
    "ProofFile",
    "SelectionQuestionnaire",
    "SelectionParty",
    "SelectionJudgement",
    "SelectionAnswer",
    "ReplacementNotice",
    "GroundDecision",
    "AbnormalBidQuery",
    "Addendum",
    "AddendumConfirmation",
    "Answer",
    "AnswerDraft",
    "AuditEvent",
    "AuditHead",
    "AuthorityNumber",
    "Bid",
    "BidDocument",
    "BidStageChange",
    "BidStandingAnswer",
    "BudgetLine",
    "ChoreRun",
    "Claim",
    "Classification",
    "Clarification",
    "ClockState",
    "CallInvitation",
    "ColleagueInvitation",
    "Comparable",
    "CompetitionDecision",
    "Condition",
    "ConflictDeclaration",
    "Consensus",
    "ConsensusApproval",
    "ConsentRecipient",
    "ConsensusPoint",
    "AnnualReview",
    "Contract",
    "ContractAmendment",
    "ContractIndicator",
    "ContractReport",
    "ContractSignature",
    "MobilisationTask",
    "PaymentStatement",
    "SubcontractChange",
    "Cover",
    "CriteriaRefinement",
    "CriteriaVersion",
    "CriteriaVersionTold",
    "CriterionAssignment",
    "CriterionRow",
    "DeadLetter",
    "DeadlineChange",
    "DebriefRequest",
    "Definition",
    "DialogueAction",
    "DialogueSession",
    "DigestLine",
    "DisclosureConsent",
    "DownSelectDecision",
    "DownSelectMark",
    "ElementHandover",
    "Engagement",
    "EngagementResponse",
    "EngagementTheme",
    "Erasure",
    "EnvelopeTerms",
    "EvaluationResult",
    "FactorRelease",
    "FindingAnswer",
    "FormQuestion",
    "GateLine",
    "GateReview",
    "GateSignature",
    "Guesses",
    "HeldShare",
    "HeldText",
    "HolderKey",
    "Idea",
    "Idempotency",
    "IdentityLink",
    "InformationRequest",
    "LegalHold",
    "Interest",
    "Involvement",
    "KeyShare",
    "Letter",
    "Lot",
    "LotGroup",
    "LossDeclaration",
    "MailMessage",
    "MailPreference",
    "MailedLink",
    "Mark",
    "MarkRevision",
    "Message",
    "Notice",
    "NoticeApproval",
    "NoticeCorrection",
    "OcdsRelease",
    "OpeningAct",
    "Organisation",
    "Outcome",
    "Outgoing",
    "OutgoingAnswer",
    "OutgoingRecipient",
    "OutlineVersion",
    "Pack",
    "PaperDraft",
    "PanelInvitation",
    "PassFail",
    "Passkey",
    "PastProcurement",
    "PathwayElement",
    "PowerProposal",
    "Price",
    "Procurement",
    "ProviderVisit",
    "QuestionPeriod",
    "Recommendation",
    "RecordRelease",
    "Redaction",
    "Registration",
    "RecoveryCode",
    "Reminder",
    "Representation",
    "RetentionPeriod",
    "RoleAssignment",
    "SavedSearch",
    "ScaleDescriptor",
    "SealedItem",
    "SecondFactor",
    "SpecificationSection",
    "SpentChallenge",
    "SpecificationVersion",
    "StageChange",
    "StandingAnswer",
    "SubCriterion",
    "Subcontractor",
    "Submission",
    "SuppliedPart",
    "SupplierProfile",
    "TenderKey",
    "Timetable",
    "TimetableStage",
    "Trajectory",
    "Upload",
    "User",
    "UserSession",
    "WindTunnelRun",
    "Withholding",
    "WorkerBeat",
]
