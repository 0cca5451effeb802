"""Turns the lists of pages into tables to be taken out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from assurance.domain.money import round_out
from assurance.domain.provision.specification import SectionPart
from assurance.exports.tables import Cell, Table, moment
from assurance.persistence.queries.specification import Version


def suppliers(registered: Sequence[Any]) -> Table:
    """List registered organisations with what was found about each."""
    body: list[list[Cell]] = [
        [each.name, each.company_number or None, "; ".join(message for message, _ in each.found) or None]
        for each in registered
    ]
    return Table("Suppliers", ("Name", "Company number", "What was found"), body, wide=("Name", "What was found"))


def procurements(mine: Sequence[tuple[Any, Sequence[str]]]) -> Table:
    """List procurements with the roles of whoever asks."""
    body: list[list[Cell]] = [
        [each.reference, each.title, each.stage.label, ", ".join(roles), moment(each.due_at)] for each, roles in mine
    ]
    return Table("Procurements", ("Reference", "Title", "Stage", "My roles", "Next date"), body, wide=("Title",))


def people(given: Sequence[Any]) -> Table:
    """List who holds which role since when."""
    body: list[list[Cell]] = [
        [each.user.name, each.user.job_title or None, each.role.label, moment(each.given_at)] for each in given
    ]
    return Table("People", ("Person", "Position", "Role", "Given"), body, wide=("Position",))


def specification(sections: Sequence[Any], versions: Sequence[Version]) -> Table:
    """List the sections as they are being written, then each version with why it was kept."""
    body: list[list[Cell]] = [
        ["As it is being written", SectionPart(each.part).label, each.title, each.text, None] for each in sections
    ]
    body += [[each.label, None, None, each.text, each.changes or None] for each in versions]
    headings = ("Version", "Part", "Section", "Text", "What changed, and because of what")
    return Table("Specification", headings, body, wide=("Text", "What changed, and because of what"))


def questions(asked: Sequence[Any]) -> Table:
    """List questions as they were asked, what was published, and what was answered."""
    headings = (
        "Number", "State", "About", "Asked by", "Asked", "In confidence", "Question", "As published", "Answer",
        "Settled", "Reason",
    )  # fmt: skip
    body: list[list[Cell]] = [
        [
            each.number, each.state.label, each.category.label, each.organisation.name,
            moment(each.asked_at), "Yes" if each.is_confidential else "No", each.question, each.wording or None,
            each.answer or None, moment(each.settled_at), each.reason or None,
        ]
        for each in asked
    ]  # fmt: skip
    return Table("Questions", headings, body, wide=("Question", "As published", "Answer", "Reason"))


def agreed_marks(
    agreed: Sequence[Any], marks: Sequence[Any], bids: Mapping[int, Any], criteria: Sequence[Any]
) -> Table:
    """List what the panel agreed beside how far single marks were apart; nobody’s own mark is named."""
    single: dict[tuple[int, int], list[int]] = defaultdict(list)
    for each in marks:
        single[each.bid_id, each.criterion_id].append(each.mark)
    titles = {row.id: row.title for row in criteria}
    headings = (
        "Bidder", "Criterion", "Agreed mark", "Highest possible", "Evaluators", "Lowest single mark",
        "Highest single mark", "Reason", "Dissent", "Agreed",
    )  # fmt: skip
    body: list[list[Cell]] = []
    for each in sorted(
        agreed, key=lambda row: (bids[row.bid_id].organisation.name, list(titles).index(row.criterion_id))
    ):
        own = single[each.bid_id, each.criterion_id]
        body.append(
            [
                bids[each.bid_id].organisation.name, titles[each.criterion_id], each.mark, each.scale_top, len(own),
                min(own, default=None), max(own, default=None), each.reason, each.dissent or None,
                moment(each.recorded_at),
            ]
        )  # fmt: skip
    return Table("Agreed marks", headings, body, wide=("Reason", "Dissent"))


def single_marks(marks: Sequence[Any], bids: Mapping[int, Any], criteria: Sequence[Any]) -> Table:
    """List every locked mark with who gave it and why."""
    places = {row.id: (number, row) for number, row in enumerate(criteria)}
    body: list[list[Cell]] = [
        [
            bids[each.bid_id].organisation.name, places[each.criterion_id][1].title, each.evaluator.name, each.mark,
            each.scale_top, each.rationale, each.evidence or None, moment(each.locked_at),
        ]
        for each in sorted(
            marks,
            key=lambda row: (bids[row.bid_id].organisation.name, places[row.criterion_id][0], row.evaluator.name),
        )
    ]  # fmt: skip
    headings = ("Bidder", "Criterion", "Evaluator", "Mark", "Highest possible", "Reason", "Where in the bid", "Locked")
    return Table("Single marks", headings, body, wide=("Reason",))


def ranking(outcome: Any) -> Table:
    """List each ranked bid with its points on every judged criterion, then those that are out with the reason."""
    judged = [each for each in outcome.tree.leaves() if each.is_judged]
    headings = ["Rank", "Bidder", "Total or figure", *(each.title for each in judged), "Out because"]
    body: list[list[Cell]] = [
        [
            bid.rank, outcome.names[bid.id], _exact(getattr(bid, "figure", None) or bid.total),
            *(_exact(bid.figures[each.id].weighted) for each in judged), None,
        ]
        for bid in outcome.result.ranked
    ]  # fmt: skip
    for bid in outcome.result.eliminated:
        why = "; ".join(
            f"{_title(outcome, each.criterion)}: {each.found}, required {each.required}" for each in bid.reasons
        )
        body.append([None, outcome.names[bid.id], None, *(None for _ in judged), why])
    return Table("Ranking", headings, body, wide=("Bidder", "Out because"))


def tenders(opened: Sequence[Any]) -> Table:
    """List opened tenders as the record of the opening does."""
    body: list[list[Cell]] = [
        [each.organisation.name, moment(each.submitted_at), each.manifest_digest, each.stage.label] for each in opened
    ]
    return Table("Tenders", ("Bidder", "Received", "Hash on the receipt", "Stage"), body, wide=("Hash on the receipt",))


def requests(asked: Sequence[Any], decided: Mapping[int, Any]) -> Table:
    """List who asked to take part and what was decided, by whom and why."""
    body: list[list[Cell]] = []
    for each in asked:
        step = decided.get(each.id)
        decision: list[Cell] = (
            [step.to_stage.label, step.actor.name, moment(step.at), step.reason or None] if step else [None] * 4
        )
        body.append([each.organisation.name, moment(each.requested_at), *decision])
    headings = ("Bidder", "Asked", "Decision", "Decided by", "Decided", "Reason")
    return Table("Requests", headings, body, wide=("Reason",))


def _title(outcome: Any, criterion_id: str) -> str:
    criterion = outcome.tree.find(criterion_id)
    return criterion.title if criterion else criterion_id


def _exact(value: Any) -> Decimal:
    """Give a figure to as many places as the evaluation documents do."""
    return Decimal(round_out(value))
