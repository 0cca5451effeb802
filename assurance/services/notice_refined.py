"""The parts of the notice that award criteria were refined: what changed, and what it means for those eliminated.

No provider is named: who was eliminated is not public while the procurement runs.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from assurance.domain.evaluation.version_changes import VersionChange, version_changes
from assurance.domain.notices.kinds import CALL_IN_WORDS
from assurance.persistence.models import Procurement
from assurance.persistence.queries.criteria_versions import get_newest, get_version

NOBODY = "No provider had been eliminated by these criteria when they were refined."
NONE_SAVED = (
    "Every provider assessed in the down-selection was ranked again with the marks it was given, under the refined "
    "weights and minima. None of those eliminated would then have gone on."
)


def about(session: Session, procurement: Procurement) -> str:
    """Say which version this is, and that the call allowed it."""
    newest = get_newest(session, procurement.id)
    call = CALL_IN_WORDS[procurement.procedure.regime]
    return (
        f"The award criteria are refined, as the {call} said they may be. Version {newest.number} "
        f"takes the place of version {newest.number - 1}, and final tenders are invited and assessed by it.\n"
        f"SHA-256 of version {newest.number}: {newest.digest}"
    )


def changes(session: Session, procurement: Procurement) -> str:
    """List every change in words, texts as they were and as they are."""
    newest = get_newest(session, procurement.id)
    before = get_version(session, procurement.id, newest.number - 1)
    return "\n".join(_line(each) for each in version_changes(before.document, newest.document))


def retest(session: Session, procurement: Procurement) -> str:
    """Say what the re-test of those eliminated found, without their names."""
    bidders = get_newest(session, procurement.id).retest.get("bidders", [])
    return NONE_SAVED if any(not each["kept"] for each in bidders) else NOBODY


def _line(change: VersionChange) -> str:
    if not change.is_text:
        return f"{change.sentence}."
    before = f"\nBefore: {change.before}" if change.before else ""
    after = f"\nNow: {change.after}" if change.after else ""
    return f"{change.sentence}.{before}{after}"
