"""Consent is specific, competition has bands, outlines have a limit, information is equal or explained."""

from __future__ import annotations

import pytest

from assurance.domain.dialogue.competition import Band, band, is_decided
from assurance.domain.dialogue.consent import why_general
from assurance.domain.dialogue.information import Item, differences, unexplained
from assurance.domain.dialogue.outlines import WORD_LIMIT, digest, fault_of, why_not_written
from assurance.domain.stages import BidStage, Stage
from assurance.domain.words import Change, changes_between


@pytest.mark.parametrize(
    "wording",
    ["", "Tell them it", "You may tell the others all ideas we have had",
     "Any information that we give may be passed on",
     "We agree that everything in our outline solution may be told", "words " * 301],
)  # fmt: skip
def test_a_general_waiver_cannot_be_asked_for(wording: str) -> None:
    assert "exact words" in why_general(wording)


def test_exact_words_can_be_asked_for() -> None:
    assert why_general("A hospital may keep half of what it saves when an admission is avoided.") == ""
    assert why_general("Payment may cover all admissions that are avoided in the first year.") == ""


@pytest.mark.parametrize(
    ("left", "expected"),
    [(-1, Band.NONE), (0, Band.NONE), (1, Band.ONE), (2, Band.FEW), (3, Band.ENOUGH), (9, Band.ENOUGH)],
)
def test_the_bands_of_competition(left: int, expected: Band) -> None:
    assert band(left) is expected


@pytest.mark.parametrize(
    ("left", "decided_for", "enough"),
    [
        (3, [], True), (2, [], False), (2, [2], True), (1, [2], False), (1, [2, 1], True), (2, [1], False),
        (0, [1], False),
    ],
)  # fmt: skip
def test_a_decision_holds_for_as_few_as_there_were(left: int, decided_for: list[int], enough: bool) -> None:
    assert is_decided(left, decided_for) is enough


def test_an_outline_has_one_limit_and_a_digest() -> None:
    assert fault_of(" ") == "Enter the outline solution"
    assert fault_of("word " * WORD_LIMIT) == ""
    assert "take out 1" in fault_of("word " * (WORD_LIMIT + 1))
    assert digest("a") != digest("b")


@pytest.mark.parametrize(
    ("stage", "bid", "round_number", "words"),
    [
        (Stage.DOWN_SELECT, BidStage.IN_DIALOGUE, None, "while a round of the dialogue is open"),
        (Stage.DIALOGUE_1, BidStage.ELIMINATED, None, "Only participants"),
        (Stage.DIALOGUE_2, BidStage.IN_DIALOGUE, 1, "Round 1 is over"),
    ],
)
def test_an_outline_is_written_by_a_participant_while_its_round_is_open(
    stage: Stage, bid: BidStage, round_number: int | None, words: str
) -> None:
    assert words in why_not_written(stage, bid, round_number)
    assert why_not_written(Stage.DIALOGUE_1, BidStage.IN_DIALOGUE, 1) == ""


def test_information_is_equal_among_those_still_in_or_has_its_reason() -> None:
    both = Item("b1", "Briefing 1", frozenset({"a", "b", "gone"}))
    one = Item("b2", "Briefing 2", frozenset({"a"}))
    said = Item("b3", "Briefing 3", frozenset({"a"}), "It asks about its own offer.")
    past = Item("b4", "Briefing 4", frozenset({"gone"}))
    items = (both, one, said, past)
    assert [(each.item.key, each.lacking) for each in differences(items, {"a", "b"})] == [
        ("b2", ("b",)),
        ("b3", ("b",)),
    ]
    assert unexplained(items, {"a", "b"}) == ("Briefing 2",)
    assert unexplained(items, {"a"}) == ()


def test_changes_are_words_and_lines_stay_lines() -> None:
    found = list(changes_between("Open on weekdays.\nCall first.", "Open on all days.\nCall first."))
    assert found == [
        (Change.SAME, "Open on"), (Change.TAKEN_OUT, "weekdays."), (Change.PUT_IN, "all days."),
        (Change.SAME, "\n Call first."),
    ]  # fmt: skip
