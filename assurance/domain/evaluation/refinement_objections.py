"""What keeps a refinement of the criteria from being published, whoever asks, and what would mend it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assurance.domain.errors import Objection
from assurance.domain.evaluation.refinement import PROVISION
from assurance.domain.evaluation.retest import Retested
from assurance.domain.stages import Stage

_ENDPOINT, _REASON = "staff.tender.refinement", "staff.tender.explain_refinement"


@dataclass(frozen=True, slots=True)
class Refined:
    """What is known of a refinement that is to be published; every default objects."""

    is_empty: bool = True
    has_reason: bool = False
    is_sound: bool = False
    """The version it was begun from is still the newest and everything stored is as it was published."""
    faults: tuple[str, ...] = ("the criteria were not checked",)
    saved: Sequence[Retested] = ()
    """Bidders that were eliminated and would then have survived."""
    stage: Stage = Stage.DOWN_SELECT


def refinement_objections(refined: Refined) -> tuple[Objection, ...]:
    """List every objection, those about bidders first."""
    return tuple(_objections(refined))


def _objections(refined: Refined) -> Iterator[Objection]:
    for each in refined.saved:
        yield Objection(
            "eliminated", f"{each.name}, which was eliminated, would then have survived: {'; '.join(each.saved)}",
            "Change weights and minima so that nobody eliminated would have survived, or discard the refinement",
            PROVISION, _ENDPOINT,
        )  # fmt: skip
    if refined.stage is Stage.DOWN_SELECT:
        yield Objection(
            "assessing", "Participants are being assessed by the criteria as they stand",
            "Wait until the second round is opened: refining them now could decide who is kept", PROVISION,
        )  # fmt: skip
    if refined.is_empty:
        yield Objection("nothing", "Nothing is changed yet", "Refine a criterion, or discard it", endpoint=_ENDPOINT)
    if refined.faults:
        yield Objection(
            "faults", "The refined criteria have faults: " + "; ".join(refined.faults),
            "Correct the criteria named, for example until the weights of a group sum to 100", endpoint=_ENDPOINT,
        )  # fmt: skip
    if not refined.has_reason:
        yield Objection("reason", "No reason is given", "Write why the criteria are refined", PROVISION, _REASON)
    if not refined.is_sound:
        yield Objection(
            "tampering", "The criteria in use, or a stored version, are not as they were published",
            "See what differs on the page of versions and have it put right", endpoint="staff.tender.versions",
        )  # fmt: skip
