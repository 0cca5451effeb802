"""Lists leave as files by the same rights as their pages, with every text as text, and reading marks is on record."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from fractions import Fraction

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from assurance.domain.clarifications.questions import Category, Circle
from assurance.domain.stages import Stage
from assurance.persistence.models import AuditEvent, Clarification, Consensus
from assurance.persistence.queries.evaluation import find_declaration
from assurance.persistence.session import Database
from tests.factories.cast import NOW, World
from tests.factories.evaluation import Scene

SignIn = Callable[[str], FlaskClient]
At = Callable[[str], str]


@pytest.fixture
def at(scene: Scene) -> At:
    """Return the address of a page of the procurement."""
    return lambda path: f"/staff/procurements/{scene.world.reference}/{path}"


def rows(client: FlaskClient, path: str) -> list[list[str]]:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_agreed_marks_leave_with_reason_and_spread_and_without_evaluators_names(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], database: Database
) -> None:
    def act(session: Session) -> None:
        scene.to_ranking(session)
        session.scalars(select(Consensus)).first().reason = "=1+1"  # type: ignore[union-attr]

    arrange(act)
    client = sign_in("officer")
    table = rows(client, at("evaluation/agreed-marks.csv"))
    assert table[0][:5] == ["Bidder", "Criterion", "Agreed mark", "Highest possible", "Evaluators"]
    assert "'=1+1" in {row[7] for row in table}
    assert not {"Clinician", "Nurse"} & {cell for row in table for cell in row}
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(at("evaluation/agreed-marks.xlsx")).data)).active
    assert sheet.max_row == len(table)
    assert "=1+1" in {cell.value for cell in sheet["H"]}
    with database.reading() as session:
        read = session.scalars(select(AuditEvent).where(AuditEvent.tag == "bid:read")).all()
        assert {each.body["data"]["what"] for each in read} == {"marks:csv", "marks:xlsx"}


def test_agreed_marks_wait_for_moderation_and_are_not_for_everybody(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], world: World
) -> None:
    arrange(scene.to_ranking)
    assert sign_in("clinician").get(at("evaluation/agreed-marks.csv")).status_code == 403
    assert sign_in("alder").get(at("evaluation/agreed-marks.csv")).status_code in {403, 404}
    arrange(lambda session: world.at(session, Stage.MODERATION))
    early = sign_in("officer").get(at("evaluation/agreed-marks.csv"))
    assert (early.status_code, "once moderation is complete" in early.text) == (409, True)


@pytest.fixture
def asked(arrange: Callable[..., None], world: World) -> None:
    def act(session: Session) -> None:
        for number, name in enumerate(("alder", "birch"), start=1):
            session.add(
                Clarification(
                    public_id=str(number) * 36, procurement_id=world.procurement_id,
                    organisation_id=world.organisations[name], asked_by_id=world.users[name], asked_at=NOW,
                    circle=next(iter(Circle)), category=next(iter(Category)), question=f"@question of {name}",
                )
            )  # fmt: skip

    arrange(act)


@pytest.mark.usefixtures("asked")
def test_questions_leave_for_those_who_may_see_who_asked(sign_in: SignIn, at: At) -> None:
    table = rows(sign_in("officer"), at("questions/questions.csv"))
    assert [row[6] for row in table[1:]] == ["'@question of alder", "'@question of birch"]
    assert sign_in("clinician").get(at("questions/questions.csv")).status_code == 403
    assert "questions.xlsx" in sign_in("officer").get(at("questions/")).text


def test_registered_providers_leave_with_what_was_found(sign_in: SignIn) -> None:
    client = sign_in("officer")
    assert rows(client, "/staff/suppliers/suppliers.csv")[0] == ["Name", "Company number", "What was found"]
    assert client.get("/staff/suppliers/suppliers.pdf").status_code == 404
    assert sign_in("alder").get("/staff/suppliers/suppliers.csv").status_code == 403


@pytest.mark.usefixtures("asked")
def test_a_file_takes_as_many_queries_for_many_as_for_one(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], database: Database
) -> None:
    client = sign_in("officer")
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    client.get(at("questions/questions.csv"))
    two, asked[:] = len(asked), []

    def fewer(session: Session) -> None:
        session.delete(session.scalars(select(Clarification)).first())

    arrange(fewer)
    asked[:] = []
    client.get(at("questions/questions.csv"))
    assert len(asked) == two


def test_single_marks_leave_once_locked_for_those_who_see_them_side_by_side(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], database: Database
) -> None:
    arrange(scene.lock_all)
    early = sign_in("moderator").get(at("evaluation/single-marks.csv"))
    assert (early.status_code, "moderation has begun" in early.text) == (409, True)
    arrange(lambda session: scene.world.at(session, Stage.MODERATION))
    assert "single-marks.xlsx" in sign_in("moderator").get(at("evaluation/moderation")).text
    table = rows(sign_in("moderator"), at("evaluation/single-marks.csv"))
    assert len(table) == 1 + 2 * 2 * 2
    assert {row[2] for row in table[1:]} == {"Clinician", "Nurse"}
    assert rows(sign_in("auditor"), at("evaluation/single-marks.csv")) == table
    for name, status in (("officer", 403), ("owner", 403), ("finance", 403), ("reviewer", 403), ("outsider", 404)):
        assert sign_in(name).get(at("evaluation/single-marks.csv")).status_code == status
    with database.reading() as session:
        read = session.scalars(select(AuditEvent).where(AuditEvent.tag == "bid:read")).all()
        assert {each.body["data"]["what"] for each in read} == {"single-marks:csv"}


def test_single_marks_leave_out_a_bid_of_which_one_may_not_read(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None]
) -> None:
    def conflict(session: Session) -> None:
        scene.to_moderation(session)
        row = find_declaration(session, scene.bid(session).id, scene.world.users["moderator"])
        assert row is not None
        row.has_conflict, row.detail, row.decision = True, "My brother works there", ""

    arrange(conflict)
    assert {row[0] for row in rows(sign_in("moderator"), at("evaluation/single-marks.csv"))[1:]} == {"Birch Care"}


def test_the_ranking_leaves_with_exact_points_and_not_for_whom_prices_are_closed(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None]
) -> None:
    early = sign_in("officer").get(at("evaluation/ranking.csv"))
    assert (early.status_code, "once moderation is complete" in early.text) == (409, True)
    arrange(scene.to_ranking)
    client = sign_in("officer")
    table = rows(client, at("evaluation/ranking.csv"))
    assert [row[:2] for row in table] == [["Rank", "Bidder"], ["1", "Alder Care"], ["2", "Birch Care"]]
    for row in table[1:]:
        points = sum(Fraction(each) for each in row[3:-1])
        assert abs(points - Fraction(row[2])) < Fraction(1, 10_000)
    assert "ranking.xlsx" in client.get(at("evaluation/ranking")).text
    panel = sign_in("moderator").get(at("evaluation/ranking.csv"))
    assert (panel.status_code, "sees prices once the result is confirmed" in panel.text) == (409, True)
    assert sign_in("clinician").get(at("evaluation/ranking.csv")).status_code == 403


def test_tenders_and_requests_leave_once_they_are_known(
    sign_in: SignIn, at: At, arrange: Callable[..., None], world: World
) -> None:
    client = sign_in("officer")
    sealed = client.get(at("opening/tenders.csv"))
    assert (sealed.status_code, "until the box is opened" in sealed.text) == (409, True)
    arrange(lambda session: world.at(session, Stage.CALL))
    hidden = client.get(at("selection/requests.csv"))
    assert (hidden.status_code, "Alder" in hidden.text) == (409, False)
    arrange(lambda session: world.at(session, Stage.SELECTION))
    assert rows(client, at("selection/requests.csv"))[0][:3] == ["Bidder", "Asked", "Decision"]
    for page in ("opening/tenders.csv", "selection/requests.csv"):
        assert sign_in("clinician").get(at(page)).status_code == 403
