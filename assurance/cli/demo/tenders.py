"""Final tenders: written, sealed, one of them replaced before the deadline; opened by two people and checked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

from assurance.cli.demo import consequences, impact, offers, payment
from assurance.cli.demo.papers import paper
from assurance.cli.demo.play import MSK, Scene, Step, london, moving
from assurance.cli.demo.sealing import make_key, take_part
from assurance.cli.demo.texts import load
from assurance.domain.provision.integration import IntegrationForm
from assurance.domain.tenderbox.opening import TENDER
from assurance.persistence.queries.bids import list_opened
from assurance.services import bids, documents, opening, submission, taking_back, tendering


def invite(due_on: date) -> Callable[[Scene], None]:
    """Make the act of setting the deadline at noon of a day and inviting final tenders."""

    def act(scene: Scene) -> None:
        tendering.set_tender_deadline(
            scene.session, procurement=scene.procurement, due_on=due_on, due_time=time(12),
            actor=scene.actor("officer"), now=scene.now,
        )  # fmt: skip
        scene.move("invite_final_tenders")

    return act


def write(supplier: str, answers: dict[str, str], offer: dict[str, Any]) -> Callable[[Scene], None]:
    """Make the act of filling in a final tender: answers, form, offer, price and a document."""

    def act(scene: Scene) -> None:
        bid = scene.bid(supplier)
        common = {"bid": bid, "actor": scene.actor(supplier), "now": scene.now}
        for code, text in answers.items():
            bids.save_answer(scene.session, criterion=scene.criterion(code), text=text, is_ready=True, **common)
        bids.set_integration_form(scene.session, form=IntegrationForm(offer["form"]), **common)
        consequences.tender(scene, supplier)
        impact.tender(scene, supplier)
        offers.write(scene, supplier, offer)
        offers.set_price(scene, supplier, offer)
        payment.state_backing(scene, supplier)
        content = paper(bid.organisation.name, f"Final tender with {len(answers)} answers; nothing in it is real.")
        documents.attach(
            scene.session, name="Final tender as one document.pdf", content=content, files=scene.play.files, **common
        )

    return act


def confirm_whole_pathway(supplier: str) -> Callable[[Scene], None]:
    """Make the act of confirming the one pass or fail criterion."""

    def act(scene: Scene) -> None:
        bids.save_answer(
            scene.session, bid=scene.bid(supplier), criterion=scene.criterion("whole-pathway"), text="",
            is_confirmed=True, actor=scene.actor(supplier), now=scene.now,
        )  # fmt: skip

    return act


def submit(supplier: str) -> Callable[[Scene], None]:
    """Make the act of submitting as the organisation's lead, who keeps the return code."""

    def act(scene: Scene) -> None:
        accepted = submission.submit(scene.session, bid=scene.bid(supplier), actor=scene.actor(supplier), now=scene.now)
        scene.play.codes[supplier] = accepted.return_code

    return act


def replace(supplier: str) -> Callable[[Scene], None]:
    """Make the act of taking a tender back with its code, correcting its price, and submitting it again."""

    def act(scene: Scene) -> None:
        common = {"bid": scene.bid(supplier), "actor": scene.actor(supplier), "now": scene.now}
        taking_back.reopen(scene.session, return_code=scene.play.codes[supplier], **common)
        offers.set_price(scene, supplier, offers.offer_of(supplier))
        scene.play.codes[supplier] = submission.submit(scene.session, **common).return_code

    return act


def open_as(key: str) -> Callable[[Scene], None]:
    """Make the act of taking part in the opening; with the second person everything opens."""

    def act(scene: Scene) -> None:
        take_part(scene, key, TENDER)

    return act


def check(reasons: dict[str, str], passes: tuple[str, ...] = ()) -> Callable[[Scene], None]:
    """Make the act of checking every opened tender for compliance, with the reason."""

    def act(scene: Scene) -> None:
        opened = {bid.organisation_id for bid in list_opened(scene.session, scene.procurement.id)}
        for supplier, reason in reasons.items():
            if scene.bid(supplier).organisation_id in opened:
                opening.decide_compliance(
                    scene.session, bid=scene.bid(supplier), passes=dict.fromkeys(passes, True), reasons={},
                    reason=reason, compliant=True, actor=scene.actor("officer"), now=scene.now,
                )  # fmt: skip

    return act


def _writing(supplier: str, first_year: str = "") -> Callable[[Scene], None]:
    offer = offers.offer_of(supplier)
    years = [first_year, *offer["years"][1:]] if first_year else offer["years"]
    return write(supplier, load(f"answers/{supplier}"), {**offer, "years": years})


_COUNTED_TWICE = "51800000"
"""What Birch offered first for the first year, before it found an amount counted twice."""

STEPS = (
    Step(london(2025, 5, 16, 10), MSK, make_key, "the key of the tender box: two of three holders open it"),
    Step(london(2025, 5, 19), MSK, invite(date(2025, 6, 20)), "three are invited to final tender"),
    Step(london(2025, 6, 10, 10), MSK, _writing("alder")),
    Step(london(2025, 6, 11, 10), MSK, confirm_whole_pathway("alder")),
    Step(london(2025, 6, 12, 10), MSK, _writing("birch", _COUNTED_TWICE)),
    Step(london(2025, 6, 13, 10), MSK, confirm_whole_pathway("birch")),
    Step(london(2025, 6, 16, 15), MSK, submit("alder"), "a tender is submitted, sealed"),
    Step(london(2025, 6, 17, 15), MSK, submit("birch"), "a tender is submitted, sealed"),
    Step(london(2025, 6, 18, 9), MSK, _writing("cedar")),
    Step(london(2025, 6, 18, 16), MSK, confirm_whole_pathway("cedar")),
    Step(london(2025, 6, 19, 16), MSK, replace("birch"), "a tender is replaced"),
    Step(london(2025, 6, 20, 11, 20), MSK, submit("cedar"), "a tender is submitted, sealed"),
    Step(london(2025, 6, 20, 12, 5), MSK, moving("close_tenders"), "closed at the deadline; a latch"),
    Step(london(2025, 6, 20, 14), MSK, open_as("finance"), "the first opener signs in"),
    Step(london(2025, 6, 20, 14, 10), MSK, open_as("governance"), "with the second, three tenders open"),
    Step(
        london(2025, 6, 23, 10), MSK, check(load("panel")["compliance"], ("whole-pathway",)),
        "all three are compliant",
    ),
)  # fmt: skip
