"""Criteria without faults, of any shape, for properties that hold for all of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from assurance.domain.evaluation.criterion import NORMALISATIONS, Kind
from assurance.domain.evaluation.drafting import CriterionDraft, Placed, clean
from assurance.domain.evaluation.pricing import FORMULAS
from assurance.domain.evaluation.scales import ZERO_TO_FIVE, ZERO_TO_FOUR
from assurance.domain.evaluation.workbook import CriteriaDraft

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cn")), max_size=30)
"""Anything a person can type or paste, formulas and line ends among it."""
ACTING = st.sampled_from(
    ["=1+1", "+44 1604", "-", "@sum", "'quoted", "<b>&amp;", "_x000D_", "TRUE", "2027", "10%", "a\nb"]
)
WORDS = TEXT | ACTING
PRICES: dict[str, dict[str, Decimal]] = {
    "absolute-band": {"min": Decimal("35000000.10"), "max": Decimal(55_000_000)},
    "optimal-price": {"optimal": Decimal("0.01"), "max": Decimal("999999999999.99")},
    "logarithmic": {"base": Decimal("1.5")},
}


@st.composite
def drafts(draw: st.DrawFn) -> CriteriaDraft:
    """Draw a tree whose weights sum to 100 at every node, and one of the usual scales."""
    scale = draw(st.sampled_from([ZERO_TO_FIVE, ZERO_TO_FOUR])).descriptors
    found: list[Placed] = []
    _fill(draw, found, parent="", depth=1, top=scale[-1].mark)
    return CriteriaDraft(tuple(found), scale)


def _fill(draw: st.DrawFn, found: list[Placed], parent: str, depth: int, top: int) -> None:
    """Fill a group: one scored criterion always, so that there is something to judge, then what comes."""
    kinds = [Kind.SCORED, *draw(st.lists(st.sampled_from(list(Kind)), max_size=2))]
    for kind, weight in zip(kinds, _weights(draw, kinds), strict=True):
        kind = Kind.SCORED if kind is Kind.GROUP and depth == 4 else kind
        code = f"c{len(found)}"
        found.append(Placed(code, parent, kind, clean(kind, _said(draw, kind, weight, top))))
        if kind is Kind.GROUP:
            _fill(draw, found, code, depth + 1, top)


def _weights(draw: st.DrawFn, kinds: list[Kind]) -> list[Decimal]:
    """Split 100 among all but pass or fail, in hundredths, nothing of it nothing."""
    shares = [0 if kind is Kind.PASS_FAIL else draw(st.integers(1, 3_000)) for kind in kinds]
    shares[0] += 10_000 - sum(shares)
    return [Decimal(each).scaleb(-2) for each in shares]


def _said(draw: st.DrawFn, kind: Kind, weight: Decimal, top: int) -> CriterionDraft:
    said: dict[str, Any] = {"guidance": draw(WORDS)}
    if kind is not Kind.GROUP:
        said["question"] = draw(WORDS)
    if kind is Kind.SCORED:
        said |= {
            "minimum": draw(st.none() | st.integers(0, top).map(Decimal)), "evaluator_guidance": draw(WORDS),
            "sub_criteria": tuple(f"{n} {draw(WORDS)}" for n in range(draw(st.integers(0, 3)))),
            "word_limit": draw(st.none() | st.integers(1, 50_000)), "is_down_select": draw(st.booleans()),
            "normalise": draw(st.sampled_from(NORMALISATIONS)),
        }  # fmt: skip
    if kind is Kind.PRICE:
        said["price_formula"] = draw(st.sampled_from(list(FORMULAS)))
        said["price_parameters"] = PRICES.get(said["price_formula"], {})
    return CriterionDraft(f"T {draw(WORDS)}", weight, **said)
