"""What is typed into the search is taken plainly, and is never long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.errors import InvalidInput
from assurance.domain.finding import LONGEST, MOST_WORDS, read_words, says


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", ()),
        ("  knee  care knee ", ("knee", "care")),
        ("100% _under\x00score\n", ("100%", "_under", "score")),
        ("Cafe\u0301", ("Caf\u00e9",)),
        ("a b c d e f g h i j", tuple("abcdefgh")),
    ],
)
def test_words_are_read_once_and_as_they_are(typed: str, words: tuple[str, ...]) -> None:
    assert read_words(typed) == words


def test_what_is_too_long_is_refused() -> None:
    assert read_words("x" * LONGEST) == ("x" * LONGEST,)
    for typed in ("x" * (LONGEST + 1), "a" * 10_000, "(a+)+$" * 2_000):
        with pytest.raises(InvalidInput, match="at most 100 characters"):
            read_words(typed)


@given(st.text(max_size=LONGEST))
def test_anything_short_is_read_without_a_control_character(typed: str) -> None:
    words = read_words(typed)
    assert len(words) <= MOST_WORDS
    assert "\x00" not in "".join(words)


def test_every_word_has_to_be_found_somewhere() -> None:
    assert says(("PARKING", "where"), "Where is it?", "The parking place")
    assert not says(("parking", "train"), "Where is it?", "The parking place")
    assert not says(("%",), "per cent")
