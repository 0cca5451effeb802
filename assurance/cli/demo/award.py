"""From the ranking to the award: recommendation, checkpoint 2, letters, standstill with a representation, award."""

from __future__ import annotations

from assurance.cli.demo.gates import review
from assurance.cli.demo.play import MSK, Scene, Step, london, moving
from assurance.cli.demo.texts import load
from assurance.domain.errors import MoveRefused
from assurance.domain.procedures.regimes import Regime
from assurance.persistence.queries.awards import find_standing_recommendation, list_claims
from assurance.persistence.queries.bids import list_representations
from assurance.services import audit, awards, claims, letters, representation_decisions, representations

PREFERRED, RESERVE, CHALLENGER = "birch", "alder", "cedar"


def recommend(scene: Scene) -> None:
    """Write the recommendation as the officer."""
    said = load("award")
    awards.recommend(
        scene.session, procurement=scene.procurement, preferred=scene.bid(PREFERRED), reserve=scene.bid(RESERVE),
        text=said["recommendation"].format(law=said["law"][scene.play.regime].strip()), actor=scene.actor("officer"),
        now=scene.now,
    )  # fmt: skip


def approve(scene: Scene) -> None:
    """Approve the recommendation as someone who did not write it."""
    recommendation = find_standing_recommendation(scene.session, scene.procurement.id)
    if recommendation is None:
        raise RuntimeError("a recommendation is approved after it is written")
    awards.decide(
        scene.session, recommendation=recommendation, approve=True, reason=load("award")["approval"],
        actor=scene.actor("approver"), now=scene.now,
    )  # fmt: skip


def prepare_letters(scene: Scene) -> None:
    """Prepare the letters to everyone who was in dialogue."""
    letters.prepare_all(scene.session, procurement=scene.procurement, actor=scene.actor("officer"), now=scene.now)


def represent(scene: Scene) -> None:
    """Send a representation as the bidder that fell below a minimum."""
    representations.send(
        scene.session, bid=scene.bid(CHALLENGER), text=load("award")["representation"],
        actor=scene.actor(CHALLENGER), now=scene.now,
    )  # fmt: skip


def decide_representation(scene: Scene) -> None:
    """Give the further decision as someone who took no part in the evaluation."""
    for each in list_representations(scene.session, scene.bid(CHALLENGER).id):
        representation_decisions.decide(
            scene.session, representation=each, decision="proceed", reason=load("award")["decision"],
            nature="criteria", actor=scene.actor("representations"), now=scene.now,
        )  # fmt: skip


def claim(scene: Scene) -> None:
    """Put on record that the bidder that fell below a minimum has gone to court."""
    said = load("award")["claim"]
    claims.record(
        scene.session, procurement=scene.procurement, claimant=scene.bid(CHALLENGER).organisation.name,
        court_reference=said["court_reference"], grounds=said["grounds"].strip(), notified_at=scene.now, ordered=False,
        actor=scene.actor("officer"), now=scene.now,
    )  # fmt: skip


def end_claim(scene: Scene) -> None:
    """Put on record that the claim was withdrawn."""
    for each in list_claims(scene.session, scene.procurement.id):
        claims.end(
            scene.session, claim=each, procurement=scene.procurement, how="withdrawn",
            reason=load("award")["claim"]["end"].strip(), actor=scene.actor("owner"), now=scene.now,
        )  # fmt: skip


def confirm_too_early(scene: Scene) -> None:
    """Try to confirm the award while a representation or a claim is open: refused, and on record as refused."""
    try:
        scene.move("confirm_award")
    except MoveRefused as refusal:
        audit.record(
            scene.session, tag="move:refused", actor=scene.actor("officer"), now=scene.now,
            procurement=scene.procurement, subject="demonstration", message=str(refusal), trigger=refusal.trigger,
            codes=[objection.code for objection in refusal.objections],
        )  # fmt: skip
        return
    raise RuntimeError("an award was confirmed while a challenge was open")


BEFORE = (
    Step(london(2025, 7, 22, 16), MSK, recommend, "the officer recommends Birch, Alder in reserve"),
    Step(london(2025, 7, 24, 11), MSK, approve, "somebody else approves"),
    Step(london(2025, 7, 25), MSK, moving("request_checkpoint_2"), "the preferred bidder is tested first"),
    Step(london(2025, 8, 7, 15), MSK, review("checkpoint_2"), "verdict: proceed with conditions C-001 to C-003"),
    Step(london(2025, 8, 8), MSK, moving("declare_intention"), "letters may be prepared"),
    Step(london(2025, 8, 11, 10), MSK, prepare_letters, "four letters merged from the record"),
    Step(london(2025, 8, 14, 10), MSK, moving("start_standstill"), "letters issued; standstill follows"),
)
REPRESENTED = (
    Step(london(2025, 8, 20, 16), MSK, represent, "Cedar makes a representation"),
    Step(london(2025, 8, 29), MSK, confirm_too_early, "refused: the representation is not answered"),
    Step(london(2025, 9, 3, 12), MSK, decide_representation, "further decision: proceed; five more working days"),
)
CLAIMED = (
    Step(london(2025, 8, 20, 16), MSK, claim, "Cedar goes to court; the award is suspended"),
    Step(london(2025, 8, 29), MSK, confirm_too_early, "refused: the claim suspends the award"),
    Step(london(2025, 9, 3, 12), MSK, end_claim, "the claim is withdrawn by consent"),
)
AFTER = (Step(london(2025, 9, 11), MSK, moving("confirm_award"), "standstill is over; the award is confirmed"),)


def steps(regime: Regime) -> tuple[Step, ...]:
    """Return the steps under a law: a representation where it knows one, a claim in court where it does not."""
    return (*BEFORE, *(REPRESENTED if regime is Regime.PSR else CLAIMED), *AFTER)
