"""Every form of working brings its questions, and one that nobody owns is told in words, side by side."""

from __future__ import annotations

import pytest

from assurance.domain.errors import InvalidInput
from assurance.domain.provision.consequences import Consequence, Kept, checked, questions, unanswered, unowned
from assurance.domain.provision.integration import IntegrationForm

WHOLE = Kept("Finance director", "Opinion of 3 March", "Exempt")
ALL = dict.fromkeys(Consequence, WHOLE)


@pytest.mark.parametrize("form", list(IntegrationForm))
def test_each_form_asks_every_question_in_words_of_its_own(form: IntegrationForm) -> None:
    found = questions(form)
    assert [each.code for each in found] == list(Consequence)
    others = {each.in_this_form for other in IntegrationForm if other is not form for each in questions(other)}
    assert not others & {each.in_this_form for each in found}


def test_no_form_is_no_question() -> None:
    assert questions("") == ()


def test_what_nobody_owns_is_told_for_each_side() -> None:
    without = {**ALL, Consequence.VAT: Kept()}
    form = IntegrationForm.CORPORATE_JOINT_VENTURE
    assert unowned(form, ALL, ALL) == unanswered(form, ALL, ALL) == []
    assert unowned(form, without, ALL) == ["VAT: nobody at the bidder owns this question"]
    assert unowned(form, ALL, without) == ["VAT: nobody at the authority owns this question"]
    assert len(unowned(form, {}, {})) == 2 * len(Consequence)


@pytest.mark.parametrize(
    ("kept", "said"),
    [(Kept("Jo", "", "Exempt"), "an answer without evidence"), (Kept("Jo", "Opinion", ""), "no answer")],
)
def test_an_answer_needs_something_to_show_for_it(kept: Kept, said: str) -> None:
    form = IntegrationForm.SUBCONTRACTING
    partly = {**ALL, Consequence.GUARANTEE: kept}
    assert unanswered(form, partly, ALL) == [f"Guarantee: Jo, at the bidder, has given {said}"]
    assert unowned(form, partly, ALL) == []


@pytest.mark.parametrize(
    ("kept", "field"),
    [
        (Kept(" ", "e", "a"), "owner"), (Kept("x" * 161, "e", "a"), "owner"), (Kept("Jo", "e" * 2001, "a"), "evidence"),
        (Kept("Jo", "e", "a" * 2001), "answer"),
    ],
)  # fmt: skip
def test_what_is_said_needs_an_owner_and_fits(kept: Kept, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        checked(kept)
    assert refused.value.field == field


def test_what_is_said_is_tidied() -> None:
    assert checked(Kept("  Finance   director ", " e ", "")) == Kept("Finance director", "e", "")
