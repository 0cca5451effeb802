"""The record-keeping report of a procurement: each thing its law asks for, read from what is stored."""

from __future__ import annotations

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from assurance.domain.authority.roles import Role
from assurance.domain.award.record_keeping import Kept, kept
from assurance.domain.deadlines import LONDON, say_day
from assurance.domain.money import format_gbp
from assurance.domain.stages import Stage
from assurance.persistence.models import (
    Bid,
    Clarification,
    Consensus,
    DialogueSession,
    GateReview,
    Letter,
    Mark,
    Procurement,
    StageChange,
)
from assurance.persistence.queries import evidence
from assurance.persistence.queries.clarifications import list_addenda
from assurance.persistence.queries.contracts import find_contract, list_subcontractors_of
from assurance.persistence.queries.disclosure import list_register
from assurance.persistence.queries.evaluation_evidence import list_abnormal
from assurance.persistence.queries.procurements import list_changes, list_people
from assurance.persistence.queries.record_result import criteria_applied, winner_of
from assurance.persistence.queries.record_selection import selection_lines

DECIDERS = (Role.OWNER, Role.APPROVER, Role.OFFICER, Role.MODERATOR, Role.EVALUATOR, Role.ASSURANCE_REVIEWER)
_OfBid = type[Consensus] | type[DialogueSession] | type[Letter] | type[Mark]
_FURTHER = {"": "not decided", "proceed": "go on", "return": "go back to an earlier step", "abandon": "abandon"}


def list_kept(session: Session, procurement: Procurement) -> tuple[Kept, ...]:
    """List what the law of the procurement asks to have on record, with what is."""
    changes = list_changes(session, procurement.id)
    reached = frozenset({Stage.PLANNING, procurement.stage, *(each.to_stage for each in changes)})
    return tuple(kept(procurement.procedure.regime, _facts(session, procurement, changes), reached))


def _facts(session: Session, procurement: Procurement, changes: list[StageChange]) -> dict[str, str | None]:
    key = procurement.id
    contract, recommended = find_contract(session, key), winner_of(session, key)
    return {
        "authority": f"{procurement.organisation.name}\n{procurement.reference}: {procurement.title}",
        "value": f"{format_gbp(contract.value_amount)}, from {say_day(contract.starts_on)}" if contract else "",
        "process": _process(session, procurement),
        "decision_makers": "\n".join(
            f"{each.user.name}, {each.user.job_title or 'no post on record'} ({each.role.label})"
            for each in list_people(session, key)
            if each.role in DECIDERS
        ),
        "selection": selection_lines(session, key),
        "criteria": criteria_applied(session, procurement),
        "abnormal": _abnormal(session, key),
        "winner": recommended.preferred_bid.organisation.name if recommended else "",
        "reasons": recommended.text if recommended else "",
        "subcontractors": _subcontractors(session, recommended.preferred_bid) if recommended else "",
        "conflicts": _conflicts(session, key),
        "representations": _representations(session, key),
        "not_awarded": _not_awarded(changes) if procurement.stage is Stage.ABANDONED else None,
        "decisions": "\n".join(_move(procurement, each) for each in changes),
        "communications": _communications(session, key),
        "deliberations": _deliberations(session, key),
    }


def _process(session: Session, procurement: Procurement) -> str:
    """Give the procedure with the reasons for it, or nothing while checkpoint 1 has no verdict."""
    reason = session.scalar(
        select(GateReview.verdict_reason)
        .where(
            GateReview.procurement_id == procurement.id,
            GateReview.gate_code == "checkpoint_1",
            GateReview.verdict.is_not(None),
        )
        .order_by(GateReview.sitting.desc())
        .limit(1)
    )
    procedure = procurement.procedure
    return f"{procedure.label}\n{procedure.citation}\n{reason}" if reason else ""


def _names(session: Session, procurement_id: int) -> dict[int, str]:
    bids = session.scalars(select(Bid).where(Bid.procurement_id == procurement_id))
    return {bid.id: bid.organisation.name for bid in bids}


def _abnormal(session: Session, procurement_id: int) -> str | None:
    """Give what was asked and decided; where no bid looked low there is nothing to record."""
    asked = list_abnormal(session, procurement_id)
    names = _names(session, procurement_id) if asked else {}
    return "\n".join(
        f"{names[each.bid_id]}: {each.decision or 'not decided'}. {each.decision_reason}".strip() for each in asked
    ) or None  # fmt: skip


def _subcontractors(session: Session, bid: Bid) -> str:
    found = list_subcontractors_of(session, bid.id)
    return "\n".join(f"{each.name}: {each.share_percent.normalize():f}%" for each in found) or "None named"


def _conflicts(session: Session, procurement_id: int) -> str:
    found = evidence.list_declarations(session, procurement_id)
    declared = [each for each in found if each.has_conflict]
    lines = [f"{len(found)} declarations, {len(declared)} with a conflict of interest"] if found else []
    return "\n".join(
        lines
        + [
            f"{each.user.name}, {each.bid.organisation.name}: {each.detail.rstrip('. ')}. "
            f"Managed: {each.decision or 'not decided'}. {each.decision_reason}".strip()
            for each in declared
        ]
    )


def _representations(session: Session, procurement_id: int) -> str:
    lines = [
        f"{number}. {each.bid.organisation.name}, {say_day(each.received_at.astimezone(LONDON).date())}, "
        f"{'in time' if each.in_time else 'late'}: {_FURTHER[each.decision]}"
        for number, each in enumerate(list_register(session, procurement_id), start=1)
    ]
    return "\n".join(lines) or "None received"


def _not_awarded(changes: list[StageChange]) -> str:
    ended = [each for each in changes if each.to_stage is Stage.ABANDONED]
    return "\n".join(f"{say_day(each.at.astimezone(LONDON).date())}: {each.reason}" for each in ended if each.reason)


def _move(procurement: Procurement, change: StageChange) -> str:
    moves = procurement.procedure.lifecycle.moves
    label = moves[change.trigger].label if change.trigger in moves else change.to_stage.label
    reason = f". {change.reason}" if change.reason else ""
    return f"{say_day(change.at.astimezone(LONDON).date())}: {label}, by {change.actor.name}{reason}"


def _communications(session: Session, procurement_id: int) -> str:
    counts = {
        "questions of bidders": select(func.count()).where(Clarification.procurement_id == procurement_id),
        "dialogue sessions": _of_bids(DialogueSession, procurement_id),
        "letters": _of_bids(Letter, procurement_id),
    }
    numbers = {label: session.scalar(query) or 0 for label, query in counts.items()}
    numbers["addenda"] = len(list_addenda(session, procurement_id))
    return ", ".join(f"{number} {label}" for label, number in numbers.items() if number)


def _deliberations(session: Session, procurement_id: int) -> str:
    marks = session.scalar(_of_bids(Mark, procurement_id).where(Mark.locked_at.is_not(None))) or 0
    agreed = session.scalar(_of_bids(Consensus, procurement_id)) or 0
    gates = session.scalar(select(func.count()).where(GateReview.procurement_id == procurement_id)) or 0
    return f"{marks} individual marks, {agreed} records of moderation, {gates} gate reviews" if agreed else ""


def _of_bids(model: _OfBid, procurement_id: int) -> Select[int]:
    counted = select(func.count()).select_from(model).join(Bid, Bid.id == model.bid_id)
    return counted.where(Bid.procurement_id == procurement_id)
