"""The columns of a workbook of criteria: how each is headed, what goes in it, and the words its cells may hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from assurance.domain.evaluation.criterion import HIGHEST, MIN_MAX, Kind
from assurance.domain.evaluation.pricing import FORMULAS

CRITERIA, SCALE, HELP = "Criteria", "Scale", "How to fill this in"
"""The names of the sheets."""

YES, NO = "Yes", "No"
KIND_WORDS: Mapping[Kind, str] = MappingProxyType(
    {Kind.GROUP: "Group", Kind.SCORED: "Scored", Kind.PRICE: "Price", Kind.PASS_FAIL: "Pass or fail"}
)
NORMALISE_WORDS: Mapping[str, str] = MappingProxyType({HIGHEST: "Against the highest", MIN_MAX: "Between the extremes"})
FORMULA_WORDS: Mapping[str, str] = MappingProxyType({each.name: each.label for each in FORMULAS.values()})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field of `CriterionDraft` (or of where it stands) it fills, its heading, and how to fill it."""

    key: str
    heading: str
    told: str
    choices: tuple[str, ...] = ()


_FIGURES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "min": ("Band: price that earns all (£)", "the price that earns all points"),
        "optimal": ("Optimal price (£)", "the price at or below which all points are earned"),
        "max": ("Price that earns none (£)", "the price that earns no points"),
        "base": ("Times the lowest", "how many times the lowest price earns nothing"),
        "points_at_mean": ("Points at the mean", "the points of a price at the mean"),
        "points_per_percent": ("Points lost per 1% above the mean", "the points each per cent above the mean costs"),
        "points_per_sd": ("Points lost per standard deviation", "the points each standard deviation costs"),
    }
)
"""How the figures of price formulas are headed, and what each is."""
FIGURES = tuple(_FIGURES)


def _users(figure: str) -> str:
    """Name the formulas that use a figure."""
    users = [each.label for each in FORMULAS.values() if figure in {wanted.name for wanted in each.parameters}]
    return " and ".join(f"“{label}”" for label in users)


COLUMNS: tuple[Column, ...] = (
    Column("code", "Short name", "Letters, figures, dots and dashes, such as clinical-model; once in the sheet."),
    Column("parent", "Stands under", "The short name of the group it stands in. Empty means at the top."),
    Column("title", "Title", "At most 200 characters."),
    Column("kind", "Kind", "A group holds other criteria; the others are judged.", tuple(KIND_WORDS.values())),
    Column("weight_percent", "Weight (%)", "Per cent of its group; in each group and at the top they sum to 100."),
    Column("minimum", "Minimum", "In marks for a scored criterion, in per cent for a group. Empty means none."),
    Column("word_limit", "Word limit", "For a scored criterion: the most words an answer may have. Empty means none."),
    Column("question", "Question to bidders", "What the bidder is asked. A group asks nothing."),
    Column("sub_criteria", "Points to cover", "For a scored criterion: one a line, at most 20. They are published."),
    Column("guidance", "Guidance for bidders", "What evaluators will look for. It is published."),
    Column("evaluator_guidance", "Guidance for evaluators only", "Help with marking. It is never published."),
    Column("is_down_select", "In the down-selection", "Yes where it is also marked between the rounds.", (YES, NO)),
    Column(
        "normalise", "Set against other bids", "Empty means no. Otherwise a bid that leaves can change who wins.",
        tuple(NORMALISE_WORDS.values()),
    ),
    Column("price_formula", "Price formula", "For a price: how it becomes points.", tuple(FORMULA_WORDS.values())),
    *(
        Column(name, heading, f"For {_users(name)}: {told}. Empty means the usual figure where there is one.")
        for name, (heading, told) in _FIGURES.items()
    ),
)  # fmt: skip

SCALE_COLUMNS: tuple[Column, ...] = (
    Column("mark", "Mark", "Whole numbers from 0 up, each once."),
    Column("label", "Label", "At most 60 characters."),
    Column("text", "Meaning", "What an answer with this mark is like. Bidders and evaluators read the same words."),
)
