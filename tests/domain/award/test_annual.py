"""The figures of a financial year: what is in it, who is new, who departed, and what is not counted."""

from __future__ import annotations

from datetime import date

import pytest

from assurance.domain.award.annual import Awarded, Claimed, Line, Represented, summary, year_of


def awarded(provider: str, on: date, *, ends_on: date | None = None, urgent: bool = False) -> Awarded:
    return Awarded(f"PR-{provider}-{on.year}", "Competitive process", urgent, provider, on, ends_on)


def figures(lines: tuple[Line, ...]) -> dict[str, tuple[int, tuple[str, ...]]]:
    return {each.title: (each.number, each.which) for each in lines}


@pytest.mark.parametrize(
    ("day", "year"), [(date(2025, 3, 31), 2024), (date(2025, 4, 1), 2025), (date(2026, 1, 1), 2025)]
)
def test_a_financial_year_begins_on_the_first_of_april(day: date, year: int) -> None:
    assert year_of(day) == year


def test_awards_are_counted_in_the_year_they_were_confirmed_in() -> None:
    awards = [
        awarded("Alder", date(2024, 5, 1), ends_on=date(2025, 6, 1)),
        awarded("Birch", date(2025, 4, 1), urgent=True),
        awarded("Cedar", date(2022, 4, 1), ends_on=date(2025, 5, 1)),
        awarded("Cedar", date(2026, 3, 31), ends_on=date(2031, 4, 1)),
    ]
    found = figures(summary(2025, awards, [], []))
    assert found["Contracts awarded"] == (2, ("PR-Birch-2025", "PR-Cedar-2026"))
    assert found["Contracts awarded: Competitive process"][0] == 2
    assert found["Urgent awards"] == (1, ("PR-Birch-2025",))
    assert found["New providers"] == (1, ("Birch",))
    assert found["Departed providers"] == (1, ("Alder",))


def test_representations_are_told_apart_by_what_came_of_them_and_claims_by_what_they_did() -> None:
    day, before = date(2025, 6, 1), date(2025, 3, 31)
    sent = [
        Represented(day, True, "proceed", True, "criteria"), Represented(day, False, "", False),
        Represented(before, True, "abandon", True),
    ]  # fmt: skip
    found = figures(summary(2025, [], sent, [Claimed(day, True), Claimed(day, False), Claimed(before, True)]))
    numbers = {title: number for title, (number, _) in found.items()}
    assert numbers["Representations received"] == 2
    assert numbers["Representations in time"] == 1
    assert numbers["Representations that asked for records"] == 1
    assert numbers["Representations: the award went on"] == 1
    assert numbers["Representations: not decided yet"] == 1
    assert numbers["Representations: abandoned"] == 0
    assert numbers["Representations about: how the criteria were applied"] == 1
    assert numbers["Representations about: conflicts of interest"] == 0
    assert (numbers["Claims in court"], numbers["Claims that suspended an award"]) == (2, 1)


def test_a_year_with_nothing_in_it_says_so_in_every_line() -> None:
    assert {each.number for each in summary(2025, [], [], [])} == {0}
