"""Starts the criteria of a procurement from an earlier one of the same authority, or from a template.

What is copied: the tree with its texts, the scale, the method and the tie-break rules that still apply. Never copied:
duties to mark, bids, marks, deadlines. Guidance for evaluators is not published, so it comes only from a procurement
that the person takes part in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import InvalidInput, NotFound
from assurance.domain.evaluation.criteria_faults import TIE_RULES
from assurance.domain.evaluation.document import read_method
from assurance.domain.evaluation.methods import Method
from assurance.domain.evaluation.templates import TEMPLATES
from assurance.domain.evaluation.workbook import CriteriaDraft
from assurance.persistence.models import Procurement
from assurance.persistence.queries.criteria import get_tree, list_criteria
from assurance.persistence.queries.criteria_drafts import get_draft, names_of_markers
from assurance.persistence.queries.criteria_sources import find_earlier
from assurance.services import audit
from assurance.services.permission import demand
from assurance.services.planning.draft import revise
from assurance.services.tendering.placing import renumber
from assurance.services.tendering.replacing import drop_duties, remove_rows, write_rows
from assurance.services.tendering.scale import set_scale


@dataclass(frozen=True, slots=True)
class Source:
    """What the criteria would start from."""

    code: str
    """The code of a template or the reference of a procurement."""
    title: str
    is_template: bool
    draft: CriteriaDraft
    tie_break: tuple[str, ...]
    method: Method = Method()
    price_opens_after_quality: bool = False


def get_source(session: Session, *, procurement: Procurement, code: str, actor: Actor) -> Source:
    """Return a template by its code, or the criteria of an earlier procurement by its reference.

    Raises `NotFound` for one the person may not know of: of another authority, or neither published nor theirs.
    """
    if template := TEMPLATES.get(code):
        return Source(code, template.title, True, template.draft, template.tie_break)
    found = find_earlier(session, procurement, actor.user_id, code)
    if found is None:
        raise NotFound("There are no such criteria to start from, or they are not yours to see")
    earlier, draft = found.procurement, get_draft(session, found.procurement.id)
    if not found.takes_part:
        draft = _published_only(draft)
    return Source(
        code, earlier.title, False, draft, tuple(earlier.tie_break), read_method(earlier.evaluation_method),
        earlier.price_opens_after_quality,
    )  # fmt: skip


def reuse_criteria(
    session: Session,
    *,
    procurement: Procurement,
    code: str,
    actor: Actor,
    now: datetime,
    replaces: bool = False,
    version: int | None = None,
) -> Source:
    """Copy criteria into a draft; where there are some already, only if the person confirms that they are replaced."""
    demand(actor, Permission.PROCUREMENT_PLAN, procurement, act="write the criteria")
    revise(procurement, version)
    source = get_source(session, procurement=procurement, code=code, actor=actor)
    here = list_criteria(session, procurement.id)
    if here and not replaces:
        raise InvalidInput("replaces", f"There are {len(here)} criteria here already: confirm that they are replaced")
    lost = names_of_markers(session, procurement.id)
    drop_duties(session, procurement, [row.code for row in here])
    remove_rows(session, here)
    set_scale(session, procurement=procurement, descriptors=source.draft.scale, actor=actor, now=now)
    write_rows(session, procurement, source.draft.criteria, top=source.draft.scale[-1].mark)
    renumber(session, procurement)
    _copy_rules(session, procurement, source)
    audit.record(
        session, tag="criteria:reused", actor=actor, now=now, procurement=procurement, subject=source.code,
        criteria=[each.code for each in source.draft.criteria], removed=[row.code for row in here], duties_lost=lost,
        method=procurement.evaluation_method, tie_break=procurement.tie_break,
    )  # fmt: skip
    return source


def _copy_rules(session: Session, procurement: Procurement, source: Source) -> None:
    """Copy the method, and the tie-break rules that apply: a criterion that is marked, the price, the arrival."""
    marked = {each.id for each in get_tree(session, procurement.id).walk() if each.is_judged}
    procurement.tie_break = [rule for rule in source.tie_break if rule in TIE_RULES | marked]
    procurement.evaluation_method = source.method.as_data()
    procurement.price_opens_after_quality = source.price_opens_after_quality


def _published_only(draft: CriteriaDraft) -> CriteriaDraft:
    criteria = tuple(
        replace(each, draft=replace(each.draft, evaluator_guidance="")) for each in draft.criteria
    )  # fmt: skip
    return replace(draft, criteria=criteria)
