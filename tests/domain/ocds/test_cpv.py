"""Codes of the common procurement vocabulary: those of health by the list, any other by its form and its meaning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.errors import InvalidInput
from assurance.domain.ocds.cpv import HEALTH, MOST, USUAL, in_full, read_codes
from assurance.domain.ocds.regions import REGIONS


def test_the_division_is_whole_and_what_is_offered_is_in_it() -> None:
    assert len(HEALTH) == 98
    assert (HEALTH["85000000"], HEALTH["85323000"]) == ("Health and social work services", "Community health services")
    assert set(USUAL) <= set(HEALTH)
    assert in_full("85121283") == "85121283-0"
    assert in_full("48180000") == "48180000", "no check digit is known, so none is made up"


def test_codes_are_read_in_order_with_and_without_their_check_digit() -> None:
    assert read_codes("85121283-0\n\n 85142100  Physio\n48180000-3 Medical software package\n") == (
        ("85121283", "Orthopaedic services"), ("85142100", "Physiotherapy services"),
        ("48180000", "Medical software package"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (" \n", "Enter at least one code"),
        ("85121283-1", "Orthopaedic services is 85121283-0"),
        ("85999999", "85999999 is not a code of health"),
        ("85100000\n8512128", "Line 2: enter a code of eight figures"),
        ("85100000x", "Line 1: enter a code of eight figures"),
        ("٨٥١٠٠٠٠٠", "Line 1: enter a code of eight figures"),
        ("48180000-3", "write after 48180000 what it means"),
        (f"48180000 {'x' * 201}", "200 characters or fewer"),
        ("85100000\n85100000-0", "85100000 is there twice"),
        ("\n".join(["85100000"] * (MOST + 1)), "at most 20 codes"),
    ],
)
def test_a_code_that_is_none_is_refused_with_what_would_be_one(typed: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said) as refused:
        read_codes(typed)
    assert refused.value.field == "codes"


@given(st.lists(st.sampled_from(sorted(HEALTH)), min_size=1, max_size=MOST, unique=True))
def test_what_is_shown_is_read_back_the_same(codes: list[str]) -> None:
    shown = "\n".join(f"{in_full(code)} {HEALTH[code]}" for code in codes)
    assert read_codes(shown) == tuple((code, HEALTH[code]) for code in codes)


def test_every_part_of_a_region_follows_it() -> None:
    assert all(code[:-1] in REGIONS for code in REGIONS if len(code) > 2)
