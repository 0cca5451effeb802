"""Holds back an answer or addendum that shares words with somebody's idea, until another person releases it.

The pattern is that of the dialogue's own information: a finding is mended by changing the text, or one person says why
it may stand and a second one lets it go (PCR 2015 regulation 30(8) to (12)).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.authority.roles import Role
from assurance.domain.dialogue.disclosure import Finding
from assurance.persistence.models import Clarification, DisclosureConsent, HeldText, Procurement
from assurance.persistence.queries.held_texts import find_waiting
from assurance.services import audit, telling
from assurance.services.clarifications.screening import answered

SHORTEST_REASON = 20
PUBLISH, PRIVATE, ADDENDUM = "publish", "private", "addendum"
RELEASED, KEPT, REPLACED = "released", "kept", "replaced"
WHAT = {PUBLISH: "an answer to everybody entitled", PRIVATE: "a private answer", ADDENDUM: "an addendum"}


def hold(
    session: Session,
    *,
    procurement: Procurement,
    question: Clarification | None,
    act: str,
    content: Mapping[str, Any],
    findings: Sequence[Finding],
    reasons: Mapping[str, str],
    actor: Actor,
    now: datetime,
) -> HeldText:
    """Keep a text with the reasons given for its findings, and ask the owner of the procurement to release it.

    Raises `InvalidInput` at the field of a finding without a reason. A text that waited before is replaced.
    """
    why = answered(findings, reasons, SHORTEST_REASON)
    replace(session, procurement, question, actor, now)
    row = HeldText(
        public_id=str(uuid.uuid4()), procurement=procurement, clarification=question, act=act,
        content=json.dumps(content),
        findings=json.dumps([[each.key, each.message, why[each.key]] for each in findings]),
        written_by_id=actor.user_id, written_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()  # the message names it
    record(session, "held", row, actor, now, ideas=[each.idea for each in findings])
    telling.tell_holders(
        session, procurement=procurement, roles=(Role.OWNER,), without=actor, kind="text-held", subject=row.public_id,
        now=now, title=f"Release or keep back {WHAT[act]}", endpoint="staff.clarifications.held",
        params={"held_id": row.public_id}, text="It shares words with an idea of the dialogue.",
    )  # fmt: skip
    return row


def replace(
    session: Session, procurement: Procurement, question: Clarification | None, actor: Actor, now: datetime
) -> None:
    """Let a text that waits wait no longer, because its writer writes another or none."""
    row = find_waiting(session, procurement.id, question.id if question else None)
    if row is not None:
        row.decision, row.decided_by_id, row.decided_at = REPLACED, actor.user_id, now
        record(session, "replaced", row, actor, now)
        session.flush()  # only one may wait


def use(consents: Sequence[DisclosureConsent], now: datetime) -> None:
    """Note that a consent was relied on; the first time counts."""
    for each in consents:
        each.used_at = each.used_at or now


def record(session: Session, did: str, row: HeldText, actor: Actor, now: datetime, **data: object) -> None:
    """Put an act on a held text on record, never in its words."""
    about = row.clarification.public_id if row.clarification else row.act
    audit.record(
        session, tag=f"held-text:{did}", actor=actor, now=now, procurement=row.procurement,
        subject=f"{row.public_id}/{about}", act=row.act, **data,
    )  # fmt: skip
