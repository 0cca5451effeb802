"""Who may hold shares, what a passphrase must be, when a box opens, and how parts are padded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.errors import InvalidInput
from assurance.domain.tenderbox.holders import Holder, check_holders, check_passphrase
from assurance.domain.tenderbox.opening import EMBARGO, SHARE_LIFE, is_void, opens_at
from assurance.domain.tenderbox.parts import BLOCK, DamagedPart, Part, pad, read, unpad

AT = datetime(2025, 1, 6, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
GOOD = "purple lanterns drift quietly"


def people(count: int, officers: int = 0) -> list[Holder]:
    return [Holder(number, f"Person {number}", number < officers) for number in range(count)]


@pytest.mark.parametrize(
    ("holders", "needed", "reason"),
    [(people(3), 2, ""), (people(3, 1), 2, ""), (people(2), 2, "Two only"), (people(7), 5, "")],
)
def test_holders_that_will_do(holders: list[Holder], needed: int, reason: str) -> None:
    check_holders(holders, needed=needed, reason=reason)


@pytest.mark.parametrize(
    ("holders", "needed", "reason", "field"),
    [
        (people(3), 1, "", "needed"),
        (people(7), 8, "", "needed"),
        (people(2), 2, " ", "reason"),
        (people(2), 3, "Why not", "holders"),
        (people(8), 2, "", "holders"),
        (people(3, 2), 2, "", "holders"),
        ([*people(2), people(1)[0]], 2, "", "holders"),
        ([*people(2), Holder(9, "Nine", False, is_opener=False)], 2, "", "holders"),
        ([*people(2), Holder(9, "Nine", False, has_key=False)], 2, "", "holders"),
    ],
)  # fmt: skip
def test_holders_that_will_not_do(holders: list[Holder], needed: int, reason: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_holders(holders, needed=needed, reason=reason)
    assert refused.value.field == field


def test_two_accounts_with_one_staff_number_are_one_person() -> None:
    numbered = [replace(each, staff_number=number) for each, number in zip(people(4), ("", "7", "", "7"), strict=True)]
    with pytest.raises(InvalidInput, match="Person 1 and Person 3 have the same staff number"):
        check_holders(numbered, needed=2, reason="")
    check_holders(numbered[:3], needed=2, reason="")


def test_a_passphrase_of_unrelated_words_will_do() -> None:
    check_passphrase(GOOD, GOOD, known=("Olga", "Marsh"))


@pytest.mark.parametrize(
    ("passphrase", "again", "field"),
    [
        ("short but four words", "short but four words", ""),
        ("a b c d e f g h i j k l m n", "", "passphrase"),
        ("correcthorsebatterystaple", "", "passphrase"),
        ("word word word word word word", "", "passphrase"),
        ("olga marsh olga marsh opens", "", "passphrase"),
        ("aaaa aaaa bbbb bbbb aaab bbba", "", "passphrase"),
        ("", "", "passphrase"),
        ("x" * 1025, "", "passphrase"),
        (GOOD, GOOD + " ", "passphrase_again"),
    ],
)
def test_a_passphrase_that_others_could_guess_or_that_was_mistyped_is_refused(
    passphrase: str, again: str, field: str
) -> None:
    if not field:
        check_passphrase(passphrase, again)
        return
    with pytest.raises(InvalidInput) as refused:
        check_passphrase(passphrase, again or passphrase, known=("Olga", "Marsh"))
    assert refused.value.field == field


def test_the_box_opens_an_hour_after_the_deadline_and_a_first_part_lasts_half_an_hour() -> None:
    assert opens_at(AT) == AT + EMBARGO == AT + timedelta(hours=1)
    assert not is_void(AT, AT + SHARE_LIFE - SECOND)
    assert is_void(AT, AT + SHARE_LIFE)


@given(st.binary(max_size=3 * BLOCK))
def test_padding_hides_the_length_and_is_taken_off_again(content: bytes) -> None:
    padded = pad(content)
    assert unpad(padded) == content
    assert len(padded) % BLOCK == 0
    assert len(padded) - len(content) < BLOCK + 4


@given(st.binary(max_size=200))
def test_what_was_not_padded_here_is_refused(content: bytes) -> None:
    for damaged in (content, pad(content)[:-1], pad(content) + bytes(BLOCK), pad(content)[:-1] + b"\x01"):
        with pytest.raises(DamagedPart):
            unpad(damaged)
    with pytest.raises(DamagedPart):
        read(b"{not json")


def test_the_price_and_what_would_give_it_away_are_in_an_envelope_of_their_own() -> None:
    kinds = ("answer", "price", "form", "partners", "names", "receipt")
    assert {kind for kind in kinds if Part(kind, "x", "X", {}).envelope == "price"} == {"price", "receipt"}
    assert Part("price", "x", "X", {"b": 1, "a": "é"}).canonical == '{"a":"é","b":1}'.encode()
