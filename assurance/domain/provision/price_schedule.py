"""A price by contract year: one amount for each year of the initial term, which together are exactly the price offered.

The price that is evaluated is the one for the whole term; the years say when it falls due, and what the contract pays.
Nothing is spread, rounded or mended here: what does not add up is refused, to the penny and at its cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from assurance.domain.errors import InvalidInput
from assurance.domain.faults import Fault
from assurance.domain.money import format_gbp
from assurance.domain.tenderbox.price import tender_price

TERM = "amount"


def year_field(number: int) -> str:
    """Name the cell of a contract year, counted from 1."""
    return f"year_{number}"


def schedule_faults(term_price: Decimal | None, years: Sequence[Decimal | None], term: int) -> Iterator[Fault]:
    """List what is wrong with a price and its years, each at its cell; a cell that is empty is told as such."""
    if len(years) != term:
        yield Fault(TERM, f"The term is {term} years, and {len(years)} amounts are given")
        return
    faulty = False
    for cell, amount in ((TERM, term_price), *((year_field(at), each) for at, each in enumerate(years, start=1))):
        if message := _fault_of(amount, cell):
            faulty = True
            yield Fault(cell, message)
    if not faulty and term_price is not None:
        yield from _sum_fault(term_price, [each for each in years if each is not None])


def checked_schedule(term_price: Decimal, years: Sequence[Decimal], term: int) -> tuple[Decimal, tuple[Decimal, ...]]:
    """Return a price and its years to the penny; raise `InvalidInput` at the first cell that is wrong."""
    for fault in schedule_faults(term_price, years, term):
        raise InvalidInput(fault.path, fault.message)
    return tender_price(term_price), tuple(tender_price(each) for each in years)


def _fault_of(amount: Decimal | None, cell: str) -> str:
    if amount is None:
        return "Enter the price" if cell == TERM else f"Enter the price of year {cell.removeprefix('year_')}"
    try:
        tender_price(amount)
    except InvalidInput as refused:
        return refused.message
    return ""


def _sum_fault(term_price: Decimal, years: Sequence[Decimal]) -> Iterator[Fault]:
    together = sum(years, Decimal(0))
    if together == term_price:
        return
    apart, which = abs(together - term_price), "more" if together > term_price else "less"
    yield Fault(
        TERM,
        f"The years come to {format_gbp(together)}, which is {format_gbp(apart)} {which} than the price. "
        "Change the price or a year until they agree",
    )
