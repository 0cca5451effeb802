"""Sections that are final are laid out before anybody asks for the pack, and those alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.jobs.lay_ahead import lay_ahead
from assurance.jobs.worker import open_workshop, run_worker
from assurance.packs.catalogue import KINDS
from assurance.packs.evaluation_ahead import gather_ahead
from assurance.packs.sections import cut, pairs
from assurance.persistence.models import Consensus, ConsensusApproval, EvaluationResult, Procurement
from assurance.persistence.queries.settled import count_settled
from assurance.persistence.session import Database
from assurance.services import laying_ahead, results
from assurance.services.accounts import actor_of
from tests.jobs.story import Installation, install
from tests.packs.fixture import NOW


@pytest.fixture
def installation(database: Database, tmp_path: Path) -> Installation:
    return install(database, tmp_path)


def procurement_of(session: Session) -> Procurement:
    return session.scalars(select(Procurement)).one()


def take_back(session: Session) -> None:
    """Make the result no longer stand, so that what is final is what was final before it."""
    session.scalars(select(EvaluationResult)).one().superseded_at = NOW
    session.flush()


def wanted(session: Session) -> dict[str, str]:
    """The key of every section of the pack that is kept, by name."""
    cutting = cut(KINDS["evaluation"].gather(session, procurement_of(session), ""))
    return {section.name: section.key for _, section in pairs(cutting) if section.key}


def test_once_there_is_a_result_all_that_is_kept_is_laid_out_ahead(installation: Installation) -> None:
    with installation.database.reading() as session:
        ahead = {each.name: each.key for each in gather_ahead(session, procurement_of(session))}
        assert ahead == wanted(session)
    assert {"Contents", "Price, ranking and result", "Gates"} <= ahead.keys()


def test_before_that_it_is_what_does_not_rest_on_the_result(installation: Installation) -> None:
    with installation.database.transaction() as session:
        keys = wanted(session)
        take_back(session)
        ahead = {each.name: each.key for each in gather_ahead(session, procurement_of(session))}
    final = {name for name in keys if ": questions " in name or name in ("How the evaluation was set up", "Gates")}

    assert len(final) > 4
    assert ahead == {name: keys[name] for name in final}


def test_a_result_that_is_confirmed_asks_for_what_rests_on_it(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[int] = []
    monkeypatch.setattr(laying_ahead, "ask", lambda session, asked: settled.append(count_settled(session, asked.id)))
    with installation.database.transaction() as session:
        procurement = procurement_of(session)
        take_back(session)
        before = count_settled(session, procurement.id)
        results.confirm(session, procurement=procurement, actor=actor_of(procurement.created_by), now=NOW)

    assert settled == [before + 1]


def test_a_question_that_somebody_has_not_approved_waits(installation: Installation) -> None:
    with installation.database.transaction() as session:
        procurement = procurement_of(session)
        take_back(session)
        before = {each.name for each in gather_ahead(session, procurement)}
        record = session.scalars(select(Consensus).order_by(Consensus.id)).first()
        assert record is not None
        session.delete(record.approvals[0])
        session.flush()
        session.expire_all()
        waiting = before - {each.name for each in gather_ahead(session, procurement)}
        bidder = record.bid.organisation.name

    assert len(waiting) == 1
    assert f"{bidder}: questions" in waiting.pop()


def test_the_worker_lays_ahead_and_the_pack_finds_it(installation: Installation) -> None:
    with installation.database.transaction() as session:
        laying_ahead.ask(session, procurement_of(session))
    assert run_worker(installation.settings, until_idle=True)

    workshop = open_workshop(installation.settings, installation.database)
    with installation.database.reading() as session:
        sections = gather_ahead(session, procurement_of(session))
    assert all(workshop.builder.cache.find(each.key) for each in sections)
    assert workshop.builder.lay_ahead(sections) == 0


def test_work_that_newer_work_does_too_is_left_to_it(installation: Installation) -> None:
    workshop = open_workshop(installation.settings, installation.database)
    with installation.database.transaction() as session:
        procurement = procurement_of(session)
        settled = count_settled(session, procurement.id)
        approval = session.scalars(select(ConsensusApproval).order_by(ConsensusApproval.id)).first()
        assert approval is not None
        session.delete(approval)

    lay_ahead(workshop, {"procurement": procurement.id, "settled": settled})

    assert workshop.builder.laid_out == 0
