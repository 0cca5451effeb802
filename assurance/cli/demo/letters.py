"""Letters beside that of the outcome: what the invitation to dialogue adds, and the de-brief of the reserve bidder."""

from __future__ import annotations

from assurance.cli.demo.play import MSK, Scene, Step, london
from assurance.cli.demo.texts import load
from assurance.domain.notices.invitations import INVITATION
from assurance.persistence.queries.correspondence import get_request
from assurance.services import correspondence

ASKS = "alder"


def add_to_invitation(scene: Scene) -> None:
    """Write where and when the dialogue begins."""
    correspondence.write_details(
        scene.session, procurement=scene.procurement, kind=INVITATION, text=load("letters")["invitation"].strip(),
        version=0, actor=scene.actor("officer"), now=scene.now,
    )  # fmt: skip


def ask_for_debrief(scene: Scene) -> None:
    """Ask why the tender was not chosen, as the reserve bidder."""
    correspondence.ask(
        scene.session, bid=scene.bid(ASKS), text=load("letters")["question"].strip(), actor=scene.actor(ASKS),
        now=scene.now,
    )  # fmt: skip


def debrief(scene: Scene) -> None:
    """Answer, with the comparison from the record, and issue the letter."""
    request = get_request(scene.session, scene.procurement.id, scene.bid(ASKS).public_id)
    correspondence.prepare(
        scene.session, request=request, answer=load("letters")["answer"].strip(), actor=scene.actor("officer"),
        now=scene.now,
    )  # fmt: skip
    correspondence.issue(scene.session, request=request, actor=scene.actor("officer"), now=scene.now)


STEPS = (
    Step(london(2025, 3, 20, 11), MSK, add_to_invitation, "the invitation says where the dialogue begins"),
    Step(london(2025, 9, 12, 10), MSK, ask_for_debrief, "Alder asks for a de-brief"),
    Step(london(2025, 9, 19, 11), MSK, debrief, "the de-brief sets its tender beside the one chosen"),
)
