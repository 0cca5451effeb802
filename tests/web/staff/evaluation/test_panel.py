"""Giving out the marking."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.stages import Stage
from assurance.persistence.models import CriterionAssignment
from tests.factories.evaluation import Scene


def pairs(session: Session) -> set[str]:
    rows = session.scalars(select(CriterionAssignment).execution_options(populate_existing=True))
    return {f"{row.criterion_id}-{row.user_id}" for row in rows}


def test_the_officer_ticks_who_marks_what(
    sign_in: Callable[[str], FlaskClient], at: Callable[[str], str], arrange: Callable[..., None], scene: Scene,
    read: Session,
) -> None:  # fmt: skip
    arrange(scene.world.at, Stage.OPENING)
    before = pairs(read)
    kept = sorted(before)[:3]
    answer = sign_in("officer").post(at("panel"), data={"seen": " ".join(before), "duties": kept})
    assert answer.status_code == 302
    read.rollback()
    assert pairs(read) == set(kept)


def test_a_table_that_changed_meanwhile_is_refused_and_nothing_changes(
    sign_in: Callable[[str], FlaskClient], at: Callable[[str], str], arrange: Callable[..., None], scene: Scene,
    read: Session,
) -> None:  # fmt: skip
    arrange(scene.world.at, Stage.OPENING)
    before = pairs(read)
    answer = sign_in("officer").post(at("panel"), data={"seen": "", "duties": []})
    assert answer.status_code == 409
    assert "changed by someone else" in answer.text
    read.rollback()
    assert pairs(read) == before


def test_a_cell_that_is_not_in_the_table_is_refused(
    sign_in: Callable[[str], FlaskClient], at: Callable[[str], str], arrange: Callable[..., None], scene: Scene,
    read: Session,
) -> None:  # fmt: skip
    arrange(scene.world.at, Stage.OPENING)
    answer = sign_in("officer").post(at("panel"), data={"seen": " ".join(pairs(read)), "duties": ["1-99999"]})
    assert answer.status_code == 422
    assert "Select from the options shown" in answer.text


def test_once_scoring_has_begun_the_table_is_read_and_not_changed(
    sign_in: Callable[[str], FlaskClient], at: Callable[[str], str], scene: Scene, read: Session
) -> None:
    client = sign_in("officer")
    page = client.get(at("panel"))
    assert "The duties are fixed" in page.text
    assert "Save the marking duties" not in page.text
    answer = client.post(at("panel"), data={"seen": " ".join(pairs(read)), "duties": []})
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("name", "read_status", "write_status"),
    [("moderator", 200, 403), ("auditor", 200, 403), ("nurse", 403, 403), ("outsider", 404, 404), ("alder", 403, 403)],
)
def test_who_may_see_and_change_the_duties(
    sign_in: Callable[[str], FlaskClient], at: Callable[[str], str], scene: Scene, name: str, read_status: int,
    write_status: int,
) -> None:  # fmt: skip
    client = sign_in(name)
    assert client.get(at("panel")).status_code == read_status
    assert client.post(at("panel"), data={"seen": ""}).status_code == write_status
