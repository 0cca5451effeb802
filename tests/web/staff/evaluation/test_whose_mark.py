"""A mark is the sender's own, whatever the form says of its author or its bid."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.persistence.models import Bid, Mark
from tests.factories.evaluation import Scene
from tests.web.staff.evaluation.test_scoring import GIVEN, url


def test_an_author_or_a_bid_named_in_the_form_is_passed_over(
    sign_in: Callable[[str], FlaskClient], at: Callable[[str], str], scene: Scene, arrange: Callable[..., None],
    read: Session,
) -> None:  # fmt: skip
    arrange(scene.declare_all)
    other = read.scalars(select(Bid.id).where(Bid.public_id == scene.bids[1])).one()
    more = {"evaluator_id": str(scene.world.users["clinician"]), "bid_id": str(other), "locked_at": "2025-01-01"}
    assert sign_in("nurse").post(at(url(scene)), data={**GIVEN, **more}).status_code == 302
    read.rollback()
    (mark,) = read.scalars(select(Mark)).all()
    assert mark.evaluator_id == scene.world.users["nurse"]
    assert (read.get_one(Bid, mark.bid_id).public_id, mark.locked_at) == (scene.bids[0], None)
