from __future__ import annotations

import pytest

from assurance.domain.evaluation.rationale import blocks_lock, findings

SOUND = "Section 4.2 names an accountable clinician for each step, but the out-of-hours rota is not explained."
OWN = "Northamptonshire Health Alliance CIC"
OTHERS = ("Test Care Partners Ltd", "Northamptonshire Health", "Kestrel")


def codes(text: str) -> list[str]:
    return [finding.code for finding in findings(text, own_name=OWN, other_names=OTHERS)]


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_no_reason_at_all_keeps_a_mark_from_being_locked(text: str) -> None:
    found = findings(text)
    assert [(each.code, each.blocks_lock, each.answerable) for each in found] == [("missing", True, False)]
    assert blocks_lock(found)


def test_a_sound_reason_has_no_findings() -> None:
    assert codes(SOUND) == []
    assert not blocks_lock(findings(SOUND))


@pytest.mark.parametrize("text", ["Good.", "A very good and thorough answer", "Adequate, but limited overall."])
def test_bare_words_keep_a_mark_from_being_locked_until_they_are_answered(text: str) -> None:
    assert codes(text) == ["too-short", "bare-words"]
    assert [each.code for each in findings(text) if each.blocks_lock] == ["bare-words"]
    assert all(each.answerable for each in findings(text))


def test_a_short_reason_that_names_something_is_only_short() -> None:
    assert codes("Good: rota in section 4.2 is filled") == ["too-short"]


@pytest.mark.parametrize(
    "comparison",
    [
        "The workforce plan is better than the other bid in its cover of weekends.",
        "This is weaker than most of the others on how staff would transfer.",
        "A wider offer than any other, with a pathway for every joint condition.",
        "The rota is more detailed than the rival submission and says who is on call.",
        "It sets out mobilisation better than Oak and Elm did in their plan for staff.",
        "Compared with the other plans it covers weekends and bank holidays in full.",
        "Other bidders explained how the rota would be filled; this section does not.",
        "The strongest bid on digital, with every data flow drawn and tested already.",
        "The best of the three bids on digital, with every data flow drawn and tested.",
        "Test Care Partners explained how the rota would be filled; this does not say.",
        "The rota follows the model of kestrel and so covers weekends and bank holidays.",
        "Northamptonshire Health explained the rota; this section leaves it open again.",
    ],
)
def test_comparing_bids_keeps_a_mark_from_being_locked(comparison: str) -> None:
    found = findings(comparison, own_name=OWN, other_names=OTHERS)
    assert [each.code for each in found] == ["comparison"]
    assert blocks_lock(found)
    assert "against the criterion" in found[0].message


@pytest.mark.parametrize(
    "text",
    [
        "Waiting times are better than the national standard and the evidence in annex B shows it.",
        "The plan promises results better than required, with evidence from two earlier contracts.",
        "Northamptonshire Health Alliance shows named clinicians for every step of each pathway.",
        "More than enough staff are named, and the other sections confirm that they are in post.",
        "It says how data passes to other providers in the pathway, and the best response times are set out.",
        "Patients are seen at home rather than another clinic, and nothing other than the other rota changes.",
        "Response times would be better than 18 weeks from the second year, with a plan month by month.",
    ],
)
def test_a_measure_or_the_bidders_own_name_is_no_comparison(text: str) -> None:
    assert codes(text) == []


def test_a_name_too_short_to_tell_from_a_word_is_not_looked_for() -> None:
    assert findings("A robust plan with named people for each part of it.", other_names=["A", ""]) == ()


def test_names_are_matched_as_whole_words() -> None:
    assert findings("Kestrels nest near the clinic, the annex says, to no effect.", other_names=["Kestrel"]) == ()
