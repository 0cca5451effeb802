"""Reads and writes `assurance-evaluation/1`, from which anyone can recompute a ranking without the database.

Unknown keys, formulas and methods are refused by name, so that no result rests on what was not understood.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assurance.domain.evaluation.bids import BidInput, Select
from assurance.domain.evaluation.criteria import CriteriaTree
from assurance.domain.evaluation.document_criteria import criteria_data, read_criteria
from assurance.domain.evaluation.methods import METHODS, MONETISED, VALUE_PER_POINT, WEIGHTED_SUM, Method
from assurance.domain.evaluation.ranking import evaluate, evaluation_faults
from assurance.domain.evaluation.result import Result
from assurance.domain.faults import Fault, refuse_if_any
from assurance.domain.money import plain
from assurance.domain.reading import Reader, parse_json

FORMAT = "assurance-evaluation/1"
TIES = "all-through"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything a ranking follows from."""

    tree: CriteriaTree
    bids: tuple[BidInput, ...]
    tie_break: tuple[str, ...] = ()
    select: Select | None = None
    title: str = ""
    method: Method = Method()

    def faults(self) -> tuple[Fault, ...]:
        """List everything that keeps the ranking from being computed."""
        return evaluation_faults(self.tree, self.bids, self.tie_break, self.select, self.method)

    def result(self) -> Result:
        """Compute the ranking."""
        return evaluate(self.tree, self.bids, self.tie_break, self.select, self.method)


def parse_evaluation(text: str | bytes) -> Evaluation:
    """Read an evaluation from JSON text, or raise `FaultsFound` with every fault at its path."""
    return read_evaluation(parse_json(text))


def read_evaluation(data: Any) -> Evaluation:
    """Read an evaluation from a parsed document, or raise `FaultsFound` with every fault at its path."""
    reader = Reader()
    top = reader.keys(data, "", {"format", "criteria", "bids"}, {"title", "tie_break", "select", "method"})
    if "format" in top and top["format"] != FORMAT:
        reader.fault("format", f'must be "{FORMAT}"')
    method = _read_method(reader, top["method"]) if "method" in top else Method()
    tree = read_criteria(reader, top["criteria"], "criteria", method=method) if "criteria" in top else ()
    evaluation = Evaluation(
        tree=CriteriaTree(tree),
        bids=_read_bids(reader, top["bids"]) if "bids" in top else (),
        tie_break=_read_rules(reader, top["tie_break"]) if "tie_break" in top else (),
        select=_read_select(reader, top["select"]) if "select" in top else None,
        title=reader.text(top["title"], "title") if "title" in top else "",
        method=method,
    )
    refuse_if_any((*reader.faults, *(() if reader.has_guessed else evaluation.faults())))
    return evaluation


def read_method(data: Mapping[str, Any]) -> Method:
    """Read a method that was stored, or raise `FaultsFound`."""
    reader = Reader()
    method = _read_method(reader, data)
    reader.finish()
    return method


def _read_method(reader: Reader, value: Any) -> Method:
    """Read `method`, noting each fault at its path."""
    named = value.get("name") if isinstance(value, dict) else None
    wanted = {VALUE_PER_POINT} if named == MONETISED else set()
    data = reader.keys(value, "method", {"name"}, wanted)
    name = reader.text(data["name"], "method.name") if "name" in data else WEIGHTED_SUM
    worth = reader.number(data[VALUE_PER_POINT], f"method.{VALUE_PER_POINT}") if wanted & data.keys() else None
    if name and name not in METHODS:
        reader.fault("method.name", f'"{name}" is none of: {", ".join(METHODS)}')
        return Method()
    return Method(name or WEIGHTED_SUM, worth)


def _read_rules(reader: Reader, value: Any) -> tuple[str, ...]:
    if value == []:
        return ()
    rules = reader.items(value, "tie_break")
    return tuple(reader.text(rule, f"tie_break[{number}]") for number, rule in enumerate(rules))


def _read_select(reader: Reader, value: Any) -> Select:
    data = reader.keys(value, "select", {"on", "count"}, {"ties"})
    if data.get("ties", TIES) != TIES:
        reader.fault("select.ties", f'must be "{TIES}"')
    return Select(
        on=reader.text(data["on"], "select.on") if "on" in data else "",
        count=reader.whole(data["count"], "select.count") if "count" in data else 1,
    )


def _read_bids(reader: Reader, value: Any) -> tuple[BidInput, ...]:
    return tuple(_read_bid(reader, bid, f"bids[{number}]") for number, bid in enumerate(reader.items(value, "bids")))


def _read_bid(reader: Reader, value: Any, path: str) -> BidInput:
    bid = reader.keys(value, path, {"id"}, {"scores", "prices", "passes", "submitted_at"})

    def entries(key: str) -> Mapping[str, Any]:
        return reader.mapping(bid.get(key, {}), f"{path}.{key}")

    return BidInput(
        id=reader.text(bid["id"], f"{path}.id") if "id" in bid else "",
        scores={key: reader.number(each, f"{path}.scores.{key}") for key, each in entries("scores").items()},
        prices={key: reader.number(each, f"{path}.prices.{key}") for key, each in entries("prices").items()},
        passes={key: reader.flag(each, f"{path}.passes.{key}") for key, each in entries("passes").items()},
        submitted_at=reader.instant(bid["submitted_at"], f"{path}.submitted_at") if "submitted_at" in bid else None,
    )


def write_evaluation(evaluation: Evaluation) -> dict[str, Any]:
    """Give the document as plain JSON, decimals as strings; reading it back gives the same evaluation."""
    data: dict[str, Any] = {"format": FORMAT}
    if evaluation.title:
        data["title"] = evaluation.title
    data["criteria"] = criteria_data(evaluation.tree.criteria)
    data["bids"] = [_bid_data(bid) for bid in evaluation.bids]
    if evaluation.tie_break:
        data["tie_break"] = list(evaluation.tie_break)
    if evaluation.select:
        data["select"] = {"on": evaluation.select.on, "count": evaluation.select.count, "ties": TIES}
    if not evaluation.method.is_weighted_sum:
        data["method"] = evaluation.method.as_data()
    return data


def _bid_data(bid: BidInput) -> dict[str, Any]:
    data: dict[str, Any] = {"id": bid.id}
    if bid.scores:
        data["scores"] = {key: plain(mark) for key, mark in bid.scores.items()}
    if bid.prices:
        data["prices"] = {key: plain(price) for key, price in bid.prices.items()}
    if bid.passes:
        data["passes"] = dict(bid.passes)
    if bid.submitted_at:
        data["submitted_at"] = bid.submitted_at.isoformat()
    return data
