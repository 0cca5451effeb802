"""What a bidder answers, kept as plain data from the first draft on, and what an answer still lacks.

A draft may lack anything; it is complete when `answer_faults` finds nothing. Amounts are text in pounds, days ISO 8601.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from assurance.domain.errors import InvalidInput
from assurance.domain.faults import Fault
from assurance.domain.money import pounds
from assurance.domain.selection.questionnaire import Asks, Question
from assurance.domain.selection.standing import MOST_EXAMPLES, YEARS, Example, YearTurnover, example_faults
from assurance.domain.words import count_words

Content = Mapping[str, Any]
MOST_LETTERS = 300


def text_of(content: Content) -> str:
    """Return the text of an answer."""
    return str(content.get("text", ""))


def years_of(content: Content) -> tuple[YearTurnover, ...]:
    """Return the turnovers of an answer, the latest year first; a year without a figure has none."""
    return tuple(YearTurnover(each["year"], _amount(each["amount"])) for each in content.get("years", ()))


def contracts_of(content: Content) -> tuple[Example, ...]:
    """Return the contracts of an answer that have a beginning and a value."""
    return tuple(
        Example(
            each["customer"], each["what"], date.fromisoformat(each["began_on"]),
            date.fromisoformat(each["ended_on"]) if each["ended_on"] else None, Decimal(each["annual_value"]),
        )
        for each in content.get("contracts", ())
        if each["began_on"] and each["annual_value"]
    )  # fmt: skip


def written_years(years: Sequence[tuple[str, Decimal | None]]) -> dict[str, Any]:
    """Write turnovers as an answer; refuse one below zero or with fractions of a penny, at its year."""
    for number, (_, amount) in enumerate(years, start=1):
        _check_amount(f"amount_{number}", amount, "The turnover")
    return {"years": [{"year": year.strip(), "amount": _text(amount)} for year, amount in years[:YEARS]]}


def written_contracts(contracts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Write contracts as an answer, without the lines that were left empty; incomplete ones are kept."""
    for number, each in enumerate(contracts, start=1):
        _check_amount(f"annual_value_{number}", each["annual_value"], "The yearly value")
    kept = [each for each in contracts if any(each.values())]
    return {
        "contracts": [
            {
                "customer": (each["customer"] or "").strip(), "what": (each["what"] or "").strip(),
                "began_on": each["began_on"].isoformat() if each["began_on"] else None,
                "ended_on": each["ended_on"].isoformat() if each["ended_on"] else None,
                "annual_value": _text(each["annual_value"]),
            }
            for each in kept[:MOST_EXAMPLES]
        ]
    }  # fmt: skip


def check_words(question: Question, text: str) -> None:
    """Refuse a text that is longer than the question allows."""
    count = count_words(text)
    if question.word_limit and count > question.word_limit:
        raise InvalidInput("text", f"The text has {count:,} words; at most {question.word_limit:,} are allowed")


def answer_faults(question: Question, content: Content, today: date) -> tuple[Fault, ...]:
    """List what an answer lacks before it can be sent, each in the bidder’s words."""
    if question.asks is Asks.TURNOVER:
        return tuple(_turnover_faults(content))
    if question.asks is Asks.CONTRACTS:
        return tuple(_contract_faults(content, today))
    return () if text_of(content).strip() else (Fault("text", "Write the answer"),)


def _turnover_faults(content: Content) -> Iterator[Fault]:
    years = years_of(content)
    if all(each.amount is None for each in years):
        yield Fault("years", "Give the turnover of at least your last financial year")
    for number, each in enumerate(years):
        if each.amount is not None and not each.year:
            yield Fault(f"years[{number}].year", "Say which financial year each turnover is of")


def _contract_faults(content: Content, today: date) -> Iterator[Fault]:
    rows = content.get("contracts", ())
    for number, each in enumerate(rows, start=1):
        if not each["began_on"]:
            yield Fault(f"contracts[{number}].began_on", f"Contract {number}: say when it began")
        if not each["annual_value"]:
            yield Fault(f"contracts[{number}].annual_value", f"Contract {number}: give its yearly value")
    complete = contracts_of(content)
    if len(complete) == len(rows):
        yield from example_faults(complete, today)


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def _check_amount(field: str, amount: Decimal | None, noun: str) -> None:
    try:
        if amount is not None and pounds(amount) < 0:
            raise InvalidInput(field, f"{noun} must not be negative")
    except InvalidInput as refused:
        raise InvalidInput(field, refused.message) from refused
