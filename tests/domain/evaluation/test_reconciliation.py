from __future__ import annotations

import pytest

from assurance.domain.evaluation.rationale import OwnMark, reconciliation_findings

ANNA = OwnMark("Anna Nurse", 2, "Weekend rotas rest on bank staff, and no lead is named for paediatric triage.")
BEN = OwnMark("Ben Carter", 4, "Every pathway has an accountable clinician, and the audit covers two years.")
CARA = OwnMark("Cara Singh", 4, "The pathway has an accountable clinician and two audits.")
REASON = "Every pathway has an accountable clinician, and two years of audit show that it works."


def said(points: list[str], agreed: int | None = 4, marks: tuple[OwnMark, ...] = (ANNA, BEN, CARA)) -> list[str]:
    return [each.said for each in reconciliation_findings(marks, points, REASON, agreed=agreed)]


def test_a_differing_evaluator_whose_point_nobody_took_up_is_named_with_the_words_that_are_missing() -> None:
    (found,) = reconciliation_findings((ANNA, BEN), ["The panel talked about it and agreed."], REASON, agreed=4)
    assert (found.code, found.said, found.blocks_lock) == ("unreconciled", "Anna Nurse", False)
    assert "“weekend”" in found.message
    assert "they gave 2, and 4 was agreed" in found.message


@pytest.mark.parametrize(
    "point",
    [
        "The rota at weekends was found to be staffed by the bank only in the first month.",
        "Nurse held to the lower mark at first and moved when shown annex 3.",
        "Triage for paediatrics has a named lead after all, in annex 3.",
    ],
)
def test_a_point_that_is_taken_up_in_its_words_or_by_name_is_settled(point: str) -> None:
    assert said([point]) == []


def test_those_who_gave_the_agreed_mark_have_nothing_to_settle() -> None:
    assert said([], agreed=4, marks=(BEN, CARA)) == []


def test_without_an_agreed_mark_everyones_point_is_looked_for_once_marks_differ() -> None:
    assert said([], agreed=None) == ["Anna Nurse"]
    assert said([], agreed=None, marks=(BEN, CARA)) == []


def test_a_reason_of_nothing_but_empty_words_is_taken_up_only_by_name() -> None:
    empty = OwnMark("Dev Rao", 1, "It is not clear.")
    assert said([], marks=(empty, BEN)) == ["Dev Rao"]
    assert said(["Rao was answered."], marks=(empty, BEN)) == []
