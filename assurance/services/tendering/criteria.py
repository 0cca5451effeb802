"""The tree of award criteria while it is drafted; once the call is published nothing in it can change.

PSR 2023 regulation 5 and Schedule 8: the criteria and what each counts for are published before offers are made.
A tree may be saved with faults, which are named on the page and keep it from being published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TypedDict, Unpack

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.evaluation.criteria import Kind
from assurance.domain.evaluation.drafting import CriterionDraft, clean, code_fault, draft_faults, fingerprint
from assurance.domain.money import plain
from assurance.persistence.models import CriterionAssignment, CriterionRow, Procurement, SubCriterion
from assurance.persistence.queries.criteria import get_criterion
from assurance.persistence.queries.criteria_drafts import get_written
from assurance.services import audit
from assurance.services.planning.draft import revise
from assurance.services.tendering.placing import find_group, renumber
from assurance.services.tendering.scale import ensure_scale


class Written(TypedDict, total=False):
    """What may be said of a criterion beside its title, as in `CriterionDraft`; what is left out is empty."""

    weight_percent: Decimal
    question: str
    guidance: str
    evaluator_guidance: str
    sub_criteria: Sequence[str]
    minimum: Decimal | None
    word_limit: int | None
    price_formula: str
    price_parameters: Mapping[str, Decimal]
    normalise: str
    is_down_select: bool


def add_criterion(
    session: Session,
    *,
    procurement: Procurement,
    code: str,
    title: str,
    kind: Kind,
    actor: Actor,
    now: datetime,
    parent_code: str | None = None,
    **written: Unpack[Written],
) -> CriterionRow:
    """Add a node at the top of the tree or under a group, after those already there.

    A scored criterion is marked on the procurement’s one scale; the first one sets up the usual scale from 0 to 5.
    """
    revise(procurement)
    row = CriterionRow(
        procurement_id=procurement.id, code=_new_code(session, procurement, code), kind=Kind(kind).value,
        parent_id=find_group(session, procurement, parent_code), position=2**20,
        scale_top=ensure_scale(session, procurement) if kind == Kind.SCORED else None,
    )  # fmt: skip
    write(row, _draft(title, written))
    session.add(row)
    renumber(session, procurement)
    _record(session, "criterion:added", row, procurement, actor, now)
    return row


def edit_criterion(
    session: Session,
    *,
    procurement: Procurement,
    code: str,
    title: str,
    actor: Actor,
    now: datetime,
    seen: str = "",
    **written: Unpack[Written],
) -> CriterionRow:
    """Rewrite a criterion; its code, its kind and its place in the tree stay.

    `seen` is the fingerprint of what the person was shown; `Conflict` if somebody else has rewritten it since.
    """
    revise(procurement)
    row = get_criterion(session, procurement.id, code)
    if seen and seen != fingerprint(get_written(row)):
        raise Conflict(f"“{row.title}” was changed by someone else after you opened the page")
    write(row, _draft(title, written))
    session.flush()  # while the row is held here: its sub-criteria are stored through it
    _record(session, "criterion:changed", row, procurement, actor, now)
    return row


def remove_criterion(session: Session, *, procurement: Procurement, code: str, actor: Actor, now: datetime) -> None:
    """Take a criterion out of the tree with the marking duties given for it; a group must be empty first."""
    revise(procurement)
    row = get_criterion(session, procurement.id, code)
    if session.scalar(select(CriterionRow.id).where(CriterionRow.parent_id == row.id).limit(1)) is not None:
        raise Conflict(f"“{row.title}” still has criteria under it: remove those first")
    if code in procurement.tie_break:
        raise Conflict(f"“{row.title}” is used to break ties: change the tie-break rules first")
    session.execute(delete(CriterionAssignment).where(CriterionAssignment.criterion_id == row.id))
    session.delete(row)
    renumber(session, procurement)
    audit.record(session, tag="criterion:removed", actor=actor, now=now, procurement=procurement, subject=code)


def write(row: CriterionRow, draft: CriterionDraft) -> None:
    """Write what the kind of the criterion allows; anything else is refused at its field, never dropped."""
    kind = Kind(row.kind)
    draft = clean(kind, draft)
    for fault in draft_faults(kind, draft, row.scale_top or 0):
        raise InvalidInput(fault.path, fault.message)
    row.title, row.weight_percent = draft.title, draft.weight_percent
    row.question, row.guidance, row.evaluator_guidance = draft.question, draft.guidance, draft.evaluator_guidance
    row.minimum, row.word_limit, row.is_down_select = draft.minimum, draft.word_limit, draft.is_down_select
    row.price_formula, row.normalise = draft.price_formula, draft.normalise
    row.price_parameters = {name: plain(value) for name, value in sorted(draft.price_parameters.items())}
    _write_sub_criteria(row, draft.sub_criteria)


def _write_sub_criteria(row: CriterionRow, titles: Sequence[str]) -> None:
    """Rewrite the rows in their places, so that no two ever stand in one place, not even while they are stored."""
    for stored, title in zip(row.sub_criteria, titles, strict=False):
        stored.title = title
    del row.sub_criteria[len(titles) :]
    for position in range(len(row.sub_criteria), len(titles)):
        row.sub_criteria.append(SubCriterion(position=position, title=titles[position]))


def _draft(title: str, written: Written) -> CriterionDraft:
    given = {**written, "sub_criteria": tuple(written.get("sub_criteria", ()))}
    return CriterionDraft(title=title, **given)  # type: ignore[arg-type]  # reason: the names and types are those of Written


def _new_code(session: Session, procurement: Procurement, code: str) -> str:
    code = code.strip()
    if why := code_fault(code):
        raise InvalidInput("code", why)
    taken = select(CriterionRow.id).where(CriterionRow.procurement_id == procurement.id, CriterionRow.code == code)
    if session.scalar(taken) is not None:
        raise InvalidInput("code", f"“{code}” is already used for another criterion")
    return code


def _record(
    session: Session, tag: str, row: CriterionRow, procurement: Procurement, actor: Actor, now: datetime
) -> None:
    audit.record(session, tag=tag, actor=actor, now=now, procurement=procurement, subject=row.code, **told(row))


def told(row: CriterionRow) -> dict[str, object]:
    """Give all that is said of a criterion, as the audit trail keeps it."""
    return {
        "title": row.title, "kind": row.kind, "weight": row.weight_percent, "minimum": row.minimum,
        "question": row.question, "guidance": row.guidance, "evaluator_guidance": row.evaluator_guidance,
        "sub_criteria": [each.title for each in row.sub_criteria], "word_limit": row.word_limit,
        "formula": row.price_formula, "parameters": row.price_parameters, "normalise": row.normalise,
        "down_select": row.is_down_select,
    }  # fmt: skip
