"""Letters merged from the record: every mark with its reason, nothing of another bidder but the winner's lead."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, MoveRefused, NotPermitted
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Consensus, DownSelectMark, Letter, Message
from assurance.persistence.queries.awards import list_letters
from assurance.services import letters, stages
from tests.factories.award import Award
from tests.factories.cast import make_world


@pytest.fixture
def award(session: Session) -> Award:
    return Award(session, make_world(session)).to_intention()


def prepare(award: Award, name: str = "officer") -> dict[str, dict[str, Any]]:
    letters.prepare_all(award.session, procurement=award.procurement, actor=award.actor(name), now=award.now)
    found = list_letters(award.session, award.world.procurement_id)
    return {letter.bid.organisation.name.split()[0].lower(): letter.content for letter in found}


def test_everyone_told_gets_one_letter_of_their_kind(award: Award) -> None:
    written = prepare(award)
    assert {name: content["kind"] for name, content in written.items()} == {
        "alder": "preferred", "birch": "reserve", "cedar": "unsuccessful", "dogwood": "eliminated",
    }  # fmt: skip
    assert {content["to"] for content in written.values()} == {
        "Alder Care", "Birch Care", "Cedar Care", "Dogwood Care",
    }  # fmt: skip


def test_a_letter_carries_marks_weights_and_agreed_reasons(award: Award) -> None:
    birch = prepare(award)["birch"]
    assert birch["criteria"] == [
        {
            "title": "Clinical model", "weight_percent": "42", "mark": 4, "scale_top": 5, "percent": "80",
            "reason": "Reason of birch for clinical",
        },
        {
            "title": "Workforce", "weight_percent": "18", "mark": 3, "scale_top": 5, "percent": "60",
            "reason": "Reason of birch for workforce",
        },
    ]  # fmt: skip
    assert birch["rank"] == 2
    assert birch["total"] == "84.4"
    assert birch["price"] == {"amount": "8000000", "percent": "100"}
    assert "ranked second of 2 with 84.40 points of 100" in birch["why"]


def test_a_loser_learns_where_the_winner_was_better_and_why(award: Award) -> None:
    winner = prepare(award)["birch"]["winner"]
    assert winner["name"] == "Alder Care"
    assert winner["total"] == "88.4"
    assert winner["advantages"] == [
        {"title": "Clinical model", "winner_mark": 5, "your_mark": 4, "reason": "Reason of alder for clinical"},
        {"title": "Workforce", "winner_mark": 4, "your_mark": 3, "reason": "Reason of alder for workforce"},
    ]


def test_the_winners_letter_says_nothing_of_anyone_else(award: Award) -> None:
    alder = prepare(award)["alder"]
    assert alder["winner"] is None
    assert all(name not in json.dumps(alder) for name in ("Birch", "Cedar", "Dogwood", "birch", "cedar"))


def test_a_bid_below_a_minimum_is_told_which_and_has_no_place(award: Award) -> None:
    cedar = prepare(award)["cedar"]
    assert (cedar["rank"], cedar["total"], cedar["price"]) == (None, None, None)
    assert "“Clinical model” is below its minimum: 2 where 3 is required" in cedar["why"]
    assert [line["mark"] for line in cedar["criteria"]] == [2, 5]
    assert [each["title"] for each in cedar["winner"]["advantages"]] == ["Clinical model"]


def test_an_eliminated_participant_sees_its_down_select_marks_only(award: Award) -> None:
    dogwood = prepare(award)["dogwood"]
    assert dogwood["criteria"] == [
        {
            "title": "Clinical model", "weight_percent": "42", "mark": 1, "scale_top": 5, "percent": "20",
            "reason": "The outline leaves out surgery",
        }
    ]  # fmt: skip
    assert dogwood["why"] == "Ranked last of four in the down-selection"
    assert dogwood["winner"]["advantages"] == []


@pytest.mark.parametrize("reader", ["birch", "cedar", "dogwood"])
def test_no_bidder_reads_another_losers_text(award: Award, reader: str) -> None:
    text = json.dumps(prepare(award)[reader])
    others = {"birch", "cedar", "dogwood"} - {reader}
    assert all(f"of {other} for" not in text and other.title() not in text for other in others)


@pytest.mark.parametrize("model", [Consensus, DownSelectMark])
def test_a_line_without_a_reason_keeps_every_letter_back(award: Award, model: type) -> None:
    name = "cedar" if model is Consensus else "dogwood"
    award.session.execute(delete(model).where(model.bid_id == award.bid(name).id))  # type: ignore[attr-defined]  # reason: both have it
    with pytest.raises(MoveRefused, match=f"{name.title()} Care has no reason for “Clinical model”"):
        prepare(award)
    assert award.session.scalar(select(func.count()).select_from(Letter)) == 0


def test_preparing_again_writes_anew_and_drops_who_left(award: Award) -> None:
    prepare(award)
    stages.move_bid(
        award.session, bid=award.bid("birch"), trigger="withdraw", actor=award.actor("birch"), now=award.now,
        reason="No capacity",
    )  # fmt: skip
    assert set(prepare(award)) == {"alder", "cedar", "dogwood"}


def test_issuing_adds_the_dates_and_fixes_the_letters(award: Award) -> None:
    prepare(award)
    award.move("start_standstill")
    found = list_letters(award.session, award.world.procurement_id)
    assert {letter.issued_at for letter in found} == {award.now}
    assert {letter.content["date"] for letter in found} == {"2025-01-06"}
    dates = found[0].content["standstill"]
    assert dates["begins_on"] == "2025-01-07"
    assert dates["representations_until"] == "2025-01-17T23:59:59+00:00"
    assert len(dates["why"]) == 3
    with pytest.raises(MoveRefused, match="not possible at the stage"):
        prepare(award)


def test_each_bidder_is_told_of_its_own_letter_and_of_nothing_in_it(award: Award) -> None:
    prepare(award)
    assert _told(award) == []
    award.move("start_standstill")
    told = _told(award)
    assert sorted(each.organisation_id or 0 for each in told) == sorted(
        award.world.organisations[name] for name in ("alder", "birch", "cedar", "dogwood")
    )
    assert len({(each.title, each.text) for each in told}) == 1


def _told(award: Award) -> list[Message]:
    return list(award.session.scalars(select(Message).where(Message.kind == "letter-outcome")))


def test_issued_letters_are_not_prepared_again_even_at_their_stage(award: Award) -> None:
    prepare(award)
    list_letters(award.session, award.world.procurement_id)[0].issued_at = award.now
    with pytest.raises(Conflict, match="does not change"):
        prepare(award)


@pytest.mark.parametrize("name", ["owner", "approver", "contracts", "auditor", "alder"])
def test_only_the_officer_prepares(award: Award, name: str) -> None:
    with pytest.raises(NotPermitted):
        prepare(award, name)


def test_abandonment_is_told_to_all_who_have_not_left(award: Award) -> None:
    stages.move_bid(
        award.session, bid=award.bid("birch"), trigger="withdraw", actor=award.actor("birch"), now=award.now,
        reason="No capacity",
    )  # fmt: skip
    award.move("abandon", "owner", "The programme is not affordable")
    told = list_letters(award.session, award.world.procurement_id, "abandonment")
    assert [letter.content["to"] for letter in told] == ["Alder Care", "Cedar Care", "Dogwood Care"]
    assert {letter.content["why"] for letter in told} == {"The programme is not affordable"}
    assert all(letter.issued_at == award.now for letter in told)
    assert award.bid("birch").stage is BidStage.WITHDRAWN


def test_a_bid_rejected_as_not_credible_is_told_so_with_the_reason_and_nothing_compared(session: Session) -> None:
    award = Award(session, make_world(session))
    award.rank().recommend().approve()
    cedar = award.bid("cedar")
    cedar.stage = BidStage.MODERATED
    stages.move_bid(
        session, bid=cedar, trigger="reject", actor=award.actor("finance"), now=award.now,
        reason="The volumes need twice the staff named.",
    )  # fmt: skip
    award.world.at(session, Stage.INTENTION)
    letter = prepare(award)["cedar"]
    assert letter["kind"] == "eliminated"
    assert letter["why"].endswith("not shown to be credible: The volumes need twice the staff named.")
    assert (letter["criteria"], letter["total"], letter["price"]) == ([], None, None)
    assert letter["winner"]["advantages"] == []


def test_a_rejected_bidder_is_told_of_an_abandonment(session: Session) -> None:
    award = Award(session, make_world(session))
    award.rank()
    cedar = award.bid("cedar")
    cedar.stage = BidStage.REJECTED
    session.flush()
    award.move("abandon", "owner", "The budget is withdrawn")
    sent = list_letters(session, award.world.procurement_id, "abandonment")
    assert "Cedar Care" in {letter.bid.organisation.name for letter in sent}
