"""Who may be registered twice, and what each side is told."""

from __future__ import annotations

from assurance.domain.suppliers.duplicates import MIXED, SAME_NAME, SAME_NUMBER, Finding, Named, ask_newcomer, findings


def test_a_pair_is_found_both_ways_and_strangers_are_left_alone() -> None:
    known = [Named(1, "Alder Care"), Named(2, "ALDER CARE LTD"), Named(3, "Birch Care", "01234567"), Named(4, "Cedar")]
    assert findings(known) == [Finding(1, SAME_NAME, 2), Finding(2, SAME_NAME, 1)]


def test_one_number_under_two_names_is_found_and_no_number_is_none() -> None:
    known = [Named(1, "Alder", "01234567"), Named(2, "Birch", "01234567"), Named(3, "Cedar"), Named(4, "Dogwood")]
    assert findings(known) == [Finding(1, SAME_NUMBER, 2), Finding(2, SAME_NUMBER, 1)]


def test_mixed_alphabets_are_found_alone() -> None:
    assert findings([Named(1, "\u0410lder"), Named(2, "Alder")]) == [Finding(1, MIXED)]


def test_a_newcomer_is_asked_and_never_told_who_it_is() -> None:
    said = {
        ask_newcomer("Alder Care", same_name=True, same_number=False),
        ask_newcomer("Alder Care", same_name=True, same_number=True),
        ask_newcomer("\u0410lder Care", same_name=False, same_number=False),
    }
    assert len(said) == 3
    assert all("tick the box" in each and "Alder" not in each for each in said)
    assert ask_newcomer("Alder Care", same_name=False, same_number=False) == ""
