"""Asks for sections of the evaluation pack to be laid out as soon as they are final, long before anyone asks for it.

A section is final when its last record is approved, a gate has its verdict, or the result is confirmed; what is left
when the pack is asked for is the front, the last pages and the joining. Nothing rests on it: what is not laid out by
then is laid out then.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from assurance.adapters import workflows
from assurance.persistence.models import Procurement
from assurance.persistence.queries.settled import count_settled

JOB = "lay_ahead"


def ask(session: Session, procurement: Procurement) -> None:
    """Put the work, with what was settled when it was asked for; after the audit entry, whose lock makes that exact.

    Whoever takes it up and finds more settled than this leaves it to the work that was put for the rest.
    """
    settled = count_settled(session, procurement.id)
    workflows.enqueue(
        session, JOB, key=f"ahead:{procurement.reference}:{settled}",
        payload={"procurement": procurement.id, "settled": settled},
    )  # fmt: skip
