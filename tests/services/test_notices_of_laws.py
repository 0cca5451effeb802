"""Notices and letters under the Procurement Act 2023 and the Public Contracts Regulations 2015, in their own words."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict
from assurance.domain.notices.kinds import missing
from assurance.domain.procedures import PA23_FLEXIBLE, PCR15_DIALOGUE
from assurance.domain.procedures.definition import Procedure
from assurance.domain.stages import Stage
from assurance.persistence.models import ContractIndicator, ContractSignature, Notice
from assurance.persistence.queries.awards import list_letters
from assurance.persistence.queries.open_data import find_profile
from assurance.services import letters, notices, representations
from tests.factories.award import Award
from tests.factories.cast import NOW, make_world

PSR_WORDS = ("PSR", "Provider Selection", "Relevant authority", "representations may")


@pytest.fixture
def award(session: Session) -> Award:
    return Award(session, make_world(session))


def under(award: Award, procedure: Procedure) -> Award:
    award.procurement.procedure_code, award.procurement.procedure_version = procedure.code, procedure.version
    award.session.flush()
    return award


def written(award: Award, kind: str, reason: str = "") -> dict[str, str]:
    _, content = notices.compose(award.session, procurement=award.procurement, kind=kind, now=NOW, reason=reason)
    sections = {each["heading"]: each["text"] for each in content["sections"]}
    assert not [words for words in PSR_WORDS if words in json.dumps(content)]
    return sections


def told(award: Award) -> dict[str, dict[str, Any]]:
    letters.prepare_all(award.session, procurement=award.procurement, actor=award.actor("officer"), now=award.now)
    found = list_letters(award.session, award.world.procurement_id)
    contents = {letter.bid.organisation.name.split()[0].lower(): letter.content for letter in found}
    assert not [words for words in PSR_WORDS if words in json.dumps(contents)]
    return contents


@pytest.mark.parametrize(
    ("procedure", "kind", "words"),
    [
        (PA23_FLEXIBLE, "uk4", "competitive flexible procedure in accordance with section 20(1) and (2)(b)"),
        (PCR15_DIALOGUE, "contract_notice", "Competitive dialogue under regulation 30"),
    ],
)  # fmt: skip
def test_a_call_says_its_procedure_and_names_what_is_missing(
    award: Award, procedure: Procedure, kind: str, words: str
) -> None:
    under(award, procedure).rank()
    sections = written(award, kind)
    assert words in sections["Procedure"]
    assert "Contracting authority: " in sections["Procurement"]
    assert missing(kind, sections) == ["How to take part"]
    award.procurement.notice_text = "Suppliers may ask to take part."
    assert missing(kind, written(award, kind)) == []
    assert "light touch" not in sections["Procedure"]


def test_the_award_notice_of_the_act_names_who_was_assessed_and_the_end_of_standstill(award: Award) -> None:
    under(award, PA23_FLEXIBLE).to_standstill()
    profile = find_profile(award.session, award.world.organisations["birch"])
    assert profile is not None
    profile.company_number, profile.is_sme = "01234567", True
    award.session.flush()
    assert missing("uk6", award.published("uk6")) == []
    sections = written(award, "uk6")
    assert sections["Assessment summaries"].endswith("to all at the same time, on Monday 6 January 2025.")
    assert sections["Decision"] == "The decision to award was made on Monday 6 January 2025."
    assert "Tenders assessed: 3." in sections["Tenders"]
    assert "Birch Care: company number 01234567; a small or medium-sized enterprise" in sections["Tenders"]
    assert "Dogwood" not in sections["Tenders"]  # eliminated in dialogue, so no tender of it was assessed
    assert "ends at midnight at the end of Wednesday 15 January 2025" in sections["Standstill"]
    assert sections["Supplier"].startswith("Alder Care")


def test_losers_are_counted_and_not_named_where_the_contract_is_small(award: Award) -> None:
    under(award, PA23_FLEXIBLE)
    prices = {"alder": 4_000_000, "birch": 3_200_000, "cedar": 3_600_000}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.factories.award.PRICES", prices)
        award.to_standstill()
    assert award.published("uk6")["Tenders"].splitlines() == [
        "Tenders submitted by the deadline: 4.", "Tenders assessed: 3.",
    ]  # fmt: skip


@pytest.mark.parametrize(("procedure", "kind"), [(PA23_FLEXIBLE, "uk7"), (PCR15_DIALOGUE, "contract_award_notice")])
def test_the_notice_after_the_contract_says_when_and_with_whom(award: Award, procedure: Procedure, kind: str) -> None:
    under(award, procedure).to_award()
    award.draw_up()
    sections = written(award, kind)
    assert missing(kind, sections) == []
    assert "up to 2 years of extension" in sections["Contract"]
    if kind == "uk7":
        assert sections["Key performance indicators"].splitlines()[0].startswith("Mobility regained: target 80%")
    else:
        assert "Likely to be subcontracted: 20% of the contract." in sections["Contract"]
        assert "All tenders were received by electronic means." in sections["Tenders"]


def test_the_details_notice_names_the_indicators_that_the_contract_sets(award: Award) -> None:
    under(award, PA23_FLEXIBLE).to_award()
    contract = award.draw_up()
    award.session.add(
        ContractIndicator(
            contract_id=contract.id,
            code="K-01",
            title="Seen within six weeks",
            measured_by="Register",
            unit="%",
            target=Decimal(92),
            floor=Decimal(80),
            consequence="A plan is due.",
            set_at=NOW,
            set_by_id=award.world.users["contracts"],
        )  # fmt: skip
    )
    award.session.flush()
    assert written(award, "uk7")["Key performance indicators"] == "Seen within six weeks: target 92%. A plan is due."


@pytest.mark.parametrize(
    ("procedure", "kind", "provision"),
    [
        (PA23_FLEXIBLE, "uk12", "section 55"),
        (PCR15_DIALOGUE, "contract_award_notice_none", "regulation 55"),
    ],
)  # fmt: skip
def test_an_end_without_award_is_published_and_told_under_its_provision(
    award: Award, procedure: Procedure, kind: str, provision: str
) -> None:
    under(award, procedure).rank()
    award.move("abandon", "owner", "The budget was withdrawn")
    sections = award.published(kind)
    assert provision in sections["Decision"]
    assert sections["Reason"] == "The budget was withdrawn"
    sent = list_letters(award.session, award.world.procurement_id, "abandonment")
    assert {letter.content["words"]["provision"] for letter in sent} == {
        {"uk12": "PA 2023 s55", "contract_award_notice_none": "PCR 2015 reg 55(1)"}[kind]
    }
    assert award.procurement.stage is Stage.ABANDONED


def test_an_assessment_summary_has_every_score_with_its_explanation_and_those_of_the_winner(award: Award) -> None:
    contents = told(under(award, PA23_FLEXIBLE).to_intention())
    birch, alder, dogwood = contents["birch"], contents["alder"], contents["dogwood"]
    assert birch["words"]["title"] == "Assessment summary"
    assert "section 101" in birch["how_to_represent"]
    assert birch["subtotals"] == [
        {"title": "Quality", "earned": "44.40", "of": "60"}, {"title": "Price", "earned": "40.00", "of": "40"},
    ]  # fmt: skip
    assert [(each["title"], each["winner_mark"]) for each in birch["winner"]["advantages"]] == [
        ("Clinical model", 5), ("Workforce", 4), ("Price", "80.00%"),
    ]  # fmt: skip
    assert birch["winner"]["subtotals"][1] == {"title": "Price", "earned": "32.00", "of": "40"}
    assert "Clinical model: 42% of the whole" in birch["criteria_of_award"]
    assert alder["winner"] is None
    assert dogwood["words"] | {"title": "Notice of the outcome", "provision": ""} == dogwood["words"]
    assert dogwood["winner"]["advantages"] == []


def test_a_regulation_86_notice_gives_characteristics_to_those_who_never_tendered(award: Award) -> None:
    contents = told(under(award, PCR15_DIALOGUE).to_intention())
    assert contents["birch"]["words"]["provision"] == "PCR 2015 reg 86"
    assert "regulation 95" in contents["birch"]["how_to_represent"]
    lines = contents["dogwood"]["winner"]["advantages"]
    assert [(each["title"], each["your_mark"]) for each in lines] == [
        ("Clinical model", ""), ("Workforce", ""), ("Price", ""),
    ]  # fmt: skip
    assert lines[0]["reason"] == "Reason of alder for clinical"


@pytest.mark.parametrize("procedure", [PA23_FLEXIBLE, PCR15_DIALOGUE])
def test_no_bidder_reads_a_losers_reasons_under_any_law(award: Award, procedure: Procedure) -> None:
    contents = told(under(award, procedure).to_intention())
    for reader in ("birch", "cedar", "dogwood"):
        others = {"birch", "cedar", "dogwood"} - {reader}
        assert not [name for name in others if f"of {name} for" in json.dumps(contents[reader])]


def test_under_the_regulations_of_2015_no_notice_is_public_before_the_contract(award: Award) -> None:
    under(award, PCR15_DIALOGUE).to_standstill()
    kinds = award.session.scalars(select(Notice.kind).where(Notice.procurement_id == award.world.procurement_id)).all()
    assert list(kinds) == []


@pytest.mark.parametrize("procedure", [PA23_FLEXIBLE, PCR15_DIALOGUE])
def test_no_representation_is_offered_or_taken_where_the_law_knows_claims_instead(
    award: Award, procedure: Procedure
) -> None:
    under(award, procedure).to_standstill()
    birch = award.bid("birch")
    assert not representations.may_represent(award.session, bid=birch, now=award.now)
    with pytest.raises(Conflict, match="under the Provider Selection Regime"):
        representations.send(award.session, bid=birch, text="Look again", actor=award.actor("birch"), now=award.now)


@pytest.mark.parametrize(("circumstances", "last"), [([], date(2025, 10, 30)), (["light_touch"], date(2026, 1, 28))])
def test_the_contract_details_notice_is_due_later_for_a_light_touch_contract(
    award: Award, circumstances: list[str], last: date
) -> None:
    under(award, PA23_FLEXIBLE).to_award()
    award.procurement.circumstances = circumstances
    contract = award.draw_up()
    for party in ("authority", "lead_provider"):
        award.session.add(
            ContractSignature(
                contract_id=contract.id,
                party=party,
                signatory="Signatory",
                signed_on=date(2025, 10, 1),
                recorded_by_id=award.world.users["contracts"],
                recorded_at=NOW,
            )  # fmt: skip
        )
    award.session.flush()
    award.session.expire(contract)
    due = {each.kind.code: each for each in notices.list_expected(award.session, award.procurement)}
    assert due["uk7"].due is not None
    assert due["uk7"].due.on == last
    assert due["uk7"].overdue(last + timedelta(days=1))
    assert not due["uk7"].overdue(last)
    assert due["uk12"].due is None
