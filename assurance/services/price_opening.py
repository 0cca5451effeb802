"""When the prices that were kept closed may be opened: once the marks on quality are final. How: `ceremony`."""

from __future__ import annotations

from assurance.domain.stages import Stage
from assurance.persistence.models import Procurement


def why_not_now(procurement: Procurement) -> str:
    """Say why the prices cannot be opened now, or return nothing when they can."""
    if not procurement.price_opens_after_quality:
        return "In this procurement the prices are opened with the tenders"
    if procurement.prices_opened_at is not None:
        return "The prices are open"
    if procurement.stage is Stage.ABANDONED:
        return "The procurement was abandoned: the prices stay closed"
    if procurement.stage is not Stage.RANKING:
        return "The prices are opened once moderation is complete and the marks on quality are final"
    return ""
