"""The one marking scale of a procurement, and the published rules that break ties."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import InvalidInput
from assurance.domain.evaluation.criteria_faults import TIE_RULES
from assurance.domain.evaluation.scales import LONGEST_SCALE, ZERO_TO_FIVE, Descriptor, Scale
from assurance.persistence.models import Procurement, ScaleDescriptor
from assurance.persistence.queries.criteria import get_tree, list_descriptors, list_scored
from assurance.services import audit
from assurance.services.planning.draft import line, revise


def set_scale(
    session: Session,
    *,
    procurement: Procurement,
    actor: Actor,
    now: datetime,
    descriptors: Sequence[Descriptor] = ZERO_TO_FIVE.descriptors,
) -> None:
    """Set what each mark means; the default is the 0 to 5 scale most UK authorities use.

    Every scored criterion is then marked on this scale. A minimum above a lower top is left as it is and named as
    a fault of the criteria, because only its author can say what it should become.
    """
    revise(procurement)
    top = max((each.mark for each in descriptors), default=0)
    if top > LONGEST_SCALE:
        raise InvalidInput("descriptors", f"A scale goes up to {LONGEST_SCALE} at most")
    if faults := Scale("own", top, tuple(descriptors)).faults():
        raise InvalidInput("descriptors", "; ".join(fault.message for fault in faults))
    _store(session, procurement, descriptors)
    for row in list_scored(session, procurement.id):
        row.scale_top = top
    audit.record(
        session, tag="scale:set", actor=actor, now=now, procurement=procurement,
        descriptors={str(each.mark): f"{each.label}: {each.text}" for each in descriptors},
    )  # fmt: skip


def ensure_scale(session: Session, procurement: Procurement) -> int:
    """Return the top of the procurement’s scale, setting up the usual one when there is none yet."""
    found = list_descriptors(session, procurement.id)
    if found:
        return found[-1].mark
    _store(session, procurement, ZERO_TO_FIVE.descriptors)
    return ZERO_TO_FIVE.top


def set_tie_break(
    session: Session,
    *,
    procurement: Procurement,
    rules: Sequence[str],
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> None:
    """Set the rules that separate equal totals, first to last: criteria by code, the lowest price, the earliest."""
    revise(procurement, version)
    tree = get_tree(session, procurement.id)
    for rule in rules:
        criterion = tree.find(rule)
        if rule not in TIE_RULES and (criterion is None or not criterion.is_judged):
            raise InvalidInput("rules", f"“{rule}” is neither a criterion that is marked nor a rule")
    if len(set(rules)) != len(rules):
        raise InvalidInput("rules", "Name each rule once")
    procurement.tie_break = list(rules)
    audit.record(session, tag="tie-break:set", actor=actor, now=now, procurement=procurement, rules=list(rules))


def _store(session: Session, procurement: Procurement, descriptors: Sequence[Descriptor]) -> None:
    session.execute(delete(ScaleDescriptor).where(ScaleDescriptor.procurement_id == procurement.id))
    session.add_all(
        ScaleDescriptor(
            procurement_id=procurement.id, mark=each.mark, text=each.text.strip(),
            label=line(each.label, "descriptors", "Every mark needs a label", 60),
        )
        for each in descriptors
    )  # fmt: skip
