"""The guide for evaluators holds nothing of any bid; the moderation record holds all that was said and given."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict
from assurance.domain.stages import Stage
from assurance.packs import moderation_record, panel_guide
from assurance.packs.snapshot import Snapshot
from tests.packs.fixture import Story
from tests.packs.press import Print, squeezed, text_of

Told = tuple[Session, Story]


def test_the_guide_has_each_question_with_a_blank_sheet_and_its_whole_scale(prints: dict[str, Print]) -> None:
    sheets = prints["guide"].snapshot.view().sheets
    words = text_of(prints["guide"].pdf)
    assert [sheet.number for sheet in sheets] == [str(number) for number in range(1, 9)]
    assert {tuple(sheet.marks) for sheet in sheets} == {("0", "1", "2", "3", "4", "5")}
    for sheet in sheets:
        assert squeezed(f"Sheet: {sheet.title}") in words
        assert squeezed(sheet.question) in words
    assert squeezed("a bid below 2 marks is out") in words


def test_the_guide_names_no_bidder_and_no_mark_that_was_given(told: Told, snapshots: dict[str, Snapshot]) -> None:
    _, story = told
    kept = snapshots["guide"].to_bytes().decode()
    for bid in story.bids:
        assert bid.organisation.name not in kept
    assert "rationale" not in kept


def test_no_guide_before_the_criteria_are_published(told: Told) -> None:
    session, story = told
    frozen, story.procurement.criteria_frozen_at = story.procurement.criteria_frozen_at, None
    with session.no_autoflush, pytest.raises(Conflict, match="after the call"):
        panel_guide.name_of(session, story.procurement, "")
    story.procurement.criteria_frozen_at = frozen


@pytest.mark.parametrize("stage", [Stage.SCORING, Stage.MODERATION])
def test_no_moderation_record_while_marks_are_the_panels_own(told: Told, stage: Stage) -> None:
    session, story = told
    before, story.procurement.stage = story.procurement.stage, stage
    with session.no_autoflush, pytest.raises(Conflict, match="Moderation is not complete"):
        moderation_record.gather(session, story.procurement, "")
    story.procurement.stage = before


def test_the_overview_gives_every_mark_in_the_order_of_the_members_and_none_for_who_is_set_apart(
    snapshots: dict[str, Snapshot],
) -> None:
    content = snapshots["moderation"].view()
    names = [name for _, name in content.members]
    assert [letter for letter, _ in content.members] == ["A", "B", "C", "D", "E", "F"]
    assert names == sorted(names)
    for bid in content.bids:
        rows = [row for row in content.rows if row.bid == bid.name]
        for row, question in zip(rows, bid.questions, strict=True):
            given = {mark.evaluator: mark.mark.split()[0] for mark in question.marks if not mark.set_apart}
            assert list(row.marks) == [given.get(name, "") for name in names]
            assert row.agreed == question.agreed.mark.split()[0]
    assert any("" in row.marks for row in content.rows)


def test_members_beyond_z_get_two_letters() -> None:
    assert [moderation_record._letter(place) for place in (0, 25, 26, 27, 52)] == ["A", "Z", "AA", "AB", "BA"]
