"""Lays out the sections of an evaluation pack that are final, so that little is left to do when it is asked for."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from assurance.jobs.build_pack import Workshop
from assurance.packs.evaluation_ahead import gather_ahead
from assurance.packs.sheets import PrintRefused
from assurance.persistence.queries.packs import get_procurement
from assurance.persistence.queries.settled import count_settled

logger = logging.getLogger(__name__)


def lay_ahead(workshop: Workshop, payload: Mapping[str, Any]) -> None:
    """Lay out what is final in the procurement named in the payload and not kept yet.

    Nothing, where more has been settled since: the work put for that does it all. A page that cannot be printed is no
    failure yet: whoever asks for the pack is told.
    """
    with workshop.database.reading() as session:
        procurement = get_procurement(session, payload["procurement"])
        if count_settled(session, procurement.id) != payload["settled"]:
            return
        sections = gather_ahead(session, procurement)
    try:
        workshop.builder.lay_ahead(sections)
    except PrintRefused as refused:
        logger.warning(
            "a section of the pack of procurement %s cannot be laid out: %s", payload["procurement"], refused
        )
