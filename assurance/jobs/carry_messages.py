"""Carries messages on by e-mail, and writes the daily summaries. Takes no write lock when nothing waits."""

from __future__ import annotations

from assurance.config import Settings
from assurance.domain.told import digest_since
from assurance.jobs.build_pack import Workshop
from assurance.persistence.queries.delivery import has_digest_lines, has_uncarried
from assurance.services import carrying


def carry_messages(workshop: Workshop, settings: Settings) -> int:
    """Carry everything that waits; return how many messages that was."""
    carried = 0
    while _waits(workshop):
        with workshop.database.transaction() as session:
            found = carrying.carry(session, now=workshop.clock(), public_url=settings.public_url)
        carried += found
        if not found:  # another worker has them in hand
            break
    return carried


def send_digests(workshop: Workshop, settings: Settings) -> int:
    """Write the summaries that are due; return how many."""
    with workshop.database.reading() as session:
        if not has_digest_lines(session, before=digest_since(workshop.clock())):
            return 0
    with workshop.database.transaction() as session:
        return carrying.send_digests(session, now=workshop.clock(), public_url=settings.public_url)


def _waits(workshop: Workshop) -> bool:
    with workshop.database.reading() as session:
        return has_uncarried(session)
