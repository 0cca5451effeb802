"""The ranking page, and that long lists cost no more queries than short ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from assurance.domain.stages import BidStage, Stage
from assurance.persistence import models
from assurance.persistence.models import Consensus
from assurance.persistence.session import Database
from assurance.services import results
from tests.factories.cast import NOW, World
from tests.factories.evaluation import Scene, make_scene

SignIn = Callable[[str], FlaskClient]
At = Callable[[str], str]


def test_the_ranking_is_told_in_words_and_every_price_is_worked_out(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None]
) -> None:
    arrange(scene.to_ranking)
    page = sign_in("officer").get(at("ranking"))
    assert page.status_code == 200
    assert "Alder Care leads Birch Care by 15.43: 86.00 points to 70.57." in page.text
    assert "100 × £100,000,000 ÷ £105,000,000 = 95.2381%" in page.text
    assert "95.2381% × 30 = 28.5714 points" in page.text
    assert "confirms it on the" in page.text


def test_a_bid_below_a_minimum_is_named_with_the_rule(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None]
) -> None:
    def lower(session: Session) -> None:
        scene.to_ranking(session)
        clinical, bid = scene.criterion(session).id, scene.bid(session, 1).id
        row = session.scalars(
            select(Consensus).where(Consensus.bid_id == bid, Consensus.criterion_id == clinical)
        ).one()
        row.mark = 1

    arrange(lower)
    page = sign_in("officer").get(at("ranking")).text
    assert "Birch Care is out: it reached 1 on Clinical pathway, where 2 was required." in page
    assert "Bids that are out" in page


def test_a_missing_mark_is_a_fault_and_never_a_zero(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None]
) -> None:
    arrange(scene.world.at, Stage.RANKING)
    page = sign_in("officer").get(at("ranking")).text
    assert "The ranking cannot be computed yet" in page
    assert "missing; nothing is assumed in its place" in page


def test_what_was_confirmed_stays_when_a_bid_is_withdrawn_later(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None]
) -> None:
    def confirm(session: Session) -> None:
        scene.to_ranking(session)
        procurement, officer = scene.world.procurement(session), scene.actor(session, "officer")
        results.confirm(session, procurement=procurement, actor=officer, now=NOW)
        scene.bid(session, 1).stage = BidStage.WITHDRAWN
        scene.world.at(session, Stage.RECOMMENDATION)

    arrange(confirm)
    page = sign_in("officer").get(at("ranking")).text
    assert "Alder Care leads Birch Care by 15.43" in page
    assert "This result was confirmed on Monday 6 January 2025" in page


@pytest.mark.parametrize(("name", "status"), [("nurse", 403), ("outsider", 404), ("moderator", 200), ("auditor", 200)])
def test_who_sees_the_ranking(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], name: str, status: int
) -> None:
    arrange(scene.to_ranking)
    assert sign_in(name).get(at("ranking")).status_code == status


def test_there_is_no_ranking_before_moderation_is_complete(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None]
) -> None:
    arrange(scene.to_moderation)
    answer = sign_in("officer").get(at("ranking"))
    assert answer.status_code == 409
    assert "£" not in answer.text
    assert f'href="{at("progress")}"' in answer.text


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Collect every statement that is run meanwhile."""
    said: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        said.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield said
    event.remove(database.engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("name", "page", "prepare"),
    [
        ("nurse", "queue", Scene.lock_all),
        ("nurse", "lock", Scene.lock_all),
        ("officer", "progress", Scene.lock_all),
        ("officer", "conflicts", Scene.declare_all),
        ("moderator", "moderation", Scene.to_ranking),
        ("officer", "ranking", Scene.to_ranking),
    ],
)
def test_six_bids_cost_as_many_queries_as_two(
    sign_in: SignIn, database: Database, world: World, name: str, page: str, prepare: Callable[[Scene, Session], None]
) -> None:
    path = f"/staff/procurements/{world.reference}/evaluation/{page}"
    numbers = []
    for bids in (2, 6):
        with database.transaction() as session:
            if bids == 6:
                _clear(session)
            prepare(make_scene(session, world, bids), session)
        client = sign_in(name)
        with counted(database) as said:
            assert client.get(path).status_code == 200
        numbers.append(len(said))
    assert numbers[0] == numbers[1]
    assert numbers[0] <= 30


def _clear(session: Session) -> None:
    """Take the first scene's rows away again; each bid and criterion with all that hangs on it."""
    for model in (
        models.ConsensusApproval, models.Consensus, models.MarkRevision, models.Mark, models.ConflictDeclaration,
        models.Answer, models.Price, models.BidStageChange, models.Bid, models.CriterionAssignment,
        models.PanelInvitation,
    ):  # fmt: skip
        session.execute(model.__table__.delete())
    session.execute(models.CriterionRow.__table__.delete().where(models.CriterionRow.parent_id.is_not(None)))
    session.execute(models.CriterionRow.__table__.delete())
    session.execute(models.ScaleDescriptor.__table__.delete())
