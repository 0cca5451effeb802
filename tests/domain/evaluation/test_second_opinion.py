"""Two programs written apart from one description come to the same result: ours, and that of the checker."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.evaluation.document import Evaluation, write_evaluation
from assurance.domain.evaluation.methods import METHODS, MONETISED, Method
from assurance.domain.evaluation.pricing import FORMULAS
from tests.checker.ranking import recompute
from tests.domain.evaluation.sensitivity.cases import firms, paradox, small, three

PARAMETERS = {"min": "30000000", "max": "60000000", "optimal": "42000000", "base": "3"}


@given(small())
def test_minima_cuts_normalising_and_ties_come_out_alike(evaluation: Evaluation) -> None:
    assert recompute(write_evaluation(evaluation)) == evaluation.result().as_data()


@pytest.mark.parametrize("formula", FORMULAS)
def test_every_price_formula_comes_out_alike(formula: str) -> None:
    wanted = {each.name for each in FORMULAS[formula].parameters}
    evaluation = three(formula, **{name: value for name, value in PARAMETERS.items() if name in wanted})
    assert recompute(write_evaluation(evaluation)) == evaluation.result().as_data()


@given(name=st.sampled_from([name for name in METHODS if name != "coefficient"]), worth=st.integers(1, 10**6))
def test_every_method_comes_out_alike(name: str, worth: int) -> None:
    method = Method(name, Decimal(worth) if name == MONETISED else None)
    for evaluation in (firms(), three(), paradox()):
        asked = replace(evaluation, method=method)
        assert recompute(write_evaluation(asked)) == asked.result().as_data()
