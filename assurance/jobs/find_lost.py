"""Finds jobs that ended without finishing, so that nobody waits for what does not come."""

from __future__ import annotations

from assurance.adapters.workflows import Lost
from assurance.jobs.build_pack import Workshop
from assurance.services import lost_work


def give_up_lost(workshop: Workshop, lost: list[Lost]) -> int:
    """Deal with what is lost, each in a transaction of its own; return how much. Locks nothing while there is none."""
    if not lost:
        return 0
    with workshop.database.reading() as session:
        new = lost_work.unsettled(session, lost)
    for each in new:
        with workshop.database.transaction() as session:
            lost_work.give_up(session, lost=each, now=workshop.clock())
    return len(new)
