from __future__ import annotations

from decimal import Decimal

from assurance.domain.evaluation.criteria import CriteriaTree, Criterion, Kind
from assurance.domain.evaluation.ranking import BidInput, Select, evaluate, explain

TREE = CriteriaTree(
    (
        Criterion("quality", "Quality", Decimal(50), Kind.SCORED, scale=100, minimum=Decimal(30)),
        Criterion("price", "Price", Decimal(50), Kind.PRICE),
        Criterion("cqc", "CQC registration", Decimal(0), Kind.PASS_FAIL),
    )
)


def bid(name: str, mark: object, price: object, *, passes: bool = True) -> BidInput:
    marks = {"quality": Decimal(str(mark))}
    return BidInput(name, marks, {"price": Decimal(str(price))}, {"cqc": passes})


def told(*bids: BidInput, rules: tuple[str, ...] = (), select: Select | None = None) -> tuple[str, ...]:
    names = {"A": "Alder Health", "B": "Beech Care"}
    return explain(evaluate(TREE, bids, rules, select), TREE, names)


def test_it_says_who_leads_by_how_much_and_where_from() -> None:
    assert told(bid("A", 70, 80), bid("B", 90, 104)) == (
        "Alder Health leads Beech Care by 1.54: 85.00 points to 83.46.",
        "It earned 35 to 45 on Quality and 50.00 to 38.46 on Price.",
    )


def test_it_says_why_each_other_is_out() -> None:
    sentences = told(
        bid("A", 70, 80), bid("B", "29.5", 60, passes=False), bid("C", 60, 90), select=Select("quality", 1)
    )
    assert sentences == (
        "Alder Health is the only bid ranked, with 85 points.",
        "Beech Care is out: it reached 29.5 on Quality, where 30 was required; it does not meet CQC registration.",
        "C is out: it earned 60 per cent on Quality and the cut fell at 70.",
    )


def test_it_says_when_a_published_rule_separated_equal_totals() -> None:
    tied = (bid("A", 60, 50), bid("B", 80, "62.5"))
    assert told(*tied, rules=("lowest-price",))[-1] == (
        "Alder Health and Beech Care have equal totals; the lower price separates them."
    )
    assert told(*tied, rules=("quality",))[-1] == (
        "Alder Health and Beech Care have equal totals; the higher percentage on Quality separates them."
    )


def test_it_says_when_nothing_separates_the_first() -> None:
    assert told(bid("A", 60, 50), bid("B", 60, 50)) == (
        "Alder Health and Beech Care share the first place with 80 points each.",
        "Alder Health and Beech Care have equal totals and no published tie-break separates them.",
    )


def test_a_difference_that_exists_is_never_shown_as_none() -> None:
    assert "by less than 0.01:" in told(bid("A", "60.001", 50), bid("B", 60, 50))[0]


def test_it_says_when_nobody_is_left() -> None:
    assert told(bid("A", 10, 50))[0] == "No bid is left to rank."
