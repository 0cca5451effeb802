"""What is gathered for a notice is what its law has it state: what is counted and told differs from law to law."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from assurance.domain.ocds import facts
from assurance.domain.ocds.kinds import KINDS
from assurance.persistence.models import Engagement
from assurance.services.open_data.gathering import gather
from tests.factories.award import Award
from tests.factories.cast import NOW, make_world


def gathered(award: Award, kind: str, code: str, version: str = "1") -> facts.Process:
    award.procurement.procedure_code, award.procurement.procedure_version = code, version
    award.procurement.intention_published_on = date(2025, 1, 6)
    notice = facts.Notice("PR-2025-0001-01", kind, "Title", "Text", "http://127.0.0.1:8000/notices/1", NOW)
    return gather(award.session, award.procurement, notice, ocid="ocds-213czf-PR-2025-0001", earlier=[])


@pytest.fixture
def award(session: Session) -> Award:
    return Award(session, make_world(session))


def test_each_law_counts_what_its_notice_counts(award: Award) -> None:
    award.rank().recommend().approve()
    award.move("request_checkpoint_2")
    award.pass_gate("checkpoint_2")
    award.move("declare_intention")
    chosen = gathered(award, "intention_to_award", "psr_competitive")
    assert chosen.counts == facts.Counts(valid=2)
    assert chosen.award is not None and chosen.award.sign_from is None
    act = gathered(award, "uk6", "pa23_flexible")
    assert act.counts == facts.Counts(received=4, assessed=3)
    assert act.award is not None and act.award.sign_from == date(2025, 1, 16)
    assert gathered(award, "contract_award_notice", "pcr15_dialogue").counts == facts.Counts(received=4, assessed=3)


def test_the_market_is_told_until_when_it_may_answer_and_nothing_else(award: Award) -> None:
    award.session.add(
        Engagement(public_id="e" * 36, procurement_id=award.world.procurement_id, published_at=NOW, closes_at=NOW)
    )
    award.session.flush()
    asked = gathered(award, "uk2", "pa23_flexible")
    assert (asked.call, asked.award, asked.contract) == (facts.Call(engagement_due_at=NOW), None, None)


@pytest.mark.parametrize("kind", [code for code, row in KINDS.items() if row.stage in ("planning", "tender")])
def test_nothing_of_tenders_is_even_gathered_before_the_award(award: Award, kind: str) -> None:
    found = gathered(award, kind, "psr_competitive")
    assert (found.award, found.contract, found.counts) == (None, None, facts.Counts())
