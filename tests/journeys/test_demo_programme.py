"""The programme of the demonstration: envelope, definitions, people, specification by round, form of working."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from assurance.domain.provision.specification import Fate, changes
from assurance.persistence.models import Procurement
from assurance.persistence.queries.bids import list_opened
from assurance.persistence.queries.programme import list_involvement, list_undefined
from assurance.persistence.queries.specification import list_versions
from assurance.services import integration_questions
from assurance.services.planning.budget import envelope_by_year

pytestmark = pytest.mark.xdist_group("demonstration")  # built once, not once for each process


def test_the_programme_is_whole_and_each_round_has_its_specification(session: Session, msk: Procurement) -> None:
    years = envelope_by_year(session, msk)
    assert (years[0], len(years)) == (Decimal("49702660.00"), 5), "category 15 of 2008-09, less 2 per cent"
    assert list_undefined(session, msk.id) == []
    assert len(list_involvement(session, msk.id)) == 2
    versions = list_versions(session, msk)
    assert [each.round for each in versions] == [None, 1, 2]
    last = changes(versions[1].text, versions[2].text)
    assert [each.title for each in last if each.fate is not Fate.SAME] == [
        "Navigation of health and social care", "End of the contract", "Mental health liaison in hospital",
    ]  # fmt: skip


def test_somebody_answers_for_everything_that_the_form_of_the_winner_brings(session: Session, msk: Procurement) -> None:
    bids = {bid.organisation.name.split()[0]: bid for bid in list_opened(session, msk.id)}
    assert integration_questions.unowned(session, bids["Birch"]) == []
    assert integration_questions.unanswered(session, bids["Birch"]) == []
    told = integration_questions.unanswered(session, bids["Cedar"])
    assert "Guarantee: Company secretary of Cedar, at the bidder, has given an answer without evidence" in told
