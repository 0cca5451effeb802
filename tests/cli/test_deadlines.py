"""`assurance deadlines`: statutory dates as JSON or as a table, and a line for every option that is wrong."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Command


def _ask(command: Command, regime: str, event: str, on: str, *more: str) -> dict[str, object]:
    answer = command("deadlines", "--regime", regime, "--event", event, "--on", on, *more)
    assert (answer.exit_code, answer.stderr) == (0, "")
    document: dict[str, object] = json.loads(answer.stdout)
    return document


def _rows(document: dict[str, object]) -> list[tuple[str, str]]:
    return [(row["what"], row["on"]) for row in document["dates"]]  # type: ignore[attr-defined]  # reason: JSON


def test_the_published_example(command: Command) -> None:
    document = _ask(command, "psr", "intention-to-award", "2026-03-26", "--json")
    dates = document.pop("dates")
    assert document == {"regime": "psr", "event": "intention-to-award", "on": "2026-03-26"}
    whys = [row.pop("why") for row in dates]  # type: ignore[attr-defined]  # reason: JSON
    assert dates == [
        {"what": "standstill begins", "on": "2026-03-27"},
        {"what": "representations until", "at": "2026-04-10T23:59:59+01:00", "on": "2026-04-10"},
        {"what": "earliest award", "on": "2026-04-11", "condition": "no representation outstanding"},
    ]
    assert all("regulation 12" in why for why in whys)
    assert "Friday 3 April 2026 (Good Friday)" in whys[1]


@pytest.mark.parametrize(
    ("regime", "begins", "ends", "award"),
    [("pa23", "2025-04-14", "2025-04-25", "2025-04-26"), ("pcr15", "2025-04-15", "2025-04-24", "2025-04-25")],
)
def test_standstill_rows_keep_their_names(command: Command, regime: str, begins: str, ends: str, award: str) -> None:
    assert _rows(_ask(command, regime, "intention-to-award", "2025-04-14")) == [
        ("standstill begins", begins), ("standstill ends", ends), ("earliest award", award),
    ]  # fmt: skip


def test_circumstances_change_the_periods(command: Command) -> None:
    usual = _rows(_ask(command, "pa23", "call", "2026-03-02"))
    urgent = _rows(_ask(command, "pa23", "call", "2026-03-02", "--urgent"))
    light = _rows(_ask(command, "pa23", "award", "2026-03-02", "--light-touch"))
    assert [on for _, on in usual] == ["2026-03-27", "2026-04-21"]
    assert [on for _, on in urgent] == ["2026-03-12", "2026-03-22"]
    assert [on for _, on in light] == ["2026-06-29", "2026-08-28", "2029-03-01"]


@pytest.mark.parametrize(
    ("options", "faults"),
    [
        (
            (),
            [
                "--regime: give psr, pa23 or pcr15",
                "--event: give call, intention-to-award, further-decision or award",
                "--on: give a date such as 2026-03-26",
            ],
        ),
        (
            ("--regime", "eu", "--event", "x\n", "--on", "2026-02-30", "--procedure", "secret"),
            [
                "--regime: 'eu' is not known; give psr, pa23 or pcr15",
                "--event: 'x\\n' is not known; give call, intention-to-award, further-decision or award",
                "--on: '2026-02-30' is not a date such as 2026-03-26",
                "--procedure: 'secret' is not known; give dialogue, flexible, negotiation, open or restricted",
            ],
        ),
        (
            ("--regime", "pa23", "--event", "further-decision", "--on", "20260326"),
            [
                "--event: further decisions follow representations, which only the regime psr has",
                "--on: '20260326' is not a date such as 2026-03-26",
            ],
        ),
        (
            ("--regime", "psr", "--event", "call", "--on", "2026-03-26", "--urgent", "--not-electronic"),
            [
                "--urgent: has no meaning under this regime",
                "--not-electronic: has no meaning under this regime",
            ],
        ),
        (
            ("--regime", "pa23", "--event", "call", "--on", "2026-03-26", "--procedure", "dialogue"),
            ["--procedure: is not a procedure of this regime; it knows flexible, open"],
        ),
        (
            ("--regime", "pa23", "--event", "intention-to-award", "--on", "2026-03-26", "--no-standstill"),
            ["--no-standstill: is possible for a light touch contract only (PA 2023 s51(3)(f))"],
        ),
    ],
)
def test_every_fault_is_a_line_that_names_its_option(
    command: Command, options: tuple[str, ...], faults: list[str]
) -> None:
    answer = command("deadlines", *options)
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr.splitlines() == faults


@pytest.mark.parametrize("regime", ["psr", "pa23", "pcr15"])
@pytest.mark.parametrize("event", ["call", "intention-to-award", "award"])
@pytest.mark.parametrize("on", ["2031-01-06", "9999-12-31", "2011-12-30", "0001-01-01"])
def test_a_year_whose_holidays_are_not_known_is_refused(command: Command, regime: str, event: str, on: str) -> None:
    answer = command("deadlines", "--regime", regime, "--event", event, "--on", on)
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr.startswith("--on: Bank holidays are known from 2012 to ")
    assert len(answer.stderr.splitlines()) == 1


def test_a_count_that_runs_beyond_the_last_year_is_refused(command: Command) -> None:
    answer = command("deadlines", "--regime", "psr", "--event", "intention-to-award", "--on", "2028-12-20")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr.startswith("--on: Bank holidays are known")


def test_a_table_to_read_when_asked_for(command: Command) -> None:
    said = command(
        "deadlines", "--regime", "psr", "--event", "further-decision", "--on", "2026-04-29", "--table"
    ).stdout
    assert "psr, further-decision on Wednesday 29 April 2026" in said
    assert "standstill stays open until  Thursday 7 May 2026, until midnight" in said
    assert "condition: no further decision intended" in said
    assert "Monday 4 May 2026" in said
