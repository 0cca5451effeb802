"""Evaluations the sensitivity tests share: worked by hand in the tests that use them, or made at any size."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import strategies as st

from assurance.domain.evaluation.document import Evaluation, read_evaluation


def firms(quality_weight: int = 80) -> Evaluation:
    """Four firms, both quality and price compared with the best: 95.14, 97.27, 96.85 and 92.56 at 80 to 20."""
    marks = {"A": (123, "10500"), "B": (126, "10350"), "C": (129, "11750"), "D": (117, "9900")}
    return read_evaluation(
        {
            "format": "assurance-evaluation/1",
            "criteria": [
                {"id": "quality", "weight": quality_weight, "scale": 150, "normalise": "highest"},
                {"id": "price", "weight": 100 - quality_weight, "price": {"formula": "lowest-over-price"}},
            ],
            "bids": [
                {"id": key, "scores": {"quality": mark}, "prices": {"price": price}}
                for key, (mark, price) in marks.items()
            ],
        }
    )


def three(formula: str = "lowest-over-price", **parameters: str) -> Evaluation:
    """Three bids at 40, 44 and 50 million with 62, 72 and 80 for quality, at 70 to 30: the formula decides."""
    bids = {"A": (62, 40_000_000), "B": (72, 44_000_000), "C": (80, 50_000_000)}
    return read_evaluation(
        {
            "format": "assurance-evaluation/1",
            "criteria": [
                {"id": "quality", "weight": 70, "scale": 100},
                {"id": "price", "weight": 30, "price": {"formula": formula, **parameters}},
            ],
            "bids": [
                {"id": key, "scores": {"quality": mark}, "prices": {"price": price}}
                for key, (mark, price) in bids.items()
            ],
        }
    )


def paradox() -> Evaluation:
    """A hopeless third bid lowers the lowest price so far that the order of the other two turns round."""
    bids = {"A": (70, 80), "B": (90, 104), "C": (20, 50)}
    return read_evaluation(
        {
            "format": "assurance-evaluation/1",
            "criteria": [{"id": "quality", "weight": 50, "scale": 100}, {"id": "price", "weight": 50, "price": {}}],
            "bids": [
                {"id": key, "scores": {"quality": mark}, "prices": {"price": price}}
                for key, (mark, price) in bids.items()
            ],
        }
    )


def large(bids: int = 12, groups: int = 10, each: int = 12, *, seed: int = 1, normalise: str = "") -> Evaluation:
    """An evaluation of any size: groups of scored criteria, and a price."""
    random = Random(seed)
    kind: dict[str, Any] = {"normalise": normalise} if normalise else {}
    leaves = [[f"g{group}c{number}" for number in range(each)] for group in range(groups)]
    weights = [100 // each] * (each - 1) + [100 - 100 // each * (each - 1)]
    criteria: list[dict[str, Any]] = [
        {
            "id": f"g{group}", "weight": 100 // groups if group else 100 - 100 // groups * (groups - 1), **kind,
            "children": [
                {"id": leaf, "weight": weight, "scale": 5} for leaf, weight in zip(leaves[group], weights, strict=True)
            ],
        }
        for group in range(groups)
    ]  # fmt: skip
    return read_evaluation(
        {
            "format": "assurance-evaluation/1",
            "criteria": [
                {"id": "quality", "weight": 70, "children": criteria},
                {"id": "price", "weight": 30, "price": {}},
            ],
            "bids": [
                {
                    "id": f"B{number:02}",
                    "scores": {leaf: random.randint(1, 5) for group in leaves for leaf in group},
                    "prices": {"price": random.randint(80_000, 120_000)},
                }
                for number in range(bids)
            ],
        }
    )


@st.composite
def small(draw: st.DrawFn) -> Evaluation:
    """Any small evaluation with a group, minima, normalising, a pass or fail, a tie-break and sometimes a cut."""
    clinical = draw(st.integers(1, 99))
    quality = draw(st.integers(1, 99))
    normalise = st.sampled_from([{}, {}, {"normalise": "highest"}, {"normalise": "min-max"}])
    minimum = st.sampled_from([{}, {}, {"minimum": "40"}])
    least = draw(st.sampled_from([{}, {"minimum": 2}]))
    formula = draw(st.sampled_from(["lowest-over-price", "range", "mean"]))
    document: dict[str, Any] = {
        "format": "assurance-evaluation/1",
        "criteria": [
            {
                "id": "quality", "weight": quality, **draw(normalise), **draw(minimum),
                "children": [
                    {"id": "clinical", "weight": clinical, "scale": 5, **draw(normalise), **least},
                    {"id": "workforce", "weight": 100 - clinical, "scale": 3, **draw(normalise)},
                ],
            },
            {"id": "price", "weight": 100 - quality, "price": {"formula": formula}},
            {"id": "legal", "pass_fail": True},
        ],
        "bids": [
            {
                "id": f"B{number}",
                "scores": {"clinical": draw(st.integers(0, 5)), "workforce": draw(st.integers(0, 3))},
                "prices": {"price": draw(st.integers(1, 300))},
                "passes": {"legal": draw(st.sampled_from([True, True, True, False]))},
            }
            for number in range(draw(st.integers(1, 5)))
        ],
        "tie_break": draw(st.sampled_from([[], ["quality"], ["clinical", "lowest-price"]])),
    }  # fmt: skip
    select = draw(st.sampled_from([None, None, {"on": "quality", "count": 2}, {"on": "clinical", "count": 1}]))
    return read_evaluation(document | ({"select": select} if select else {}))
