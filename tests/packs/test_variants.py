"""The board's pack has the decision and no individual mark; the redacted one holds nothing of what was removed."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict
from assurance.domain.stages import BidStage
from assurance.packs import board_pack, redacted_pack
from assurance.packs.redacting import Redactor
from tests.packs.fixture import BIDDERS, Story
from tests.packs.press import Print, printed, squeezed, text_of

Told = tuple[Session, Story]
OWN, WINNER, OTHER = BIDDERS[0], BIDDERS[1], BIDDERS[2]


@pytest.fixture(scope="module")
def redacted(told: Told) -> Iterator[Print]:
    """The pack for the bidder that came second."""
    session, story = told
    before, story.bids[1].stage = story.bids[1].stage, BidStage.PREFERRED
    session.flush()
    yield printed(redacted_pack.gather(session, story.procurement, story.bids[0].public_id))
    story.bids[1].stage = before
    session.flush()


@pytest.fixture(scope="module")
def board(told: Told) -> Print:
    """The pack for the board."""
    session, story = told
    return printed(board_pack.gather(session, story.procurement, ""))


def everything_in(pdf: bytes) -> bytes:
    """Return every stream and text of a PDF, unpacked: pages, attachments, properties, tags."""
    found = [text_of(pdf).encode()]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for each in document.objects:
            if isinstance(each, pikepdf.Stream) and each.get("/Subtype") != "/Image":
                found.append(each.read_bytes())
            if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
                found += [str(value).encode() for value in each.values() if isinstance(value, pikepdf.String)]
    return b"\n".join(found)


def test_nothing_that_was_removed_is_anywhere_in_the_file(redacted: Print) -> None:
    held = everything_in(redacted.pdf)
    assert OWN.encode() in held  # what is looked through does hold what is shown
    for gone in (OTHER, "Test Evaluator", "Test Moderator", "241500000", "£241,500,000", "private_note"):
        assert gone.encode() not in held, gone
        assert squeezed(gone).encode() not in held, gone


def test_the_bidder_sees_its_own_marks_and_the_winners_by_number(redacted: Print) -> None:
    content = redacted.snapshot.view()
    assert [bid.name for bid in content.bids] == [OWN, WINNER]
    own, winner = content.bids
    assert [mark.evaluator for mark in own.questions[0].marks] == [f"Evaluator {number}" for number in range(1, 7)]
    assert all(mark.rationale for bid in content.bids for question in bid.questions for mark in question.marks)
    assert any("£244,800,000" in value for _, value in own.facts)
    assert winner.offer.years == winner.offer.partners == []
    assert content.sentences[-1] == "1 other bid took part and is not shown here."


def test_the_register_counts_what_was_removed(redacted: Print) -> None:
    register = redacted.snapshot.view().register
    assert any(
        "Evaluator 1" in what and why == "Personal data" and much.endswith("times") for what, why, much in register
    )
    assert any(WINNER in what and much == "All of them" for what, _, much in register)


def test_no_redacted_pack_for_a_bidder_that_was_not_told(told: Told) -> None:
    session, story = told
    with pytest.raises(Conflict, match="has not been told the outcome"):
        redacted_pack.gather(session, story.procurement, story.bids[2].public_id)


def test_the_board_sees_the_decision_first_and_no_members_own_reason(board: Print, told: Told) -> None:
    session, story = told
    words = text_of(board.pdf)
    assert squeezed("Who is recommended") in text_of(board.pdf, 1)
    for heading in ("Conditions that are open", "How firm the result is", "Sign-offs"):
        assert squeezed(heading) in words
    kept = board.snapshot.to_bytes().decode()
    assert "rationale" not in kept
    assert {each.rating_code for gate in board.snapshot.view().gates for each in gate.lines} <= {"red", "amber"}
    assert [each.name for each in board.snapshot.attachments][0] == "evaluation.json"


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_name_is_found_in_any_case_and_not_inside_a_word(before: str, after: str) -> None:
    redactor = Redactor({"Rowan Care": "another bidder", "Rowan": "Evaluator 1"})
    assert "rowan care" not in redactor.words(f"{before} ROWAN  care {after}").casefold()
    assert redactor.words("Rowanberry") == "Rowanberry"
    assert redactor.words("rowan’s notes on Rowan\nCare") == "Evaluator 1’s notes on another bidder"


def test_no_names_leave_every_text_as_it_is() -> None:
    assert Redactor({}).record(("Rowan", 3)) == ("Rowan", 3)
