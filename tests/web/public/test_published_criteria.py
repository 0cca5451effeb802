"""Whoever may offer reads every published word of the criteria, and nothing that is for evaluators only."""

from __future__ import annotations

from decimal import Decimal

from flask import Flask

from assurance.domain.stages import Stage
from assurance.persistence.session import Database
from assurance.services import tendering
from tests.factories.cast import NOW, World
from tests.factories.plans import make_criteria


def test_all_that_is_published_is_public_and_no_more(app: Flask, world: World, database: Database) -> None:
    with database.transaction() as session:
        make_criteria(session, world)
        common = {"procurement": world.procurement(session), "actor": world.actor(session, "officer"), "now": NOW}
        tendering.edit_criterion(
            session, code="clinical", title="Clinical model", weight_percent=Decimal(60), question="How?",
            sub_criteria=["Triage", "Red flags"], evaluator_guidance="Three is usual.", normalise="highest", **common,
        )  # fmt: skip
        tendering.edit_criterion(
            session, code="price", title="Price", weight_percent=Decimal(20), price_formula="absolute-band",
            price_parameters={"min": Decimal(35), "max": Decimal(55)}, **common,
        )  # fmt: skip
        tendering.set_method(session, method="price-per-quality-point", price_opens_after_quality=True, **common)
        row = world.at(session, Stage.CALL)
        row.criteria_frozen_at, row.criteria_digest = NOW, "d" * 64
    page = app.test_client().get(f"/opportunities/{world.reference}").text
    for words in (
        "The answer must cover: Triage; Red flags.", "price that earns all points: £35; price that earns none: £55",
        "Set against the highest of the bids", "Price for each point of quality; the lowest wins",
        "Prices stay closed until the marks on quality are final",
    ):  # fmt: skip
        assert words in page
    assert "Three is usual" not in page
