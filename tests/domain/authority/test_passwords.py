"""What a password may not be, and that length alone is enough."""

from __future__ import annotations

import pytest

from assurance.domain.authority.passwords import check
from assurance.domain.errors import InvalidInput


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("eleven char", "at least 12"),
        ("a" * 1025, "at most 1024"),
        ("Password1234", "known from leaks"),
        ("qwerty uiop 123", "known from leaks"),
        ("Assurance in Spring 2026", "the name of this service"),
        ("abababababab", "repeats a few"),
        ("my j.smith@example.org", "your email address"),
        ("j.smith-2026", "your email address"),
    ],
)
def test_what_is_guessed_early_is_refused_in_words(typed: str, why: str) -> None:
    with pytest.raises(InvalidInput, match=why) as refused:
        check(typed, email="J.Smith@example.org")
    assert refused.value.field == "password"


@pytest.mark.parametrize("typed", ["correct horse battery staple", "aller guten dinge sind", "x7" + "kqz" * 300])
def test_length_is_enough(typed: str) -> None:
    check(typed, email="j.smith@example.org")
