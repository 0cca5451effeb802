"""The annual summary of a financial year, from what is on record (PSR 2023 regulation 25): counts and who they are.

A financial year runs from 1 April to 31 March in London, and is called by the year it begins in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assurance.domain.award.further import NATURES


@dataclass(frozen=True, slots=True)
class Awarded:
    """One contract that was awarded, whenever that was."""

    reference: str
    process: str
    urgent: bool
    provider: str
    on: date
    ends_on: date | None
    """The first day after its term without extensions; None while no contract is drawn up."""


@dataclass(frozen=True, slots=True)
class Represented:
    """One representation received."""

    on: date
    in_time: bool
    decision: str
    asked_for_records: bool
    nature: str = ""
    """What it was about, by the code of the further decision; empty while nobody has said."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """One claim in court."""

    on: date
    suspends: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One figure with what it means and which it counts."""

    title: str
    definition: str
    number: int
    which: tuple[str, ...] = ()


def year_of(day: date) -> int:
    """Return the financial year a day is in."""
    return day.year if (day.month, day.day) >= (4, 1) else day.year - 1


def year_label(year: int) -> str:
    """Name a financial year as people do, such as 2025 to 2026."""
    return f"1 April {year} to 31 March {year + 1}"


def summary(
    year: int, awards: Sequence[Awarded], representations: Sequence[Represented], claims: Sequence[Claimed]
) -> tuple[Line, ...]:
    """Return the figures of a year."""
    within = sorted((each for each in awards if year_of(each.on) == year), key=lambda each: each.reference)
    return (
        *_contracts(within),
        *_providers(year, awards),
        *_representations([each for each in representations if year_of(each.on) == year]),
        *_claims([each for each in claims if year_of(each.on) == year]),
    )


def _contracts(within: Sequence[Awarded]) -> tuple[Line, ...]:
    processes = sorted({each.process for each in within})
    by_process = tuple(
        Line(
            f"Contracts awarded: {process}", "The award was confirmed in the year, by this process",
            *_counted([each.reference for each in within if each.process == process]),
        )
        for process in processes
    )  # fmt: skip
    urgent = [each.reference for each in within if each.urgent]
    return (
        Line("Contracts awarded", "The award was confirmed in the year", *_counted([one.reference for one in within])),
        *by_process,
        Line("Urgent awards", "Of these, those run under the circumstance “urgent”", *_counted(urgent)),
    )


def _providers(year: int, awards: Sequence[Awarded]) -> tuple[Line, ...]:
    """A provider is new in the year of its first award here, and departed when its last contract ends."""
    names = sorted({each.provider for each in awards})
    of = {name: [each for each in awards if each.provider == name] for name in names}
    new = [name for name in names if year_of(min(each.on for each in of[name])) == year]
    departed = [name for name in names if _departed_in(of[name]) == year]
    return (
        Line("New providers", "Their first award on record by this authority was in the year", *_counted(new)),
        Line(
            "Departed providers", "The last of their contracts on record ended in the year, without extensions",
            *_counted(departed),
        ),
    )  # fmt: skip


def _departed_in(awards: Sequence[Awarded]) -> int | None:
    ends = [each.ends_on for each in awards]
    return None if None in ends else year_of(max(end for end in ends if end is not None))


def _representations(within: Sequence[Represented]) -> tuple[Line, ...]:
    in_time = [each for each in within if each.in_time]
    impact = (
        ("the award went on", "proceed"), ("back to an earlier step", "return"), ("abandoned", "abandon"),
        ("not decided yet", ""),
    )  # fmt: skip
    return (
        Line("Representations received", "Received in the year, in time or late", len(within)),
        Line("Representations in time", "Received before the end of standstill", len(in_time)),
        Line("Representations that asked for records", "They asked for information on record", len(
            [each for each in within if each.asked_for_records]
        )),
        *(
            Line(f"Representations: {label}", "By the last further decision given", len(
                [each for each in within if each.decision == decision]
            ))
            for label, decision in impact
        ),
        *(
            Line(f"Representations about: {label[:1].lower()}{label[1:]}", "As whoever decided it said", len(
                [each for each in within if each.nature == nature]
            ))
            for nature, label in NATURES.items()
        ),
    )  # fmt: skip


def _claims(within: Sequence[Claimed]) -> tuple[Line, ...]:
    suspended = [each for each in within if each.suspends]
    return (
        Line("Claims in court", "The authority was notified in the year", len(within)),
        Line("Claims that suspended an award", "Judged so when they were recorded", len(suspended)),
    )


def _counted(names: list[str]) -> tuple[int, tuple[str, ...]]:
    return len(names), tuple(names)
