"""Prints the statutory dates that follow from an event, each with its reason; needs no database and no network.

What is wrong with the options is one line each on standard error, naming the option, and nothing is printed.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NoReturn

import click

from assurance.domain.deadlines.circumstances import MEANT, REGIMES, USUAL, WAYS, Circumstances, Way, without_meaning
from assurance.domain.deadlines.dated import Dated, Event
from assurance.domain.deadlines.london import say_day
from assurance.domain.deadlines.statutory import dates_after
from assurance.domain.errors import InvalidInput

BAD_INPUT = 2
OPTIONS = {
    "way": "--procedure", "electronic": "--not-electronic", "documents_together": "--documents-later",
    "agreed_period": "--agreed-period", "by_post": "--by-post",
}  # fmt: skip
"""Where a circumstance is named otherwise than its field."""


def follow(regime: str, event: str, on: str, *, procedure: str | None, given: Circumstances, as_table: bool) -> None:
    """Print the dates as JSON, or as a table where that is asked for; exit status 2 with every fault."""
    faults, day, way = _faults(regime, event, on, procedure)
    if way is not None:
        given = replace(given, way=way)
    if regime in MEANT:
        faults += [f"{_option(name)}: {why}" for name, why in without_meaning(regime, given)]
    if faults or day is None:
        _refuse(faults)
    try:
        dates = dates_after(regime, Event(event), day, given)
    except InvalidInput as refused:
        _refuse([f"{_option(refused.field)}: {refused.message}"])
    if as_table:
        _print_table(regime, event, day, dates)
        return
    document = {"regime": regime, "event": event, "on": day.isoformat(), "dates": [each.as_data() for each in dates]}
    click.echo(json.dumps(document, indent=2, ensure_ascii=False))


def circumstances(flags: Mapping[str, bool]) -> Circumstances:
    """Turn the flags of the command into circumstances; `not_electronic` and `documents_later` turn theirs round."""
    named: dict[str, Any] = dict(flags)
    return replace(
        USUAL, electronic=not named.pop("not_electronic"), documents_together=not named.pop("documents_later"), **named
    )


def _faults(regime: str, event: str, on: str, procedure: str | None) -> tuple[list[str], date | None, Way | None]:
    faults, way = [], None
    if regime not in REGIMES:
        faults.append(_unknown("--regime", regime, REGIMES))
    if event not in {each.value for each in Event}:
        faults.append(_unknown("--event", event, [each.value for each in Event]))
    elif event == Event.FURTHER_DECISION and regime in REGIMES and regime != "psr":
        faults.append("--event: further decisions follow representations, which only the regime psr has")
    day = _day(on)
    if day is None:
        faults.append(
            f"--on: {_shown(on)} is not a date such as 2026-03-26" if on else "--on: give a date such as 2026-03-26"
        )
    if procedure:
        known = sorted({way.value for ways in WAYS.values() for way in ways})
        if procedure in known:
            way = Way(procedure)
        else:
            faults.append(_unknown("--procedure", procedure, known))
    return faults, day, way


def _day(text: str) -> date | None:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _unknown(option: str, value: str, known: list[str] | tuple[str, ...]) -> str:
    given = f"{_shown(value)} is not known; give" if value else "give"
    return f"{option}: {given} {', '.join(known[:-1])} or {known[-1]}"


def _shown(value: str) -> str:
    return ascii(value)


def _option(name: str) -> str:
    return OPTIONS.get(name, "--" + name.replace("_", "-"))


def _refuse(faults: list[str]) -> NoReturn:
    for fault in faults:
        click.echo(fault, err=True)
    sys.exit(BAD_INPUT)


def _print_table(regime: str, event: str, on: date, dates: list[Dated]) -> None:
    click.echo(f"{regime}, {event} on {say_day(on)}\n")
    width = max(len(each.what) for each in dates)
    for each in dates:
        midnight = ", until midnight" if each.at else ""
        click.echo(f"{each.what:<{width}}  {say_day(each.on)}{midnight}")
        if each.condition:
            click.echo(f"{'':<{width}}  condition: {each.condition}")
        click.echo(click.wrap_text(each.why, 78, initial_indent=f"{'':<4}", subsequent_indent=f"{'':<4}") + "\n")
