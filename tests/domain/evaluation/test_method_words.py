"""Every method is said in words, and its example is worked by the method itself."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assurance.domain.evaluation.method_words import SENTENCES, example, example_figures
from assurance.domain.evaluation.methods import METHODS
from assurance.domain.evaluation.published_words import formula_words, method_words, normalise_words


def test_every_method_has_its_sentence() -> None:
    assert SENTENCES.keys() == METHODS.keys()


@pytest.mark.parametrize(
    ("name", "figures", "first"),
    [
        ("weighted-sum", (Decimal("73.4"), Decimal("77.672727")), "B"),
        ("price-per-quality-point", (Decimal("645161.290323"), Decimal("611111.111111")), "B"),
        ("relative-value-cost", (Decimal(40_000_000), Decimal("41441860.465116")), "A"),
        ("quality-monetised", (Decimal(27_600_000), Decimal(29_600_000)), "A"),
        ("coefficient", (Decimal("35555555.555556"), Decimal("37052631.578947")), "A"),
    ],
)
def test_the_example_is_that_of_the_published_fixture(name: str, figures: tuple[Decimal, ...], first: str) -> None:
    """Two bids of the common fixture: £40m with 62 per cent of quality, £44m with 72; a point is worth £0.2m."""
    assert (
        tuple(round(Decimal(each.numerator) / Decimal(each.denominator), 6) for each in example_figures(name))
        == figures
    )
    assert example(name).endswith(f"so {first} is first.")


def test_a_formula_is_said_with_what_is_published_and_what_is_usual() -> None:
    band = {"min": "35000000", "max": "55000000.5"}
    assert formula_words("absolute-band", band) == (
        "Straight line between two prices published in advance; price that earns all points: £35,000,000; "
        "price that earns none: £55,000,000.50"
    )
    assert formula_words("absolute-band", {}).endswith("price that earns none: not set yet")
    assert formula_words("logarithmic", {}).endswith(
        "how many times the lowest price earns nothing: 2, the usual figure"
    )
    assert formula_words("range", {}) == "Straight line from the lowest price to the highest"


def test_method_and_normalisation_are_said_in_words() -> None:
    assert method_words({"name": "quality-monetised", "value_per_point": "200000"}).endswith("is worth £200,000.")
    assert method_words({"name": "weighted-sum"}).startswith("Weighted sum of points; the highest wins. ")
    assert (normalise_words(""), normalise_words("highest")) == ("", "Set against the highest of the bids")
