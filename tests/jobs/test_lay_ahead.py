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
from assurance.packs.sections import cut
from assurance.persistence.models import Consensus, ConsensusApproval, Procurement
from assurance.persistence.queries.settled import count_settled
from assurance.persistence.session import Database
from assurance.services import laying_ahead
from tests.jobs.story import Installation, install


@pytest.fixture
def installation(database: Database, tmp_path: Path) -> Installation:
    return install(database, tmp_path)


def procurement_of(session: Session) -> Procurement:
    return session.scalars(select(Procurement)).one()


def test_what_is_laid_out_ahead_is_what_the_pack_asks_for(installation: Installation) -> None:
    with installation.database.reading() as session:
        procurement = procurement_of(session)
        ahead = {each.name: each.key for each in gather_ahead(session, procurement)}
        cutting = cut(KINDS["evaluation"].gather(session, procurement, ""))
    wanted = {group[0].name: cutting.section(at).key for at, group in enumerate(cutting.groups) if group}
    final = {name for name in wanted if ": questions " in name or name == "Gates"}

    assert len(final) > 3
    assert ahead == {name: wanted[name] for name in final}


def test_a_question_that_somebody_has_not_approved_waits(installation: Installation) -> None:
    with installation.database.transaction() as session:
        procurement = procurement_of(session)
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
