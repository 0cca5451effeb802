"""The figures of the domain reference come out of a trial: who wins under each formula, and what turns it round."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from assurance.domain.evaluation.document import Evaluation
from assurance.domain.evaluation.pricing import FORMULAS
from assurance.domain.evaluation.publication import Publication
from assurance.domain.evaluation.result import Result
from assurance.domain.evaluation.wind_tunnel import Severity, dummy_faults, try_criteria, typical_sets
from assurance.domain.evaluation.wind_tunnel.dummies import DummyBid
from assurance.domain.evaluation.wind_tunnel.extra_bid import EXTRA, with_extra
from assurance.domain.evaluation.wind_tunnel.orders import order
from assurance.domain.evaluation.wind_tunnel.variations import drafted
from assurance.domain.faults import FaultsFound
from tests.domain.evaluation.wind_tunnel.cases import bids, by_method, criteria, found, three

WINNERS = {
    "lowest-over-price": "C", "linear-above-lowest": "C", "range": "A", "absolute-band": "B", "optimal-price": "B",
    "logarithmic": "C", "mean": "C", "standard-deviation": "B", "price-per-quality-point": "B",
    "relative-value-cost": "A", "quality-monetised": "A", "coefficient": "A",
}  # fmt: skip


def test_the_ways_of_ranking_name_the_winners_of_the_reference() -> None:
    trial = try_criteria(criteria(70), three())
    assert {each.variation.name: "".join(each.leaders) for each in trial.orders} == WINNERS
    agreement = found(trial, "agreement")
    assert agreement.severity is Severity.LOOK
    assert agreement.sentence.startswith("8 of the 11 other ways of ranking that apply name another winner: A and B")


def test_figures_that_are_not_drafted_are_derived_by_one_rule() -> None:
    given = {each.variation.name: each.variation.parameters for each in try_criteria(criteria(70), three()).orders}
    assert given["absolute-band"] == {"price": {"min": 35_000_000, "max": 55_000_000}}
    assert given["optimal-price"] == {"price": {"optimal": 35_000_000, "max": 55_000_000}}
    assert given["quality-monetised"] == {"": {"value_per_point": 200_000}}
    assert given["logarithmic"] == {"price": {"base": 2}}


def test_the_drafted_way_stands_first_and_once() -> None:
    for formula in FORMULAS:
        extra = {"min": "35000000", "max": "55000000"} if formula == "absolute-band" else {}
        extra = {"optimal": "35000000", "max": "55000000"} if formula == "optimal-price" else extra
        names = [each.variation.name for each in try_criteria(criteria(70, formula, **extra), three()).orders]
        assert names[0] == formula
        assert sorted(names) == sorted(WINNERS)


def test_a_hopeless_third_bid_turns_the_paradox_round_with_the_figures_of_the_reference() -> None:
    own = order(drafted(_evaluation(criteria(50), bids((80, 70), (104, 90)))))
    assert own.result is not None
    assert [bid.id for bid in own.result.ranked] == ["A", "B"]
    assert _totals(own.result) == {"A": Fraction(85), "B": Fraction(1085, 13)}  # 83.46
    after = with_extra(own.variation.evaluation, {"price": Decimal(50_000_000)}, Decimal(20)).result()
    assert _totals(after) == {"A": Fraction("66.25"), "B": Fraction(1800, 26) - Fraction(5, 26), EXTRA: Fraction(60)}
    assert after.ranking == ("B", "A", EXTRA)


def test_the_paradox_is_found_and_said_in_words() -> None:
    finding = found(try_criteria(criteria(50), bids((80, 70), (104, 90))), "extra")
    assert finding.severity is Severity.DANGER
    assert finding.sentence == (
        "If a third bid came at £52m with 35% quality, which cannot win, and would come last, B would win instead of A."
    )


def test_no_extra_bid_changes_the_order_where_points_do_not_depend_on_it() -> None:
    publication = criteria(50, "absolute-band", min="70000000", max="110000000")
    trial = try_criteria(publication, bids((80, 70), (104, 90)))
    assert found(trial, "extra").severity is Severity.FINE
    assert not trial.searches[0].is_possible
    before, evaluation = trial.orders[0].result, trial.orders[0].variation.evaluation
    assert before is not None
    for price in range(32, 162, 2):  # the claim is proved by trying what was left out
        for quality in (0, 35, 70):
            after = with_extra(evaluation, {"price": Decimal(price) * 1_000_000}, Decimal(quality)).result()
            assert tuple(each for each in after.ranking if each != EXTRA) == before.ranking


def test_marks_set_against_the_best_bid_let_an_extra_bid_in_again() -> None:
    publication = criteria(50, "absolute-band", min="70000000", max="110000000", normalise="min-max")
    assert try_criteria(publication, bids((80, 70), (104, 90))).searches[0].is_possible


def test_the_middle_is_passed_over_by_the_lowest_price_divided() -> None:
    finding = found(try_criteria(criteria(50), bids((50, 50), (100, 100))), "middle")
    assert finding.severity is Severity.LOOK
    assert "at about £50m, £75m, £100m would earn 75, 70.83 and 75" in finding.sentence


@pytest.mark.parametrize(
    ("publication", "code", "severity", "words"),
    [
        (criteria(70), "single", Severity.LOOK, "would earn 30 of 30 points for price whatever it cost"),
        (criteria(70, "mean"), "single", Severity.LOOK, "would earn 15 of 30 points for price whatever it cost"),
        (criteria(70), "equal", Severity.FINE, "each bid would earn 30 of 30 points"),
        (criteria(70, "standard-deviation"), "equal", Severity.FINE, "each bid would earn 15 of 30 points"),
        (criteria(30), "one-pound", Severity.DANGER, "at £1 with 31% quality, it would win"),
        (criteria(70, "range"), "ten-times", Severity.DANGER, "which cannot win, C would win instead of A"),
        (criteria(70), "ten-times", Severity.FINE, "the same bid would win"),
        (criteria(70, "range"), "one-per-cent", Severity.DANGER, "would earn 30 of 30 points less"),
        (criteria(70), "one-per-cent", Severity.FINE, "would earn 0.3 of 30 points less"),
        (criteria(70), "range-used", Severity.LOOK, "are 25% apart and their points lie 6 apart of 30"),
        (criteria(70), "exchange", Severity.FINE, "one per cent of quality is worth about £1.14m of price"),
        (criteria(70), "weight-margin", Severity.FINE, "if it counted for 12.31 points less, B would win"),
        (criteria(70), "price-margin", Severity.FINE, "if C were 10.8% (about £5.4m) dearer or if B were 7.9%"),
        (criteria(70), "mark-margin", Severity.FINE, "With 0.4 marks more for B on “Clinical model”, B would win"),
        (by_method(criteria(70), "quality-monetised", "200000"), "exchange", Severity.FINE, "worth about £200,000"),
        (by_method(criteria(70), "price-per-quality-point"), "exchange", Severity.FINE, "worth about £611,000"),
    ],
)  # fmt: skip
def test_each_question_is_answered_with_its_figure(
    publication: Publication, code: str, severity: Severity, words: str
) -> None:
    finding = found(try_criteria(publication, three()), code)
    assert finding.severity is severity
    assert words in finding.sentence
    assert bool(finding.advice) == (severity is not Severity.FINE)


def test_worth_in_an_absolute_band_is_what_the_band_says() -> None:
    trial = try_criteria(criteria(70, "absolute-band", min="35000000", max="55000000"), three())
    # £20m are worth 30 points, and one per cent of quality 0.7
    assert "one per cent of quality is worth about £467,000" in found(trial, "exchange").sentence
    assert found(trial, "single").severity is Severity.FINE


def test_a_bid_below_a_minimum_is_out_and_named() -> None:
    trial = try_criteria(criteria(70, minimum="65"), three())
    assert found(trial, "out").sentence.startswith("A is below a minimum")
    assert found(trial, "order").sentence == "As drafted, C would win."


def test_nobody_above_a_minimum_is_a_danger() -> None:
    trial = try_criteria(criteria(70, minimum="95"), three())
    assert [each.code for each in trial.findings] == ["order"]
    assert trial.findings[0].severity is Severity.DANGER


def test_level_bids_without_a_rule_are_a_danger() -> None:
    trial = try_criteria(criteria(70), bids((40, 62), (40, 62)))
    assert found(trial, "level-A").severity is Severity.DANGER
    assert replace(criteria(70), tie_break=("earliest",)).faults() == ()
    ruled = try_criteria(replace(criteria(70), tie_break=("earliest",)), bids((40, 62), (40, 62)))
    assert [each for each in ruled.findings if each.code == "level-A"] == []


def test_one_bid_has_no_margins_and_nothing_to_turn_round() -> None:
    codes = {each.code for each in try_criteria(criteria(70), bids((40, 62))).findings}
    assert codes.isdisjoint({"extra", "price-margin", "mark-margin", "weight-margin", "range-used", "exchange"})
    assert {"order", "single", "one-pound"} <= codes


def test_criteria_with_faults_are_not_tried() -> None:
    with pytest.raises(FaultsFound):
        try_criteria(replace(criteria(70), tie_break=("nothing",)), three())


def test_a_method_that_cannot_rank_a_bid_says_why() -> None:
    rows = {each.variation.name: each for each in try_criteria(criteria(70), bids((40, 0), (44, 60))).orders}
    assert "earned no quality" in rows["price-per-quality-point"].why
    assert rows["price-per-quality-point"].leaders == ()


def test_marks_set_against_other_bids_have_no_worth_of_their_own() -> None:
    trial = try_criteria(criteria(70, normalise="min-max"), three())
    assert found(trial, "exchange").sentence == "If B were 10% dearer it would lose 2.48 of 30 points for price."
    by_figure = by_method(criteria(70, normalise="min-max"), "relative-value-cost")
    assert [each for each in try_criteria(by_figure, three()).findings if each.code == "exchange"] == []


def test_every_typical_set_can_be_tried() -> None:
    publication = criteria(80)
    sets = typical_sets(publication.tree, Decimal(250_000_000))
    assert [each.code for each in sets] == ["spread", "reference", "paradox", "equal", "single"]
    assert sets[0].bids[0] == DummyBid("Cheap and adequate", {"price": Decimal(200_000_000)}, Decimal(60))
    for each in sets:
        assert list(dummy_faults(publication.tree, each.bids)) == []
        assert try_criteria(publication, each.bids).findings


def test_typical_prices_stay_below_a_published_ceiling() -> None:
    tree = criteria(80, "absolute-band", min="35000000", max="60000000").tree
    assert typical_sets(tree, Decimal(250_000_000))[0].bids[2].prices == {"price": Decimal(57_000_000)}
    assert typical_sets(criteria(80).tree, None)[0].bids[2].prices == {"price": Decimal(10_000_000)}


def _evaluation(publication: Publication, given: list[DummyBid]) -> Evaluation:
    return try_criteria(publication, given).orders[0].variation.evaluation


def _totals(result: Result) -> dict[str, Fraction | None]:
    return {bid.id: bid.total for bid in result.ranked}
