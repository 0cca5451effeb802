from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.errors import InvalidInput
from assurance.domain.money import (
    evened,
    format_gbp,
    from_pence,
    parse_gbp,
    percent,
    plain,
    pounds,
    round_out,
    to_pence,
)


@pytest.mark.parametrize("value", [1.5, float("nan"), True, None, b"5"])
def test_pounds_refuses_what_cannot_hold_a_penny_exactly(value: object) -> None:
    with pytest.raises(InvalidInput, match="cannot be a"):
        pounds(value)  # type: ignore[arg-type]  # reason: the refusal is what is tested


@pytest.mark.parametrize(
    "value",
    ["1.234", "NaN", "Infinity", "1e3", "1_000", "£5", " 5", "", "5\n", "٣"]
    + [Decimal("NaN"), Decimal("-Infinity"), Decimal("0.001"), Decimal("1E+12"), 10**12, "9" * 400],
)
def test_pounds_refuses_what_is_not_an_amount(value: str | int | Decimal) -> None:
    with pytest.raises(InvalidInput):
        pounds(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("12.3", "12.30"), (7, "7.00"), ("-4.05", "-4.05"), (Decimal("1E+2"), "100.00")],
)
def test_pounds_keeps_two_places(value: str | int | Decimal, expected: str) -> None:
    assert str(pounds(value)) == expected


def test_an_amount_is_exact_even_when_the_ambient_precision_is_small() -> None:
    with localcontext(prec=3):
        assert pounds("123456.78") == Decimal("123456.78")
        assert to_pence(Decimal("123456.78")) == 12345678
        assert format_gbp(Decimal("123456.78")) == "£123,456.78"


@given(st.integers(min_value=-(10**13), max_value=10**13))
def test_pence_survive_the_round_trip(pence: int) -> None:
    assert to_pence(from_pence(pence)) == pence


@pytest.mark.parametrize("pence", [1.0, True, "5"])
def test_from_pence_wants_a_whole_number(pence: object) -> None:
    with pytest.raises(InvalidInput, match="whole number"):
        from_pence(pence)  # type: ignore[arg-type]  # reason: the refusal is what is tested


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1,234.50", "1234.50"), ("£5", "5.00"), (" 0 ", "0.00"), ("12,345,678.9", "12345678.90")],
)
def test_parse_gbp_reads_what_people_type(text: str, expected: str) -> None:
    assert str(parse_gbp(text, "price")) == expected


@pytest.mark.parametrize(
    "text",
    ["", "  ", "1e5", "1_000", "١٢", "１２", "-5", "£-5", "-£5", "1,23", "1,2345", ",5", "5.", ".5", "1.234"]
    + ["5 pounds", "$5", "££5", "NaN", "Infinity", "1 000", "1000000000000", "+5", "5\n6", "0x10"],
)
def test_parse_gbp_refuses_at_the_field(text: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse_gbp(text, "price")
    assert refusal.value.field == "price"


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("1234.50", "£1,234.50"),
        ("5", "£5"),
        ("0.05", "£0.05"),
        ("-1200", "-£1,200"),
        ("-0.001", "£0"),
        ("0.005", "£0.01"),
    ],
)
def test_format_gbp(amount: str, expected: str) -> None:
    assert format_gbp(Decimal(amount)) == expected


@pytest.mark.parametrize(
    ("amount", "expected"),
    [("776294000", "£776,294 thousand"), ("1500", "£2 thousand"), ("-499.99", "£0 thousand")],
)
def test_format_gbp_in_thousands(amount: str, expected: str) -> None:
    assert format_gbp(Decimal(amount), thousands=True) == expected


@given(st.decimals(min_value=0, max_value=Decimal("999999999999.99"), places=2))
def test_what_is_shown_can_be_typed_back(amount: Decimal) -> None:
    assert parse_gbp(format_gbp(amount), "price") == amount


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Decimal("90.4351145"), 6, "90.435115"),
        (Decimal("0.5"), 0, "1"),
        (Decimal("1.5"), 0, "2"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("-2.5"), 0, "-3"),
        (Decimal("-0.0000001"), 6, "0"),
        (Fraction(1, 3), 6, "0.333333"),
        (Fraction(2, 3), 2, "0.67"),
        (Decimal("1E+3"), 6, "1000"),
        (60, 6, "60"),
        (Decimal("72.000"), 6, "72"),
        (Fraction(10**40, 3), 2, "3" * 40 + ".33"),
    ],
)
def test_round_out_rounds_half_up_and_writes_plain_digits(
    value: Decimal | Fraction | int, places: int, expected: str
) -> None:
    assert round_out(value, places) == expected


def test_percent_drops_trailing_zeros() -> None:
    assert percent(Fraction(153, 2)) == "76.5%"
    assert percent(Decimal("66.3333333")) == "66.33%"


@pytest.mark.parametrize(("value", "expected"), [("60.0", "60"), ("6E+1", "60"), ("-0.0", "0"), ("0.50", "0.5")])
def test_plain_has_one_spelling_for_one_number(value: str, expected: str) -> None:
    assert plain(Decimal(value)) == expected


@pytest.mark.parametrize(
    ("shown", "even"),
    [
        (["82.08", "74.4", "9"], ["82.08", "74.40", "9.00"]),
        (["82", "74"], ["82", "74"]),
        (["£1,250,000", "£12.50", "−£3"], ["£1,250,000.00", "£12.50", "−£3.00"]),
        (
            ["12.5%", "60%", "3 days", "Not set", "", "1 out of 5"],
            ["12.5%", "60.0%", "3 days", "Not set", "", "1 out of 5"],
        ),
        (["70.57 points", "86 points", "2"], ["70.57 points", "86.00 points", "2"]),
    ],
)
def test_figures_that_are_compared_have_as_many_decimals(shown: list[str], even: list[str]) -> None:
    assert evened(shown) == even


@given(st.lists(st.decimals(min_value=0, max_value=10**9, places=4)))
def test_evening_changes_no_value_and_leaves_one_length(values: list[Decimal]) -> None:
    even = evened([round_out(each) for each in values])
    assert [Decimal(each) for each in even] == values
    assert len({len(each.partition(".")[2]) for each in even}) < 2
