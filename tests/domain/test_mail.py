"""One line of text stays one line, and one address one address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.errors import InvalidInput
from assurance.domain.mail import address, one_line


@given(st.text())
def test_a_header_is_one_line_that_fits(text: str) -> None:
    line = one_line(text)
    assert len(line) <= 200
    assert line.isprintable()
    assert one_line(line) == line


@given(st.text())
def test_an_address_that_is_taken_holds_nothing_but_itself(typed: str) -> None:
    try:
        found = address(typed, "email")
    except InvalidInput:
        return
    assert found.isascii()
    assert found.count("@") == 1
    assert not set(found) & set(' \r\n\t,;<>"\\')


@pytest.mark.parametrize(
    "typed",
    ["a@b", "a@b.c\nBcc: d@e.f", "a@b.c, d@e.f", "<a@b.c>", "a@@b.c", "@b.c", "a@b..c", "a b@c.d", "", "ä@b.c"],
)  # fmt: skip
def test_what_is_no_single_address_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput):
        address(typed, "email")


def test_case_is_not_part_of_an_address() -> None:
    assert address(" Ann.Other@Example.ORG ", "email") == "ann.other@example.org"
