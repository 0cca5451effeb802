"""The prices: opened by two people after quality is final; one is low, asked about, explained and accepted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from assurance.cli.demo.play import MSK, Scene, Step, london, moving
from assurance.cli.demo.sealing import take_part
from assurance.cli.demo.texts import load
from assurance.domain.tenderbox.opening import PRICE
from assurance.persistence.queries.abnormal import get_asked
from assurance.services import abnormal_bids
from assurance.services.bids import explanation

if TYPE_CHECKING:
    from assurance.persistence.models import AbnormalBidQuery

LOW = "alder"


def open_as(key: str) -> Callable[[Scene], None]:
    """Make the act of taking part in the opening of the prices; with the second person all of them open."""

    def act(scene: Scene) -> None:
        take_part(scene, key, PRICE)

    return act


def ask(due: datetime) -> Callable[[Scene], None]:
    """Make the act of asking the bidder with the low price to explain it."""

    def act(scene: Scene) -> None:
        abnormal_bids.ask(
            scene.session, bid=scene.bid(LOW), about="price", finding="", question=load("prices")["question"],
            due=due, actor=scene.actor("finance"), now=scene.now,
        )  # fmt: skip

    return act


def explain(scene: Scene) -> None:
    """Explain the price as its bidder."""
    explanation.send(
        scene.session, row=_asked(scene), text=load("prices")["answer"], actor=scene.actor(LOW), now=scene.now
    )


def accept(scene: Scene) -> None:
    """Accept the explanation as the finance officer."""
    abnormal_bids.decide(
        scene.session, row=_asked(scene), accept=True, reason=load("prices")["decision"],
        actor=scene.actor("finance"), now=scene.now,
    )  # fmt: skip


def _asked(scene: Scene) -> AbnormalBidQuery:
    return get_asked(scene.session, scene.bid(LOW).id, 1)


STEPS = (
    Step(london(2025, 7, 17, 11), MSK, open_as("finance"), "quality is final; the first opener of the prices"),
    Step(london(2025, 7, 17, 11, 10), MSK, open_as("governance"), "with the second, three prices open"),
    Step(london(2025, 7, 17, 14), MSK, ask(london(2025, 7, 22, 12)), "Alder’s price looks low: it is asked to explain"),
    Step(london(2025, 7, 21, 16), MSK, explain, "Alder explains its price"),
    Step(london(2025, 7, 22, 10), MSK, accept, "the explanation is accepted, with the reason"),
    Step(london(2025, 7, 22, 14), MSK, moving("confirm_ranking"), "Cedar falls below a minimum; Birch leads"),
)
