"""Turns requests to take part into what those who judge them see. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assurance.domain.money import round_out
from assurance.domain.selection.answers import contracts_of, text_of, years_of
from assurance.domain.selection.grounds import Party
from assurance.domain.selection.questionnaire import Asks, Question, Questionnaire
from assurance.domain.selection.standing import standing_words, year_findings
from assurance.persistence.queries.selection import RequestRecord
from assurance.services.selection import Proposal


def percent(weight: Fraction) -> Decimal | None:
    """Give a weight as it was typed, or None for none."""
    return Decimal(weight.numerator) / Decimal(weight.denominator) if weight else None


def request_row(asked: Questionnaire, record: RequestRecord) -> dict[str, Any]:
    """Say in a line how far one request is."""
    assessed = record.assessed(asked)
    undecided, unjudged = len(assessed.undecided), len(assessed.unjudged(asked))
    judged = len(record.judgements)
    return {
        "bid": record.bid,
        "parties": len(record.parties),
        "grounds": len(assessed.found),
        "undecided": undecided,
        "judged": judged,
        "unjudged": unjudged,
        "state": "completed" if not undecided and not unjudged else "not_started" if not judged else "incomplete",
        "standing": enough(asked, record),
    }


def enough(asked: Questionnaire, record: RequestRecord) -> str:
    """Say in a few words how many years reach what is required, or nothing where that cannot be said."""
    question = next((each for each in asked.questions if each.asks is Asks.TURNOVER), None)
    row = record.answers.get(question.code) if question else None
    if row is None or not asked.requirement.annual_value:
        return ""
    found = year_findings(asked.requirement, years_of(row.content))
    return f"{sum(each.is_met for each in found)} of {len(found)} years enough"


def answers(asked: Questionnaire, record: RequestRecord) -> list[dict[str, Any]]:
    """List every question with its answer and what it was given."""
    return [answer(asked, record, question) for question in asked.questions]


def answer(asked: Questionnaire, record: RequestRecord, question: Question) -> dict[str, Any]:
    """Give one answer, parsed, with what was found and judged of it."""
    row, judged = record.answers.get(question.code), record.judgements.get(question.code)
    content: Mapping[str, Any] = row.content if row else {}
    shown: dict[str, Any] = {"question": question, "content": content, "judged": judged, "found": (), "words": ""}
    if question.asks is Asks.TURNOVER:
        years = years_of(content)
        found = year_findings(asked.requirement, years) if asked.requirement.annual_value else ()
        return shown | {"years": years, "found": found, "words": standing_words(asked.requirement, years)}
    if question.asks is Asks.CONTRACTS:
        return shown | {"contracts": contracts_of(content)}
    return shown | {"text": text_of(content)}


def given(judged: Any, top: int) -> str:
    """Say what an answer was given."""
    if judged is None:
        return "Not judged"
    if judged.passes is not None:
        return "Passed" if judged.passes else "Not passed"
    return f"{judged.mark} of {top}"


def parties(asked: Questionnaire, record: RequestRecord) -> list[dict[str, Any]]:
    """List everybody in a request with the grounds that apply, and what was decided and told of each."""
    standing_now = record.parties
    named = {each.replacement_id: key for key, each in record.notices.items() if each.answered_at}
    names = {each.id: each.name for each in record.everybody}
    return [
        {
            "row": each,
            "is_out": each not in standing_now,
            "in_place_of": names[named[each.id]] if each.id in named else "",
            "is_bidder": each.party is Party.BIDDER,
            "notice": record.notices.get(each.id),
            "grounds": [
                {
                    "ground": ground,
                    "done": each.declared["self_cleaning"].get(ground.code, ""),
                    "decision": record.decisions.get((each.id, ground.code)),
                }
                for ground in asked.grounds
                if each.declared["applies"].get(ground.code)
            ],
        }
        for each in record.everybody
        if each in standing_now or each.id in record.notices
    ]


def places(proposal: Proposal) -> list[dict[str, Any]]:
    """List the shortlist with names, places and scores."""
    return [
        {
            "name": proposal.record_of(each).bid.organisation.name,
            "bid": proposal.record_of(each).bid,
            "is_through": each.is_through,
            "place": each.place if proposal.asked.marked else None,
            "score": "" if each.score is None or not proposal.asked.marked else round_out(each.score, 2),
            "why": each.why or "Passes every question",
        }
        for each in proposal.places
    ]


def out_of(rows: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    """Count who goes through, and all."""
    return sum(each["is_through"] for each in rows), len(rows)
