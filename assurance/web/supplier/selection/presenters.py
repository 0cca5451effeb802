"""Turns a request to take part into what its bidder sees. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask import url_for

from assurance.domain.selection.answers import contracts_of, text_of, years_of
from assurance.domain.selection.grounds import Party, declaration_faults
from assurance.domain.selection.questionnaire import Asks, Questionnaire
from assurance.domain.stages import BidStage
from assurance.domain.words import count_words
from assurance.persistence.queries.selection import RequestRecord, declaration
from assurance.services.bids import Missing


def is_draft(bid: Any) -> bool:
    """Say whether the request is still in its bidder's hands."""
    return bool(bid.stage is BidStage.DRAFT_REQUEST)


def link(bid: Any, part: Missing) -> str:
    """Return the address of the page where a missing part is given."""
    return url_for(part.endpoint, bid_id=bid.public_id, code=part.code or None)


def tasks(asked: Questionnaire, record: RequestRecord, missing: Sequence[Missing]) -> list[dict[str, Any]]:
    """List the parts of the request with how far each is, who wrote in it last, and how much."""
    lacking = {part.code for part in missing}
    parties = record.parties
    open_parties = [each for each in parties if each.public_id in lacking]
    begun = any(each.declared["applies"] for each in parties)
    many = "1 organisation" if len(parties) == 1 else f"{len(parties)} organisations"
    rows = [
        {
            "title": "Grounds for exclusion: you and those you rely on",
            "href": url_for(".parties", bid_id=record.bid.public_id),
            "status": "not_started" if open_parties and not begun else "incomplete" if open_parties else "completed",
            "hint": f"{many} named, {len(parties) - len(open_parties)} declared in full",
        }
    ]
    for question in asked.questions:
        row = record.answers.get(question.code)
        status = "not_started" if row is None else "incomplete" if question.code in lacking else "completed"
        rows.append(
            {
                "title": question.heading,
                "href": url_for(".answer", bid_id=record.bid.public_id, code=question.code),
                "status": status,
                "hint": "" if row is None else f"{_how_much(question.asks, row.content)}, {row.updated_by.name}",
            }
        )
    return rows


def _how_much(asks: Asks, content: Mapping[str, Any]) -> str:
    if asks is Asks.TURNOVER:
        count = sum(each.amount is not None for each in years_of(content))
        return "1 year" if count == 1 else f"{count} years"
    if asks is Asks.CONTRACTS:
        count = len(content.get("contracts", ()))
        return "1 contract" if count == 1 else f"{count} contracts"
    count = count_words(text_of(content))
    return "1 word" if count == 1 else f"{count:,} words"


def party_rows(asked: Questionnaire, record: RequestRecord) -> list[dict[str, Any]]:
    """List the bidder and those it relies on, with what each declares in words."""
    rows = []
    for each in record.parties:
        said = declaration(each)
        faults = declaration_faults(asked.grounds, said)
        applying = [ground.title for ground in asked.grounds if said.applies.get(ground.code)]
        rows.append(
            {
                "row": each,
                "is_bidder": each.party is Party.BIDDER,
                "is_complete": not faults,
                "status": "not_started" if not said.applies else "incomplete" if faults else "completed",
                "says": "Not declared in full" if faults else "; ".join(applying) or "No ground applies",
                "grounds": [
                    (ground.title, said.self_cleaning.get(ground.code, ""))
                    for ground in asked.grounds
                    if said.applies.get(ground.code)
                ],
            }
        )
    return rows


def notices(record: RequestRecord) -> list[dict[str, Any]]:
    """List the notices about those relied on, with whether an answer is still to be given."""
    names = {each.id: each for each in record.everybody}
    return [
        {"party": names[key], "notice": each, "is_open": each.answered_at is None}
        for key, each in record.notices.items()
    ]


def answers(asked: Questionnaire, record: RequestRecord) -> list[dict[str, Any]]:
    """List every question with its answer, ready to be read."""
    return [
        {"question": question, "content": row.content if (row := record.answers.get(question.code)) else None}
        | _parsed(question.asks, row.content if row else {})
        for question in asked.questions
    ]


def _parsed(asks: Asks, content: Mapping[str, Any]) -> dict[str, Any]:
    if asks is Asks.TURNOVER:
        return {"years": years_of(content)}
    if asks is Asks.CONTRACTS:
        return {"contracts": contracts_of(content)}
    return {"text": text_of(content)}


def turnover_boxes(content: Mapping[str, Any]) -> dict[str, Any]:
    """Fill the numbered boxes of turnovers."""
    boxes: dict[str, Any] = {}
    for number, each in enumerate(years_of(content), start=1):
        boxes |= {f"year_{number}": each.year, f"amount_{number}": each.amount}
    return boxes


def contract_boxes(content: Mapping[str, Any]) -> dict[str, Any]:
    """Fill the numbered boxes of contracts."""
    boxes: dict[str, Any] = {}
    for number, each in enumerate(content.get("contracts", ()), start=1):
        boxes |= {f"{name}_{number}": each[name] for name in ("customer", "what")}
        boxes |= {
            f"{name}_{number}": date.fromisoformat(each[name]) if each[name] else None
            for name in ("began_on", "ended_on")
        }
        boxes[f"annual_value_{number}"] = Decimal(each["annual_value"]) if each["annual_value"] else None
    return boxes
