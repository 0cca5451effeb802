"""An evaluation pack of any size, always the same: marks that give a real ranking, with reasons of 80 to 150 words."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from assurance.domain.evaluation.bids import BidInput
from assurance.domain.evaluation.criteria import CriteriaTree, Criterion, Kind
from assurance.domain.evaluation.document import Evaluation
from assurance.packs.evaluation_bids import BidRecord, QuestionRecord
from assurance.packs.evaluation_checks import Checks
from assurance.packs.evaluation_firmness import Firmness
from assurance.packs.evaluation_marks import AgreedRecord, MarkRecord
from assurance.packs.evaluation_offers import OfferRecord
from assurance.packs.evaluation_pack import KIND, TITLE, EvaluationContent
from assurance.packs.evaluation_result import make_ranking
from assurance.packs.evaluation_setting import CriterionRecord, Setting
from assurance.packs.evaluation_summary import Summary
from assurance.packs.heading import AuditHead, Heading
from assurance.packs.snapshot import Snapshot, snapshot

SIZES = {"small": (4, 20, 5), "medium": (8, 60, 6), "large": (12, 120, 8)}
"""Bids, criteria and evaluators."""
AT = datetime(2026, 3, 20, 9, 30, tzinfo=UTC)
_TEXT = """
the answer describes pathway owner evidence named dates staff patients rota hand-over data plan credible partial
governance incident measure baseline outcome integration access equality mobilisation risk mitigation costed section
page subcontractor signed terms transfer weekend cover training clinical safety review month target and with for of to
in that by is are not fully partly shows lacks sets out explains gives how where who when"""
_WORDS = _TEXT.split()
_NOTHING_OFFERED = OfferRecord((), (), (), (), ())


@dataclass(frozen=True, slots=True)
class Changed:
    """The mark that one evaluator changed: bid, criterion, evaluator."""

    bid: int
    criterion: int
    evaluator: int


def pack(size: str, changed: Changed | None = None) -> Snapshot:
    """Return the snapshot of a pack of a size, or of the same pack after one mark was changed with its reason."""
    bids, criteria, evaluators = SIZES[size]
    leaves = tuple(_leaf(number, criteria) for number in range(criteria))
    tree = CriteriaTree((Criterion("quality", "Quality", Decimal(100), Kind.GROUP, leaves),))
    records = tuple(_bid(number, leaves, evaluators, changed) for number in range(bids))
    given = tuple(
        BidInput(each.id, {leaf.id: _agreed(number, place) for place, leaf in enumerate(leaves)})
        for number, each in enumerate(records)
    )
    evaluation = Evaluation(tree, given)
    names = {each.id: each.name for each in records}
    ranking = make_ranking(evaluation, evaluation.result(), tree, names)
    content = EvaluationContent(
        heading=Heading(TITLE, "Full pack, not redacted", "BENCH-1", "Made-up programme", "Board", "now", "Made up"),
        summary=Summary("Made up.", "", "", ranking.sentences, ranking.flips, ()),
        setting=_setting(leaves), checks=Checks((), (), ()), dialogue=(), bids=records, ranking=ranking,
        firmness=Firmness("Not asked here.", (), "", (), (), "", (), (), (), (), "", (), "", ()),
        result_digest="0" * 64, gates=(), moves=(), sign_offs=(), attachments=(),
        audit=AuditHead(2 if changed else 1, ("b" if changed else "a") * 64, "now", AT.isoformat()),
    )  # fmt: skip
    return snapshot(KIND, TITLE, AT.isoformat(), content)


def prose(*key: object) -> str:
    """Return 80 to 150 words that depend on a key alone."""
    draw = random.Random(str(key))
    words = [draw.choice(_WORDS) for _ in range(draw.randint(80, 150))]
    sentences = [" ".join(words[at : at + 14]).capitalize() for at in range(0, len(words), 14)]
    return ". ".join(sentences) + "."


def _leaf(number: int, of: int) -> Criterion:
    share = Decimal(100) / of
    weight = share.quantize(Decimal("0.01")) if number else 100 - share.quantize(Decimal("0.01")) * (of - 1)
    return Criterion(f"c{number}", f"Question on {_WORDS[5 + number % 30]} and {_WORDS[6 + number % 31]}", weight,
                     Kind.SCORED, scale=10)  # fmt: skip


def _agreed(bid: int, criterion: int) -> Decimal:
    return Decimal(random.Random(f"{bid} {criterion}").randint(4, 9))


def _bid(number: int, leaves: Sequence[Criterion], evaluators: int, changed: Changed | None) -> BidRecord:
    questions = tuple(_question(number, place, leaf, evaluators, changed) for place, leaf in enumerate(leaves))
    return BidRecord(f"bidder-{number}", f"Test Bidder {number}", (("Stage of the bid", "Ranked"),), (),
                     _NOTHING_OFFERED, questions)  # fmt: skip


def _question(
    bid: int, place: int, leaf: Criterion, evaluators: int, changed: Changed | None
) -> QuestionRecord:  # fmt: skip
    marks = []
    for each in range(evaluators):
        revised = changed == Changed(bid, place, each)
        mark = int(_agreed(bid, place)) + (1 if revised else 0)
        reason = prose(bid, place, each, revised)
        marks.append(MarkRecord(f"Test Evaluator {each}", f"{mark} out of 10", reason, "", "now", (), False))
    agreed = AgreedRecord(f"{_agreed(bid, place)} out of 10", (), prose(bid, place, "discussion"),
                          prose(bid, place, "reason"), "", (), (), (), "Test Moderator, now", "All", "")  # fmt: skip
    return QuestionRecord(str(place + 1), leaf.title, str(leaf.weight), "", tuple(marks), "", agreed, ())


def _setting(leaves: Sequence[Criterion]) -> Setting:
    criteria = tuple(
        CriterionRecord(
            each.id, each.title, 1, "Marked 0 to 10", str(each.weight), str(each.weight), "None", "", "", "", ""
        )
        for each in leaves
    )
    return Setting((), (), criteria, "now", "0" * 64, "nothing", (), (), "", (), ())
