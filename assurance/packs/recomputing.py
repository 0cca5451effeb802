"""Recomputes an award from the data attached to its pack and compares every figure with what is printed.

Figures are compared and not wording, so that a pack still verifies when a later version words a sentence differently.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import rfc8785

from assurance.domain.evaluation.criteria import Kind
from assurance.domain.evaluation.document import Evaluation, parse_evaluation
from assurance.domain.evaluation.result import Result
from assurance.domain.faults import FaultsFound
from assurance.domain.reading import parse_json
from assurance.packs.evaluation_result import Ranking, make_ranking
from assurance.packs.reading import Printed, squeezed

EVALUATION, RECORD = "evaluation.json", "record.json"
Row = tuple[str | None, ...]
"""Cells as they must be printed; None where nothing is known of one."""


@dataclass(slots=True)
class Recomputed:
    """What was compared, and what differs."""

    ranking: tuple[str, ...] = ()
    figures: int = 0
    """How many printed figures were compared."""
    faults: list[str] = field(default_factory=list)


def recompute(attached: Mapping[str, bytes], printed: Printed) -> Recomputed:
    """Compare a pack with its own data; one that carries no evaluation has no figures to recompute."""
    found = Recomputed()
    if EVALUATION not in attached:
        return found
    try:
        evaluation = parse_evaluation(attached[EVALUATION])
        record = parse_json(attached[RECORD]) if RECORD in attached else {}
    except FaultsFound as refused:
        found.faults.append(f"The attached data cannot be read: {refused}")
        return found
    result = evaluation.result()
    found.ranking = result.ranking
    names = record.get("bidders", {})
    ranking = make_ranking(evaluation, result, evaluation.tree, names)
    found.faults += _data_faults(evaluation, result, record)
    found.faults += _digest_faults(attached[EVALUATION], result, record, printed)
    _compare_tables(found, ranking, printed, known=bool(names))
    _compare_sentences(found, ranking, printed)
    _compare_marks(found, evaluation, record, printed)
    if not found.figures:
        found.faults.append("Nothing that is printed could be compared with the attached data")
    return found


def _data_faults(evaluation: Evaluation, result: Result, record: Mapping[str, Any]) -> Iterator[str]:
    """Compare the two files that are attached with each other."""
    if not record:
        return
    if record.get("result") != result.as_data():
        yield f"The result in {RECORD} does not follow from {EVALUATION}"
    agreed = {
        (each["bid"], each["criterion"]): each["mark"]
        for each in record.get("moderation", ())
        if each["superseded_at"] is None
    }
    for bid in evaluation.bids:
        for criterion, mark in bid.scores.items():
            if (bid.id, criterion) in agreed and agreed[bid.id, criterion] != mark:
                yield f"{bid.id}, {criterion}: {EVALUATION} has the mark {mark}, {RECORD} {agreed[bid.id, criterion]}"


def _digest_faults(
    evaluation: bytes, result: Result, record: Mapping[str, Any], printed: Printed
) -> Iterator[str]:  # fmt: skip
    """Compare the hash under which the result was confirmed with the data and with what is printed."""
    if "result_digest" not in record:
        return
    confirmed = {"evaluation": json.loads(evaluation), "result": result.as_data()}
    digest = hashlib.sha256(rfc8785.dumps(confirmed)).hexdigest()
    if record["result_digest"] != digest or digest not in printed.words:
        yield f"The confirmed result has the hash {digest}, and that is not what {RECORD} or the print says"


def _compare_tables(found: Recomputed, ranking: Ranking, printed: Printed, *, known: bool) -> None:
    def name(words: str) -> str | None:
        return words if known else None

    brief = [(row.rank if row.total else "Out", name(row.name), row.total or "Not ranked") for row in ranking.rows]
    points = [(row.rank, name(row.name), *row.points, row.total) for row in ranking.rows if row.total]
    _compare(found, printed, "All bids", [brief], whole=known)
    _compare(found, printed, "Points by criterion", [points], whole=known)
    prices = [
        [(name(row.name), row.price, None, row.percent, row.points) for row in table.rows] for table in ranking.prices
    ]
    earned = [
        [(row.title, row.mark or "–", row.percent or "–", row.weight, row.points or "–") for row in table.rows]
        for table in ranking.earned
    ]
    _compare(found, printed, "From price to points", prices, whole=known)
    _compare(found, printed, "What the bid earned", earned, whole=known)


def _compare(
    found: Recomputed, printed: Printed, caption: str, expected: Sequence[Sequence[Row]], *, whole: bool
) -> None:  # fmt: skip
    """Compare the tables of one caption, in order; each has one row of headings first."""
    tables = printed.captioned(caption)
    if not tables and not whole:
        return  # a shorter variant prints fewer tables
    if len(tables) != len(expected):
        found.faults.append(f"There are {len(tables)} tables “{caption}” where the data give {len(expected)}")
    for table, rows in zip(tables, expected, strict=False):
        body = table.rows[1:]
        if len(body) != len(rows):
            found.faults.append(f"A table “{caption}” has {len(body)} rows where the data give {len(rows)}")
        for cells, row in zip(body, rows, strict=False):
            _compare_row(found, caption, cells, row)


def _compare_row(found: Recomputed, caption: str, cells: Sequence[str], row: Row) -> None:
    if len(cells) != len(row):
        found.faults.append(f"A row of “{caption}” has {len(cells)} cells where the data give {len(row)}")
        return
    for cell, figure in zip(cells, row, strict=True):
        if figure is None:
            continue
        found.figures += 1
        if cell != squeezed(figure):
            found.faults.append(f"“{caption}” prints “{cell}” in the row of “{cells[0]}”, the data give “{figure}”")


def _compare_sentences(found: Recomputed, ranking: Ranking, printed: Printed) -> None:
    """Compare the figures in sentences: one that reads like ours in all but its figures must have ours."""
    ours: dict[str, Counter[str]] = defaultdict(Counter)
    told = (*ranking.sentences, *ranking.ties, *ranking.flips, *(each for _, each in ranking.eliminated))
    for sentence in told:
        ours[_shape(squeezed(sentence))][_valued(squeezed(sentence))] += 1
    for _, text in printed.blocks:
        words = text.removeprefix("•")
        if same_shape := ours.get(_shape(words)):
            found.figures += len(re.findall(r"[0-9]+", words))
            if _valued(words) not in same_shape:
                found.faults.append(f"A sentence prints “{words}”, the data give “{', '.join(same_shape)}”")


def _shape(words: str) -> str:
    return re.sub(r"[0-9]+(,[0-9]{3})*(\.[0-9]+)?", "#", words)


def _valued(words: str) -> str:
    """Write figures by their value, since another version may print `74.40` for `74.4`."""
    return re.sub(r"(?<=[0-9])\.0+(?![0-9])|(?<=\.)([0-9]*[1-9])0+(?![0-9])", r"\1", words)


def _compare_marks(found: Recomputed, evaluation: Evaluation, record: Mapping[str, Any], printed: Printed) -> None:
    """Compare every individual mark, and the one agreed, where each is printed beside its reasons."""
    names: Mapping[str, str] = record.get("bidders", {})
    if not names:
        return
    titles = {each.id: each.title for each in evaluation.tree.walk() if each.kind is Kind.SCORED}
    given: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for each in record.get("marks", ()):
        if each["bid"] in names and each["criterion"] in titles and each["mark"] is not None:
            place = squeezed(names[each["bid"]]), squeezed(titles[each["criterion"]])
            given[place][squeezed(f"{each['evaluator']}: {each['mark']} out of {each['scale']}")] += 1
    for place, words in _printed_marks(printed, set(given)):
        found.figures += len(words)
        if words != given[place]:
            wrong = ", ".join([*(words - given[place]), *(f"no {each}" for each in given[place] - words)])
            found.faults.append(f"{' · '.join(place)} prints {wrong}, which the attached marks do not say")


def _printed_marks(
    printed: Printed, places: set[tuple[str, str]]
) -> Iterator[tuple[tuple[str, str], Counter[str]]]:  # fmt: skip
    """Yield each question of each bid with the individual marks printed under it."""
    bidders = {bidder for bidder, _ in places}
    bidder = ""
    at: tuple[str, str] | None = None
    words: Counter[str] = Counter()
    for tag, text in (*printed.blocks, ("/H2", "")):
        if tag in ("/H2", "/H3") and at is not None:
            yield at, words
            at, words = None, Counter()
        if tag == "/H2":
            bidder = next((each for each in bidders if text == f"Evidenceon{each}"), "")
        elif tag == "/H3" and (bidder, re.sub(r"^[0-9]+\.", "", text)) in places:
            at = (bidder, re.sub(r"^[0-9]+\.", "", text))
        elif at is not None and (said := re.match(r"(.+?:[0-9.]+outof[0-9]+)·locked", text)):
            words[said[1]] += 1
