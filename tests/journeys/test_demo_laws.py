"""The first programme of the demonstration walked under each of the other laws: its notices, its letters, its dates."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.cli.demo import command
from assurance.config import Settings
from assurance.domain.deadlines import LONDON, pa23_standstill, pcr15_standstill
from assurance.domain.notices.kinds import KINDS, missing
from assurance.domain.procedures.regimes import Regime
from assurance.domain.stages import Stage
from assurance.persistence.models import Claim, Letter, Notice, Procurement, StageChange
from assurance.persistence.session import Database
from tests.databases import Originals

Walked = tuple[Regime, Session]
pytestmark = pytest.mark.xdist_group("demonstration-laws")
NOTICES = {
    Regime.PA23: [
        ("uk2", date(2025, 1, 14)), ("uk4", date(2025, 2, 11)), ("uk6", date(2025, 8, 14)),
        ("uk7", date(2025, 10, 1)),
    ],
    Regime.PCR15: [
        ("prior_information", date(2025, 1, 14)), ("contract_notice", date(2025, 2, 11)),
        ("contract_award_notice", date(2025, 10, 1)),
    ],
}  # fmt: skip
STANDSTILL = {Regime.PA23: pa23_standstill, Regime.PCR15: pcr15_standstill}
ENDS = {Regime.PA23: date(2025, 8, 26), Regime.PCR15: date(2025, 8, 26)}
FOREIGN = {Regime.PA23: ("PSR", "PCR 2015 reg 86", "Schedule 9"), Regime.PCR15: ("PSR", "PA 2023", "Schedule 9")}


@pytest.fixture(scope="module", params=[Regime.PA23, Regime.PCR15], ids=lambda each: each.value)
def walked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, originals: Originals
) -> Iterator[Walked]:
    """Walk the first programme once under a law, without the others and without any document."""
    folder = tmp_path_factory.mktemp(request.param.value)
    settings = originals.installed(Settings.for_instance(folder, demonstration=True))
    command.walk(settings, request.param, others=())
    database = Database.open(settings.database_url)
    with database.reading() as session:
        yield request.param, session
    database.close()


def the_one(session: Session) -> Procurement:
    return session.scalars(select(Procurement)).one()


def test_it_goes_to_its_running_contract_and_publishes_the_notices_of_its_law(walked: Walked) -> None:
    regime, session = walked
    assert (the_one(session).stage, the_one(session).procedure.regime) == (Stage.LIVE, regime)
    published = session.scalars(select(Notice).order_by(Notice.published_at)).all()
    of_law = [each for each in published if each.kind in KINDS and each.kind != "criteria_refined"]
    assert [each.kind for each in of_law] == [kind for kind, _ in NOTICES[regime]]
    for notice, (kind, day) in zip(of_law, NOTICES[regime], strict=True):
        assert KINDS[kind].regime is regime
        assert notice.title.startswith(KINDS[kind].label)
        assert missing(kind, [each["heading"] for each in notice.content["sections"]]) == []
        assert notice.published_at.astimezone(LONDON).date() == day
        assert not [words for words in FOREIGN[regime] if words in json.dumps(notice.content)]


def test_everyone_is_told_at_once_in_the_letter_of_its_law(walked: Walked) -> None:
    regime, session = walked
    letters = session.scalars(select(Letter).where(Letter.kind == "outcome")).all()
    told = {letter.bid.organisation.name.split()[0]: letter.content for letter in letters}
    assert len({letter.issued_at for letter in letters}) == 1
    titles = {name: content["words"]["title"] for name, content in told.items()}
    law = "Assessment summary" if regime is Regime.PA23 else "Notice of the decision to award"
    eliminated = "Notice of the outcome" if regime is Regime.PA23 else law
    assert titles == {"Alder": law, "Birch": law, "Cedar": law, "Dogwood": eliminated}
    assert len(told["Alder"]["winner"]["advantages"]) == 11  # ten questions and the price
    assert all(each["reason"] for content in told.values() for each in content["criteria"])
    assert not [words for words in FOREIGN[regime] if words in json.dumps(told)]


def test_standstill_ran_as_its_law_counts_and_outlasted_the_claim(walked: Walked) -> None:
    regime, session = walked
    procurement = the_one(session)
    assert procurement.intention_published_on == date(2025, 8, 14)
    assert STANDSTILL[regime](date(2025, 8, 14)).last_day == ENDS[regime]
    claim = session.scalars(select(Claim)).one()
    confirmed = session.scalars(select(StageChange).where(StageChange.trigger == "confirm_award")).one()
    assert claim.suspends
    assert claim.ended_at is not None
    assert claim.ended_at < confirmed.at
    assert confirmed.at.astimezone(LONDON).date() == date(2025, 9, 11)
