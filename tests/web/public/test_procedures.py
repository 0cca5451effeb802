"""The pages of a procedure say what its table says, and where a procurement stands in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from assurance.domain.notices.kinds import TITLES
from assurance.domain.procedures import CURRENT, PROCEDURES
from assurance.domain.procedures.definition import Procedure
from assurance.domain.stages import Stage
from assurance.web.procedure_drawing import draw
from assurance.web.procedure_steps import move_rows
from tests.factories.cast import World

SignIn = Callable[[str], FlaskClient]

ALL = list(PROCEDURES.values())
every_procedure = pytest.mark.parametrize("procedure", ALL, ids=[f"{each.code}-{each.version}" for each in ALL])


@every_procedure
def test_every_move_is_drawn_once_and_every_stage_has_its_box(procedure: Procedure) -> None:
    drawn = draw(procedure, Stage.CALL)
    assert {box.label for box in drawn.boxes} == {stage.label for stage in Stage}
    assert [box.label for box in drawn.boxes if box.is_here] == [Stage.CALL.label]
    said = [each.label for each in (*drawn.arrows, *drawn.lanes)]
    assert sorted(said) == sorted(move.label for move in procedure.moves)
    assert len({lane.x for lane in drawn.lanes}) == len(drawn.lanes), "no line hides another"
    assert all(lane.x + 20 < drawn.width for lane in drawn.lanes)


@every_procedure
def test_every_step_names_who_takes_it_and_what_is_published(procedure: Procedure) -> None:
    rows = move_rows(procedure, TITLES)
    assert len(rows) == len(procedure.moves)
    assert all(row.who for row in rows)
    for row, move in zip(rows, procedure.moves, strict=True):
        assert len(row.papers) == len(move.notices) + len(move.letters)
        assert not any("_" in paper for paper in row.papers), "a kind without words"


def test_everybody_can_read_which_procedures_there_are_and_each_of_them(app: Flask) -> None:
    client = app.test_client()
    index = client.get("/procedures/").text
    for procedure in ALL:
        assert f"/procedures/{procedure.code}/{procedure.version}" in index
        page = client.get(f"/procedures/{procedure.code}/{procedure.version}")
        assert page.status_code == 200
        assert procedure.moves[0].label in page.text
        text = client.get(f"/procedures/{procedure.code}/{procedure.version}/diagram.mmd").text
        assert "stateDiagram" in text
    assert client.get("/procedures/teleport/1").status_code == 404
    assert client.get(f"/procedures/{next(iter(CURRENT.values())).code}/99").status_code == 404


def test_a_procurement_shows_where_it_stands_in_its_own_version(sign_in: SignIn, world: World) -> None:
    page = sign_in("officer").get(f"/staff/procurements/{world.reference}/procedure")
    assert page.status_code == 200
    assert page.text.count("You are here") == 1
    assert sign_in("outsider").get(f"/staff/procurements/{world.reference}/procedure").status_code == 404
