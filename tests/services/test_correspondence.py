"""Invitations go to everybody in the same words with their step; a de-brief is asked once and tells the record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from assurance.domain.notices.invitations import DEBRIEF, FINAL_TENDERS, INVITATION, INVITATIONS
from assurance.domain.procedures import CURRENT
from assurance.domain.procedures.regimes import Regime
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Letter, Message
from assurance.persistence.queries.correspondence import find_standing, list_correspondence
from assurance.services import correspondence
from assurance.services.correspondence import debriefs, invitations
from tests.factories.award import Award
from tests.factories.cast import NOW, make_world

CITED = {Regime.PSR: "PSR 2023", Regime.PA23: "PA 2023", Regime.PCR15: "PCR 2015"}


@pytest.fixture
def award(session: Session) -> Award:
    return Award(session, make_world(session))


def in_dialogue(award: Award, regime: Regime = Regime.PSR, stage: BidStage = BidStage.IN_DIALOGUE) -> Award:
    """Lay down plan, criteria and bids, with all but one of them in dialogue."""
    used = CURRENT[regime]
    award.procurement.procedure_code, award.procurement.procedure_version = used.code, used.version
    award.rank()
    award.world.at(award.session, Stage.DIALOGUE_1)
    for name in ("alder", "birch"):
        award.bid(name).stage = stage
    award.session.flush()
    return award


def invite(award: Award, kind: str) -> list[Letter]:
    return correspondence.invite_all(award.session, award.procurement, kind, award.actor("officer"), award.now)


def sections(letter: Letter) -> dict[str, str]:
    return {each["heading"]: each["text"] for each in letter.content["sections"]}


@pytest.mark.parametrize("regime", list(Regime))
def test_everybody_is_invited_in_the_same_words_of_its_law(award: Award, regime: Regime) -> None:
    in_dialogue(award, regime)
    letters = invite(award, INVITATION)
    assert [each.bid.organisation.name for each in letters] == ["Alder Care", "Birch Care"]
    first, second = (sections(each) for each in letters)
    assert first == second
    assert letters[0].content["provision"].startswith(CITED[regime])
    others = [cited for each, cited in CITED.items() if each is not regime]
    assert not [cited for cited in others if cited in str(letters[0].content)]
    assert "its deadline is given with the invitation" in first["Final tenders"]
    assert "Clinical model: 42% of the whole" in first["Award criteria and weights"]
    told = award.session.scalars(select(Message).where(Message.kind == "letter-invitation")).all()
    assert {each.organisation_id for each in told} == {award.bid(name).organisation_id for name in ("alder", "birch")}


@pytest.mark.parametrize("regime", list(Regime))
def test_the_invitation_to_tender_gives_the_deadline_and_stands_anew_when_its_step_is_taken_again(
    award: Award, regime: Regime
) -> None:
    in_dialogue(award, regime, BidStage.INVITED)
    award.procurement.tenders_due_at = NOW + timedelta(days=40)
    (first, _) = invite(award, FINAL_TENDERS)
    assert "09:00 on 15 February 2025" in sections(first)["Deadline"]
    award.now += timedelta(days=1)
    award.procurement.tenders_due_at = NOW + timedelta(days=50)
    (again, _) = invite(award, FINAL_TENDERS)
    assert first.superseded_at == award.now
    assert "09:00 on 25 February 2025" in sections(again)["Deadline"]
    assert list_correspondence(award.session, first.bid_id) == [again]


def test_what_the_officer_adds_is_in_the_letter_and_is_fixed_once_it_is_out(award: Award) -> None:
    in_dialogue(award, stage=BidStage.SELECTED)
    award.world.at(award.session, Stage.SELECTION)
    said = {"procurement": award.procurement, "now": award.now}
    for name in ("owner", "clinician", "approver"):
        with pytest.raises(NotPermitted):
            correspondence.write_details(
                award.session, kind=INVITATION, text="Monday", version=0, actor=award.actor(name), **said
            )
    officer = award.actor("officer")
    for kind, text, version, error in (
        (INVITATION, " ", 0, InvalidInput), (INVITATION, "Monday", 3, Conflict), ("outcome", "Monday", 0, NotFound),
    ):  # fmt: skip
        with pytest.raises(error):
            correspondence.write_details(award.session, kind=kind, text=text, version=version, actor=officer, **said)
    correspondence.write_details(
        award.session, kind=INVITATION, text="Monday 3 March, room 2", version=0, actor=officer, **said
    )
    (bid, *_) = invitations.recipients(award.session, award.procurement, INVITATION)
    shown = correspondence.compose(award.session, award.procurement, bid, INVITATION)
    assert {"heading": "Where and when the dialogue begins", "text": "Monday 3 March, room 2"} in shown["sections"]
    award.world.at(award.session, Stage.DIALOGUE_1)
    with pytest.raises(Conflict, match="what was sent does not change"):
        correspondence.write_details(award.session, kind=INVITATION, text="Tuesday", version=1, actor=officer, **said)


def test_the_steps_that_invite_name_their_letters_under_every_law() -> None:
    for procedure in CURRENT.values():
        named = {kind: move.trigger for move in procedure.moves for kind in move.letters if kind in INVITATIONS}
        assert named == {INVITATION: "open_dialogue", FINAL_TENDERS: "invite_final_tenders"}


def ask(award: Award, name: str = "birch", text: str = "Where did we lose marks?", actor: str = ""):  # type: ignore[no-untyped-def]  # reason: a row
    return correspondence.ask(
        award.session, bid=award.bid(name), text=text, actor=award.actor(actor or name), now=award.now
    )


def test_a_debrief_sets_every_criterion_beside_the_one_chosen_from_the_moderated_record(award: Award) -> None:
    award.to_standstill()
    request = ask(award)
    assert debriefs.due_on(request) == NOW.date() + timedelta(days=15)
    correspondence.prepare(
        award.session, request=request, answer="In the pathway.", actor=award.actor("officer"), now=award.now
    )
    assert list_correspondence(award.session, request.bid_id) == []
    letter = correspondence.issue(award.session, request=request, actor=award.actor("officer"), now=award.now)
    said = sections(letter)
    assert (said["What you asked"], said["Our answer"]) == ("Where did we lose marks?", "In the pathway.")
    assert said["Clinical model"].split("\n\n") == [
        "Yours: 4 of 5. Reason of birch for clinical", "Alder Care: 5 of 5. Reason of alder for clinical.",
    ]  # fmt: skip
    assert said["Workforce"].splitlines()[0] == "Yours: 3 of 5. Reason of birch for workforce"
    assert said["Price"].splitlines()[0] == "Yours: 100.00% of what the price can earn."
    assert "Your tender: place 2 of 2" in said["The result"]
    assert "Cedar" not in str(letter.content)
    assert "Dogwood" not in str(letter.content)
    with pytest.raises(Conflict):
        correspondence.issue(award.session, request=request, actor=award.actor("officer"), now=award.now)
    with pytest.raises(Conflict, match="what was sent does not change"):
        correspondence.prepare(
            award.session, request=request, answer="Otherwise", actor=award.actor("officer"), now=award.now
        )


def test_a_bidder_out_before_the_final_marks_is_told_what_it_was_given(award: Award) -> None:
    award.to_standstill()
    letter = correspondence.prepare(
        award.session, request=ask(award, "dogwood"), answer="As the letter says.", actor=award.actor("officer"),
        now=award.now,
    )  # fmt: skip
    said = sections(letter)
    assert said["Clinical model"].startswith("Yours: 1 of 5. The outline leaves out surgery")
    assert said["Workforce"].startswith("Yours was not marked on this.")
    assert "Your tender did not reach the ranking." in said["The result"]


def test_who_may_not_ask_and_when(award: Award) -> None:
    award.to_intention()
    with pytest.raises(Conflict, match="once you have that letter"):
        ask(award)
    award.to_standstill_from_intention()
    with pytest.raises(Conflict, match="not chosen"):
        ask(award, "alder")
    with pytest.raises(NotPermitted):
        ask(award, "birch", actor="cedar")
    with pytest.raises(NotPermitted):
        ask(award, "birch", actor="officer")
    with pytest.raises(InvalidInput):
        ask(award, "birch", text=" ")
    request = ask(award)
    with pytest.raises(Conflict, match="already"):
        ask(award)
    for name in ("owner", "approver", "clinician"):
        with pytest.raises(NotPermitted):
            correspondence.prepare(award.session, request=request, answer="So", actor=award.actor(name), now=award.now)
    with pytest.raises(Conflict, match="Write the de-brief first"):
        correspondence.issue(award.session, request=request, actor=award.actor("officer"), now=award.now)
    assert find_standing(award.session, request.bid_id, DEBRIEF) is None
