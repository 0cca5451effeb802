"""What each kind of record is made of: which rows, and which of their columns hold words of people and bidders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from assurance.persistence import models as m
from assurance.persistence.base import Base

Path = tuple[Any, ...]
"""Columns that lead from the rows to the bid or the procurement they are of, nearest first; none where they name it."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Rows of one table that belong to a kind of record, and their columns with words."""

    label: str
    model: type[Base]
    columns: tuple[str, ...]
    through: Path = ()

    def rows(self, session: Session, procurement_id: int) -> Iterator[Any]:
        """Walk the rows of a procurement in their order."""
        yield from session.scalars(self._query(procurement_id).order_by(self._column("id")))

    def _column(self, name: str) -> Any:
        return getattr(self.model, name)

    def _query(self, procurement_id: int) -> Select[Any]:
        query, owner = select(self.model), self.model
        for column in self.through:
            parent = next(mapper.class_ for mapper in Base.registry.mappers if mapper.local_table is _target(column))
            query = query.join(parent, parent.id == column)
            owner = parent
        if not hasattr(owner, "procurement_id"):
            bid_id: Any = owner.bid_id  # type: ignore[attr-defined]  # reason: what is not of a procurement is of a bid
            return query.join(m.Bid, m.Bid.id == bid_id).where(m.Bid.procurement_id == procurement_id)
        of: Any = owner.procurement_id
        return query.where(of == procurement_id)


def _target(column: Any) -> Any:
    return next(iter(column.property.columns[0].foreign_keys)).column.table


RECORD = (
    Holding("marks", m.Mark, ("rationale", "evidence", "private_note")),
    Holding("earlier marks", m.MarkRevision, ("rationale", "evidence", "private_note"), (m.MarkRevision.mark_id,)),
    Holding("answers to checks of reasons", m.FindingAnswer, ("reason",), (m.FindingAnswer.mark_id,)),
    Holding("agreed marks", m.Consensus, ("discussion", "reason", "dissent", "superseded_reason")),
    Holding("points discussed", m.ConsensusPoint, ("discussed", "moved"), (m.ConsensusPoint.consensus_id,)),
    Holding("approvals of agreed marks", m.ConsensusApproval, ("dissent",), (m.ConsensusApproval.consensus_id,)),
    Holding("marks of the down-selection", m.DownSelectMark, ("reason",)),
    Holding("decisions of the down-selection", m.DownSelectDecision, ("reason",)),
    Holding("conditions met or not", m.PassFail, ("reason",)),
    Holding("judgements in selection", m.SelectionJudgement, ("reason",)),
    Holding("declarations of interest", m.ConflictDeclaration, ("detail", "decision_reason")),
    Holding("invitations to the panel", m.PanelInvitation, ("message", "answer_reason")),
    Holding("sessions of dialogue", m.DialogueSession, ("agenda", "attendance", "supplier_attendance", "minutes")),
    Holding("actions of dialogue", m.DialogueAction, ("text", "done_note"), (m.DialogueAction.session_id,)),
    Holding("ideas", m.Idea, ("title", "text", "dispute")),
    Holding("outlines", m.OutlineVersion, ("text",)),
    Holding("information to participants", m.Outgoing, ("text", "changes", "unequal_reason")),
    Holding("questions about low bids", m.AbnormalBidQuery,
            ("finding", "question", "answer_draft", "answer", "decision_reason")),
    Holding("questions of bidders", m.Clarification,
            ("question", "confidential_reason", "refusal_reason", "wording", "answer", "reason")),
    Holding("texts that were held", m.HeldText, ("content", "findings", "decision_reason")),
    Holding("letters", m.Letter, ("content",)),
    Holding("representations", m.Representation, ("text", "information_asked", "decision_reason")),
    Holding("released records", m.RecordRelease, ("content",), (m.RecordRelease.representation_id,)),
    Holding("lines of gates", m.GateLine, ("reason", "evidence_seen"), (m.GateLine.review_id,)),
    Holding("findings of gates", m.GateFinding, ("message",), (m.GateFinding.review_id,)),
    Holding("evidence for gates", m.EvidenceRequest, ("what", "answer", "settled_reason"),
            (m.EvidenceRequest.review_id,)),
    Holding("files of evidence", m.EvidenceFile, ("name", "file_key"),
            (m.EvidenceFile.request_id, m.EvidenceRequest.review_id)),
    Holding("files that show that conditions are met", m.ProofFile, ("name", "file_key"), (m.ProofFile.condition_id,)),
    Holding("requests for a debrief", m.DebriefRequest, ("text",)),
    Holding("requests for information", m.InformationRequest, ("requester", "contact", "asked", "content")),
    Holding("messages", m.Message, ("text",)),
    Holding("messages of providers", m.Interest, ("message",)),
)  # fmt: skip
CONTRACT = (
    Holding("schedules of the contract", m.Contract, ("schedules",)),
    Holding("amendments", m.ContractAmendment, ("reason", "clauses", "schedules", "decision_reason"),
            (m.ContractAmendment.contract_id,)),
    Holding("reports", m.ContractReport, ("evidence", "decision_reason"), (m.ContractReport.contract_id,)),
    Holding("yearly reviews", m.AnnualReview, ("summary", "decisions"), (m.AnnualReview.contract_id,)),
    Holding("changes of subcontractors", m.SubcontractChange, ("reason", "terms", "decision_reason", "exclusion_check"),
            (m.SubcontractChange.contract_id,)),
    Holding("files that show what was done", m.ProofFile, ("name", "file_key"), (m.ProofFile.task_id,)),
    Holding("plans for the end", m.ExitPlan, ("step_in",), (m.ExitPlan.contract_id,)),
    Holding("what is handed over at the end", m.ExitItem, ("what", "owner", "receiver"),
            (m.ExitItem.plan_id, m.ExitPlan.contract_id)),
    Holding("reviews of plans for the end", m.ExitReview, ("found",), (m.ExitReview.plan_id, m.ExitPlan.contract_id)),
)  # fmt: skip
