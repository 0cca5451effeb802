"""What is seen in a reason when the mark, the scale, the sub-criteria and the person's other reasons are known."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assurance.domain.evaluation.rationale import (
    About,
    Finding,
    OwnMark,
    elsewhere,
    findings,
    reconciliation_findings,
)
from assurance.domain.evaluation.scales import ZERO_TO_FIVE, ZERO_TO_FOUR

SUB_CRITERIA = ("Mobilisation of the workforce", "Out-of-hours cover")
SOUND = "The workforce plan names leads for mobilising each team; cover out of hours is not explained in section 4."


def seen(text: str, mark: int | None = None, **about: object) -> list[Finding]:
    given = {"mark": mark, "top": 5, "descriptors": ZERO_TO_FIVE.descriptors, **about}
    return [each for each in findings(text, about=About(**given)) if each.code != "too-short"]  # type: ignore[arg-type]  # reason: keywords by name


def codes(text: str, mark: int | None = None, **about: object) -> list[str]:
    return [each.code for each in seen(text, mark, **about)]


@pytest.mark.parametrize(
    ("text", "mark", "said"),
    [
        ("Excellent, fully evidenced account of how each of the teams would work.", 2, "“Excellent” (4 to 5)"),
        ("No evidence at all; the rota and the escalation route are both missing here.", 5, "“No evidence” (0 to 1)"),
        ("Serious reservations remain about how this would be staffed at all.", 4, "“serious reservations” (1)"),
        ("The rota covers large parts of the week and each of the clinics in it.", 4, "“large parts” (1)"),
        ("It exceeds the need in every respect that was asked about in section 2.", 1, "“exceeds” (4 to 5)"),
    ],
)
def test_words_that_fit_another_mark_are_named_with_the_marks_they_fit(text: str, mark: int, said: str) -> None:
    found = [each for each in seen(text, mark) if each.code == "level"]
    assert said in found[0].message
    assert found[0].blocks_lock and found[0].answerable
    assert found[0].mend


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Excellent, fully evidenced account of how each of the teams would work.", 5),
        ("The plan is excellent on triage, but the rota for weekends is missing and unsupported.", 2),
        ("This is not excellent: leads are named for two of the six teams only.", 2),
        ("Nothing is missing; every step has an owner, a date and a measure of success.", 5),
        ("A call is made before anyone is taken off the list for missing two appointments.", 5),
        ("Excellent, fully evidenced account of how each of the teams would work.", None),
    ],
)
def test_words_near_the_mark_beside_others_or_denied_are_left_alone(text: str, mark: int | None) -> None:
    assert "level" not in codes(text, mark)


def test_each_scale_is_read_in_its_own_terms() -> None:
    text = "Excellent: complete and clear about how each part of it would be met."
    assert "level" in codes(text, 1, top=4, descriptors=ZERO_TO_FOUR.descriptors)
    assert "level" not in codes(text, 4, top=4, descriptors=ZERO_TO_FOUR.descriptors)


def test_a_sub_criterion_of_which_no_word_returns_is_named() -> None:
    assert codes(SOUND, sub_criteria=SUB_CRITERIA) == []
    found = seen("Leads are named for the mobilisation of each team.", sub_criteria=SUB_CRITERIA)
    assert [(each.code, each.said) for each in found] == [("sub-criterion", "Out-of-hours cover")]
    assert "“cover”" in found[0].why


def test_a_sub_criterion_of_empty_words_is_not_looked_for() -> None:
    assert codes(SOUND, sub_criteria=("How you will do it",)) == []


def test_the_same_wording_elsewhere_is_named_whatever_the_figures_in_it() -> None:
    others = [elsewhere("Birch Care, Workforce", SOUND.replace("4", "7")), elsewhere("Oak Care, Digital", "Other text")]
    found = seen(SOUND, elsewhere=others)
    assert [(each.code, each.said) for each in found] == [("repeated", "Birch Care, Workforce")]
    assert "100%" in found[0].message
    assert codes("Section 2 draws each data flow and who owns it.", elsewhere=others) == []


@pytest.mark.parametrize(
    ("text", "mark", "code"),
    [
        ("A strong and convincing account with robust figures from two earlier contracts.", 3, "only-praise"),
        ("The account of staffing is vague and its figures are unsupported by data.", 2, "only-blame"),
        ("A strong and convincing account with robust figures, but no date for the go-live.", 3, ""),
        ("The account of staffing is vague and weak, although leads are named for triage.", 2, ""),
        ("A strong and convincing account with robust figures from two earlier contracts.", 4, ""),
        ("The account of staffing is vague and its figures are unsupported by data.", 1, ""),
    ],
)
def test_praise_or_blame_alone_is_pointed_out_in_the_middle_of_the_scale(text: str, mark: int, code: str) -> None:
    assert [each for each in codes(text, mark) if each.startswith("only-")] == ([code] if code else [])


def test_every_comparison_is_a_finding_of_its_own() -> None:
    text = "Stronger than the other bids on triage. Test Care named more leads. The best bid on digital."
    found = [each for each in findings(text, other_names=["Test Care Ltd", "Oak Care"]) if each.code == "comparison"]
    assert [each.said for each in found] == ["Stronger than the other bids", "best bid", "Test Care Ltd"]
    assert all(each.blocks_lock and each.answerable for each in found)


def test_every_finding_explains_itself() -> None:
    texts = ["Good.", "Better than the other bid.", "Vague and weak plan; unclear.", SOUND, "Excellent, outstanding."]
    about = About(2, 5, ZERO_TO_FIVE.descriptors, ("Dental care",), [elsewhere("Oak", SOUND)])
    found = [each for text in ["", *texts] for each in findings(text, about=about)]
    assert {each.code for each in found} == {
        "missing", "too-short", "bare-words", "comparison", "level", "only-blame", "only-praise", "sub-criterion",
        "repeated",
    }  # fmt: skip
    assert all(each.message and each.why and each.source and each.mend for each in found)
    assert all(len(each.said) <= 300 and len(each.code) <= 40 for each in found)


ANY = st.text(alphabet=st.characters(), max_size=400)


@given(ANY, st.lists(ANY, max_size=3), st.lists(ANY, max_size=3), st.none() | st.integers(0, 5))
@settings(max_examples=150, deadline=None)
def test_no_text_whatever_makes_the_check_fail(
    text: str, names: list[str], titles: list[str], mark: int | None
) -> None:
    about = About(mark, 5, ZERO_TO_FIVE.descriptors, titles, [elsewhere(each, each) for each in titles])
    found = findings(text, own_name=text, other_names=names, about=about)
    assert len({(each.code, each.said) for each in found}) <= len(found)
    reconciliation_findings([OwnMark(name, number, text) for number, name in enumerate(names)], titles, text, agreed=1)


HOSTILE = [
    "than " * 4000, "more " * 4000, "a" * 20_000, "better than the " * 1250, "best of the " * 1650, "not " * 5000,
    "\u0301" * 20_000, "(" * 20_000, "compared " * 2200, "other " * 3300, "missing excellent " * 1100,
    "a-" * 10_000, "’" * 20_000, "İ" * 20_000, "unlike  to " * 1800,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=[repr(each[:12]) for each in HOSTILE])
def test_twenty_thousand_characters_are_read_in_a_moment(text: str) -> None:
    names = ["Test Care Partners Ltd", text[:200]]
    about = About(1, 5, ZERO_TO_FIVE.descriptors, (*SUB_CRITERIA, text[:300]), [elsewhere("x", text)] * 20)
    started = time.process_time()
    findings(text, own_name="Northamptonshire Health", other_names=names, about=about)
    reconciliation_findings([OwnMark("A B", 1, text), OwnMark("C D", 2, text)], [text], text, agreed=1)
    assert time.process_time() - started < 1.5
