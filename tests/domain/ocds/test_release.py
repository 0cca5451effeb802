"""Each kind of notice becomes one release, tagged and filled as Find a Tender does, that says no more than it may."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.notices.kinds import ENGAGEMENT
from assurance.domain.notices.kinds import KINDS as NOTICES
from assurance.domain.ocds.facts import Counts
from assurance.domain.ocds.kinds import KINDS, STAGES, get_kind
from assurance.domain.ocds.release import DEMONSTRATION, write_release
from assurance.domain.ocds.writing import number, without_empty
from tests.factories.ocds_facts import ALDER, CALL, everything

TAGGED = {
    "notice_inviting_offers": ("", "tenderNotice", "tender", ["tender"]),
    "criteria_refined": ("UK4", "tenderNotice", "tender", ["tenderUpdate"]),
    "intention_to_award": ("", "awardNotice", "awards", ["award"]),
    "award": ("", "awardNotice", "awards", ["awardUpdate", "contract"]),
    "abandonment": ("", "tenderCancellationNotice", "tender", ["tenderCancellation"]),
    "uk2": ("UK2", "marketEngagementNotice", "planning", ["planning"]),
    "uk3": ("UK3", "plannedProcurementNotice", "planning", ["planning"]),
    "uk4": ("UK4", "tenderNotice", "tender", ["tender"]),
    "uk6": ("UK6", "awardNotice", "awards", ["award"]),
    "uk7": ("UK7", "contractNotice", "contracts", ["awardUpdate", "contract"]),
    "uk11": ("UK11", "contractTerminationNotice", "contracts", ["contractTermination"]),
    "uk12": ("UK12", "tenderCancellationNotice", "tender", ["tenderCancellation"]),
    "contract_notice": ("", "tenderNotice", "tender", ["tender"]),
    "contract_award_notice": ("", "awardNotice", "awards", ["award", "contract"]),
}


def holders(release: dict[str, Any], section: str) -> list[dict[str, Any]]:
    found = release[section]
    return found if isinstance(found, list) else [found]


@pytest.mark.parametrize("kind", TAGGED)
def test_the_notice_is_listed_where_readers_of_find_a_tender_look_for_it(kind: str) -> None:
    notice_type, document_type, section, tags = TAGGED[kind]
    release = write_release(everything(kind))
    documents = [each for holder in holders(release, section) for each in holder.get("documents", [])]
    document = next(each for each in documents if each["id"] == release["id"])
    assert document["documentType"] == document_type
    assert document.get("noticeType", "") == notice_type
    assert release["tag"] == tags


def test_every_kind_of_notice_that_is_published_has_a_row() -> None:
    assert set(NOTICES) | set(ENGAGEMENT.values()) <= set(KINDS)
    assert {row.stage for row in KINDS.values()} == set(STAGES)
    with pytest.raises(LookupError, match="unheard_of"):
        get_kind("unheard_of")


@pytest.mark.parametrize("kind", KINDS)
def test_a_release_has_no_empty_field_and_its_references_lead_somewhere(kind: str) -> None:
    release = write_release(everything(kind))
    assert without_empty(release) == release
    parties = {each["id"]: each["roles"] for each in release["parties"]}
    assert "buyer" in parties[release["buyer"]["id"]]
    suppliers = [each["id"] for award in release.get("awards", []) for each in award.get("suppliers", [])]
    assert all("supplier" in parties[each] for each in suppliers)
    assert all(each["awardID"] == "1" for each in release.get("contracts", []))


BEFORE_THE_AWARD = [kind for kind, row in KINDS.items() if row.stage in ("planning", "tender")]


@pytest.mark.parametrize("kind", BEFORE_THE_AWARD)
def test_nothing_of_tenders_is_told_before_the_award_even_if_it_is_handed_over(kind: str) -> None:
    release = write_release(everything(kind))
    assert {"bids", "contracts"} & set(release) == set()
    assert ALDER.name not in str(release)
    assert "10000000" not in str(release)


def test_the_number_of_tenders_appears_with_the_notice_that_states_it() -> None:
    release = write_release(everything("uk6"))
    assert {each["measure"]: each["value"] for each in release["bids"]["statistics"]} == {
        "bids": 4, "validBids": 3, "finalStageBids": 3, "smeFinalStageBids": 2, "vcseFinalStageBids": 1,
    }  # fmt: skip
    assert "bids" not in write_release(everything("uk7"))
    assert "bids" not in write_release(everything("uk6", counts=Counts()))


def test_no_tenders_at_all_is_said_and_not_left_out() -> None:
    release = write_release(everything("uk6", counts=Counts(received=0)))
    assert release["bids"]["statistics"][0]["value"] == 0


def test_a_call_says_what_is_bought_and_how_it_is_judged() -> None:
    tender = write_release(everything("uk4"))["tender"]
    assert tender["value"] == {"amount": 12500000.5, "currency": "GBP"}
    assert tender["legalBasis"]["id"] == "2023/54"
    assert (tender["procurementMethod"], tender["procurementMethodDetails"]) == (
        "selective", "Competitive flexible procedure",
    )  # fmt: skip
    assert tender["expressionOfInterestDeadline"] == "2026-03-26T10:00:00Z"
    assert (tender["specialRegime"], tender["aboveThreshold"]) == (["lightTouch"], True)
    lot = tender["lots"][0]
    assert (lot["status"], lot["contractPeriod"], lot["hasRenewal"]) == ("active", {"durationInMonths": 60}, True)
    assert lot["secondStage"] == {"minimumCandidates": 3, "maximumCandidates": 5, "successiveReduction": True}
    criteria = lot["awardCriteria"]["criteria"]
    assert criteria[0]["numbers"] == [
        {"number": 33.333333, "weight": "percentageExact"}, {"number": 2.5, "threshold": "minimumScore"},
    ]  # fmt: skip
    assert [each["type"] for each in criteria] == ["quality", "price", "quality"]
    assert "numbers" not in criteria[2]
    assert tender["milestones"] == [
        {
            "id": "dialogue_1", "title": "First round of dialogue", "type": "assessment",
            "dueDate": "2026-06-30T22:59:59Z", "status": "scheduled",
        }
    ]  # fmt: skip
    assert tender["items"][0]["classification"]["id"] == tender["classification"]["id"] == "85100000"


def test_a_call_without_figures_claims_none() -> None:
    call = replace(CALL, value=None, term_years=None, cpv=(), fewest=None, most=None, is_reduced_in_stages=False)
    tender = write_release(everything("uk4", call=call))["tender"]
    assert {"value", "items", "classification"} & set(tender) == set()
    assert {"value", "contractPeriod", "hasRenewal", "secondStage"} & set(tender["lots"][0]) == set()


def test_a_question_to_the_market_says_until_when_and_nothing_of_the_call() -> None:
    release = write_release(everything("uk2"))
    assert release["planning"]["milestones"][0]["dueDate"] == "2026-03-26T10:00:00Z"
    assert {"value", "procurementMethod", "milestones"} & set(release["tender"]) == set()
    assert "awardCriteria" not in release["tender"]["lots"][0]


def test_an_award_names_the_supplier_standstill_and_earliest_signature() -> None:
    release = write_release(everything("uk6"))
    award = release["awards"][0]
    assert award["status"] == "pending"
    assert award["suppliers"] == [{"id": "GB-COH-01234567", "name": "Alder Care"}]
    assert award["standstillPeriod"] == {"startDate": "2026-03-26T00:00:00Z", "endDate": "2026-04-08T22:59:59Z"}
    assert award["milestones"][0]["dueDate"] == "2026-04-08T23:00:00Z", "the first second of 9 April in London"
    assert release["parties"][1]["details"] == {"scale": "sme", "vcse": False}
    assert "details" not in write_release(everything("intention_to_award"))["parties"][1]


def test_a_contract_gives_its_dates_in_london_days_and_its_outcomes() -> None:
    contract = write_release(everything("uk7"))["contracts"][0]
    assert contract["period"] == {
        "startDate": "2026-09-30T23:00:00Z", "endDate": "2031-09-30T22:59:59Z", "maxExtentDate": "2033-09-30T22:59:59Z",
    }  # fmt: skip
    assert contract["agreedMetrics"][0]["observations"][0]["measure"] == 80
    ended = write_release(everything("uk11"))["contracts"][0]
    assert (ended["status"], ended["statusDetails"]) == ("terminated", "The budget is gone")


def test_an_end_cancels_the_tender_and_the_awards_that_were_pending() -> None:
    release = write_release(everything("uk12", award=None, cancelled_awards=("1",)))
    assert (release["tender"]["status"], release["tender"]["statusDetails"]) == ("cancelled", "The budget is gone")
    assert release["awards"] == [{"id": "1", "status": "cancelled", "statusDetails": "The budget is gone"}]


def test_a_change_says_what_and_why() -> None:
    tender = write_release(everything("uk4_update"))["tender"]
    assert tender["amendments"][0]["rationale"] == "The budget is gone"


def test_only_the_procurement_act_has_codes_for_its_notices() -> None:
    release = write_release(everything("criteria_refined", regime="psr"))
    assert "noticeType" not in release["tender"]["documents"][0]
    assert release["tender"]["legalBasis"]["description"].endswith("(SI 2023/1348)")


def test_demonstration_data_says_that_it_is() -> None:
    release = write_release(everything("uk4", is_demonstration=True))
    assert release["description"].startswith(DEMONSTRATION)
    assert write_release(everything("uk4"))["description"] == "What\nAll of it"


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_an_amount_in_pence_is_written_exactly(amount: Decimal) -> None:
    assert Decimal(str(number(amount))) == amount


@given(st.lists(st.integers(1, 100), min_size=1, max_size=12))
def test_weights_still_add_up_after_writing(parts: list[int]) -> None:
    weights = [Fraction(100 * part, sum(parts)) for part in parts]
    assert abs(sum(number(each) for each in weights) - 100) < 0.01
