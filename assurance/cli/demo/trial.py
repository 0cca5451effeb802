"""Two trials of the criteria on made-up bids before the call, and the answers to the dangers the second one found."""

from __future__ import annotations

from decimal import Decimal

from assurance.cli.demo.play import MSK, Scene, Step, london
from assurance.domain.evaluation.wind_tunnel import DummyBid
from assurance.services import tendering
from assurance.services.tendering.wind_tunnel import starting_sets

PRICE = "price"
CLOSE = (
    DummyBid("Cheaper", {PRICE: Decimal(230_000_000)}, Decimal(77)),
    DummyBid("Dearer and better", {PRICE: Decimal(246_000_000)}, Decimal("78.6")),
)
"""Two bids a fiftieth of a point apart at 80 for quality and 20 for price."""

ANSWERS = {
    "extra": "Demonstration. Kept: it needs two bids that are almost level and a third far below both, and a price so "
    "far below the others is asked about before a ranking is confirmed, and rejected unless it is explained.",
    "one-pound": "Demonstration. Kept: such a price is asked about and rejected unless it is explained.",
}


def try_typical(scene: Scene) -> None:
    """Try the criteria as drafted on the typical bids of the plan."""
    spread = starting_sets(scene.session, scene.procurement)[0]
    tendering.try_on_dummies(
        scene.session, procurement=scene.procurement, bids=spread.bids, source=spread.code,
        actor=scene.actor("officer"), now=scene.now,
    )  # fmt: skip


def try_close(scene: Scene) -> None:
    """Try them on two close bids, which a third that cannot win turns round."""
    tendering.try_on_dummies(
        scene.session, procurement=scene.procurement, bids=CLOSE, actor=scene.actor("officer"), now=scene.now
    )


def answer(scene: Scene) -> None:
    """Say why the criteria stand all the same."""
    for code, reason in ANSWERS.items():
        tendering.answer_finding(
            scene.session, procurement=scene.procurement, number=2, code=code, reason=reason,
            actor=scene.actor("officer"), now=scene.now,
        )  # fmt: skip


STEPS = (
    Step(london(2025, 1, 30, 11), MSK, try_typical, "the criteria are tried on made-up bids"),
    Step(
        london(2025, 1, 30, 11, 30), MSK, try_close, "and on two close ones: a hopeless third can decide between them"
    ),
    Step(london(2025, 1, 31, 15), MSK, answer, "both dangers it found are answered with reasons"),
)
